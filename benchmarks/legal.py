"""Prints how well dates, types, statuses and matters are read on the project's own gold sets: ``python -m benchmarks.legal``."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "tests" / "pipeline" / "data"


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a gold set."""
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def f1(hits: int, extra: int, missed: int) -> float:
    """Harmonic mean of precision and recall; 1 when there was nothing to find."""
    return 2 * hits / (2 * hits + extra + missed) if hits + extra + missed else 1.0


def score_dates(gold: list[dict[str, Any]]) -> dict[str, float]:
    """F1 over (kind, resolved day) per sentence, and the share of resolved days that stand in no gold row."""
    from benchmarks.adapters import legal_dates

    hits = extra = missed = wrong = found = 0
    for row in gold:
        wanted = {(d["kind"], d["resolved"]) for d in row["dates"]}
        got = {(d["kind"], d["resolved"]) for d in legal_dates(row["text"], row["lang"], row["published_on"])}
        hits, extra, missed = hits + len(got & wanted), extra + len(got - wanted), missed + len(wanted - got)
        found += len(got)
        wrong += sum(day is not None and day not in {d for _, d in wanted} for _, day in got)
    return {"sentences": len(gold), "f1": f1(hits, extra, missed), "wrong": wrong / max(1, found)}


def score_status(gold: list[dict[str, Any]]) -> dict[str, float]:
    """Macro-F1 of types and of statuses, and drafts that were called in force."""
    from benchmarks.adapters import type_and_status

    got = [type_and_status(row["title"], row["text"], row["lang"], row["as_of"]) for row in gold]
    drafts = sum(row["status"] in ("proposal", "consultation") and g[1] == "in_force" for row, g in zip(gold, got, strict=True))
    types = macro([(row["type"], g[0]) for row, g in zip(gold, got, strict=True)])
    return {
        "documents": len(gold),
        "type_f1": types,
        "status_f1": macro([(r["status"], g[1]) for r, g in zip(gold, got, strict=True)]),
        "drafts_in_force": drafts,
    }


def macro(pairs: list[tuple[str, str]]) -> float:
    """Macro-F1 of (wanted, got) over the wanted classes."""
    hits = Counter(w for w, g in pairs if w == g)
    wanted, got = Counter(w for w, _ in pairs), Counter(g for _, g in pairs)
    return sum(f1(hits[c], got[c] - hits[c], wanted[c] - hits[c]) for c in wanted) / len(wanted)


def score_matters(gold: list[dict[str, Any]]) -> dict[str, float]:
    """Pairwise F1 and the share of pairs merged wrongly."""
    from benchmarks.adapters import same_matter

    pairs = [(row["same"], same_matter(row["a"], row["b"])) for row in gold]
    hits, false = pairs.count((True, True)), pairs.count((False, True))
    return {"pairs": len(pairs), "f1": f1(hits, false, pairs.count((True, False))), "false_merges": false / len(pairs)}


def report() -> dict[str, dict[str, float]]:
    """All scores."""
    return {
        "dates": score_dates(rows("legal_dates.jsonl")),
        "status": score_status(rows("document_status.jsonl")),
        "matters": score_matters(rows("matter_pairs.jsonl")),
    }


if __name__ == "__main__":
    for name, scores in report().items():
        print(name, " ".join(f"{key}={value:.3f}" if isinstance(value, float) else f"{key}={value}" for key, value in scores.items()))
