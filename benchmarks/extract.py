"""Quality of reading on recorded pages: main text, page dates, lists, encodings.  ``python -m benchmarks.extract SHARED``"""

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.adapters import listing_items, main_text, page_date

_FAMILIES = {
    "gb2312": "gb18030", "shift_jis": "cp932", "ascii": "cp1252", "windows-1252": "cp1252", "windows-1251-russian": "cp1251",
    "iso-8859-6-arabic": "iso8859-6",
}  # fmt: skip


def _cases(shared: Path, kind: str, fact: str) -> list[tuple[dict[str, Any], bytes]]:
    root = shared / "data/crawl"
    items = json.loads((root / "index.json").read_text(encoding="utf-8"))
    chosen = [item for item in items if item["kind"] == kind and (item["facts"] or {}).get(fact) is not None]
    return [(item, (root / "corpus" / item["path"]).read_bytes()) for item in chosen]


def score_text(shared: Path) -> dict[str, Any]:
    """Segment F1 of ours and of plain trafilatura, and the pages that are empty in ours alone."""
    import trafilatura

    cases = _cases(shared, "html_article", "with_")
    ours = [main_text(body, item["original_url"]) for item, body in cases]
    plain = [trafilatura.extract(body, url=item["original_url"]) or "" for item, body in cases]
    lost = [item["path"] for (item, _), mine, theirs in zip(cases, ours, plain, strict=True) if theirs and not mine]
    facts = [item["facts"] for item, _ in cases]
    return {"ours": _segment_f1(facts, ours), "trafilatura": _segment_f1(facts, plain), "lost": lost, "pages": len(cases)}


def _segment_f1(facts: list[dict[str, Any]], texts: list[str]) -> float:
    hits = sum(part in text for fact, text in zip(facts, texts, strict=True) for part in fact["with_"])
    wanted = sum(len(fact["with_"]) for fact in facts)
    wrong = sum(part in text for fact, text in zip(facts, texts, strict=True) for part in fact["without"])
    return 2 * hits / (wanted + hits + wrong)


def score_dates(shared: Path) -> float:
    """Share of the pages with a known day for which that day is found."""
    cases = _cases(shared, "html_article", "date")
    right = [bool(page_date(body, item["original_url"]) == item["facts"]["date"]) for item, body in cases]
    return sum(right) / len(right)


def score_encodings(shared: Path) -> float:
    """Share of pages whose text is what their known encoding gives."""
    from crawlers.extract.encoding import decode

    cases = _cases(shared, "html_encoding", "gold_encoding")
    right = 0
    for item, body in cases:
        gold = item["facts"]["gold_encoding"].lower()
        right += decode(body) == body.decode(_FAMILIES.get(gold, gold), "replace").lstrip("\ufeff")
    return right / len(cases)


def score_lists(shared: Path) -> dict[str, float]:
    """F1 of addresses, share of titles and of dates that are right, as the scorer of the recorded material counts."""
    spec = importlib.util.spec_from_file_location("score_listings", shared / "tools/score_listings.py")
    assert spec is not None and spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    pages, _ = scorer.load_pages(shared / "data/crawl")
    precision, recall, titles, dates = [], [], [], []
    for _, base_url, html, gold in pages:
        found = {scorer.url_key(item["url"]): item for item in listing_items(html, base_url)}
        pairs = [(wanted, found[key]) for wanted in gold if (key := scorer.match(wanted, found)) is not None]
        precision.append(len(pairs) / len(found) if found else 0.0)
        recall.append(len(pairs) / len(gold))
        for wanted, item in pairs:
            words = scorer.words(gold[wanted].get("case_names"))
            titles.append(bool(words) and len(words & scorer.words(item["title"])) / len(words) >= 0.6)
            if item["date"]:
                dates.append(item["date"] == gold[wanted].get("case_dates"))
    p, r = sum(precision) / len(pages), sum(recall) / len(pages)
    return {"p": p, "r": r, "f1": 2 * p * r / (p + r), "titles": sum(titles) / len(titles), "dates": sum(dates) / len(dates)}


def main() -> int:
    """Prints the table."""
    shared = Path(sys.argv[1])
    text, lists = score_text(shared), score_lists(shared)
    print(
        f"main text    F1 {text['ours']:.3f}  plain trafilatura {text['trafilatura']:.3f}  pages {text['pages']}  lost {len(text['lost'])}"
    )
    print(f"page dates   right {score_dates(shared):.3f}")
    print(
        f"lists        P {lists['p']:.3f}  R {lists['r']:.3f}  F1 {lists['f1']:.3f}  titles {lists['titles']:.3f}  dates {lists['dates']:.3f}"
    )
    print(f"encodings    right {score_encodings(shared):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
