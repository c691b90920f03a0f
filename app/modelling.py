"""What ``policywatch model`` does."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from app import backtest
from app.acting import permitted
from app.classifying import load_embedder
from app.commands import json_lines, say
from app.house import House, open_house
from app.present import plain, print_json, print_table
from app.progress import Progress
from app.reclassifying import remember, renew
from app.teaching import TOPIC_NAME, bring, classifier_of, in_force, roll_back
from app.teaching import learn as learn_verdicts
from pipeline.base import Embedder
from policywatch.errors import ModelError, UsageError
from policywatch.store import HeadRow
from policywatch.types import ActKind


@contextmanager
def with_model(home: Path) -> Iterator[tuple[House, Embedder]]:
    """A house with its embedder; raises ModelError when there is none, since nothing can be learned then."""
    with open_house(home) as house:
        embedder, problem = load_embedder(house.config)
        if embedder is None:
            raise ModelError(problem or "embedder is none: name a model in policywatch.yaml, words alone cannot learn")
        yield house, embedder


def learn(home: Path, file: Path | None, as_json: bool) -> int:
    """Keeps the labels of a file, if one is given, and refits every use whose verdicts changed."""
    rows = list(json_lines(file)) if file else []
    with with_model(home) as (house, embedder):
        brought = bring(house, rows, str(file)) if file else 0
        lessons = learn_verdicts(house, embedder)
    if as_json:
        print_json({"labels": brought, "learned": [plain(lesson) for lesson in lessons]})
        return 0
    if file:
        say(f"{brought} new labels")
    for lesson in lessons:
        what = "in force" if lesson.kept else "refused"
        say(f"{lesson.use_id}: version {lesson.version} {what}, {lesson.positives} relevant, {lesson.negatives} not; {lesson.reason}")
    if not lessons:
        say("no verdict changed since each use was last learned")
    return 0


def _row(row: HeadRow, current: set[int]) -> dict[str, Any]:
    return {
        "version": row.version,
        "use": row.use_id or TOPIC_NAME,
        "state": "in force" if row.version in current else "replaced" if row.kept else "refused",
        "created_at": row.created_at,
        "relevant": row.positives,
        "not_relevant": row.negatives,
        "reason": row.reason,
        "embedder": row.embedder,
    }


def _current(house: House) -> set[int]:
    embedder, _ = load_embedder(house.config)
    return {row.version for row in in_force(house.store, embedder.fingerprint).values()} if embedder else set()


def listed(home: Path, as_json: bool) -> int:
    """Every version, newest first."""
    with open_house(home) as house:
        current = _current(house)
        rows = [_row(row, current) for row in house.store.heads()]
    if as_json:
        print_json(rows)
        return 0
    columns = ("version", "use", "state", "created_at", "relevant", "not_relevant", "reason")
    print_table(f"versions: {len(rows)}", columns, [[row[column] for column in columns] for row in rows])
    return 0


def shown(home: Path, version: int, as_json: bool) -> int:
    """One version with the verdicts it came from."""
    with open_house(home) as house:
        row = next((row for row in house.store.heads() if row.version == version), None)
        if row is None:
            raise UsageError(f"no version {version}: `policywatch model list` shows them")
        stored = json.loads(row.numbers)
        documents = house.store.judged_documents([document_id for document_id, _, _ in stored["from"]])
        value = _row(row, _current(house))
    value["verdicts"] = [
        {"document_id": d, "title": documents[d].title if d in documents else "", "relevant": relevant, "weight": weight}
        for d, relevant, weight in stored["from"]
    ]
    value |= {"bias": stored["head"]["bias"], "numbers": len(stored["head"]["direction"])}
    if as_json:
        print_json(value)
        return 0
    for name, text in value.items():
        if name != "verdicts":
            say(f"{name:14} {plain(text)}")
    columns = ("relevant", "weight", "document_id", "title")
    print_table(f"verdicts: {len(value['verdicts'])}", columns, [[one[column] for column in columns] for one in value["verdicts"]])
    return 0


def rollback(home: Path, use: str, to: int | None, by: str, as_json: bool) -> int:
    """Puts an earlier version of a use back into force."""
    with with_model(home) as (house, embedder):
        permitted(house, by, ActKind.ROLLBACK)
        lesson = roll_back(house, embedder, "" if use == TOPIC_NAME else use, to, by)
    if as_json:
        print_json(plain(lesson))
    else:
        say(f"{lesson.use_id}: version {lesson.version} is in force, {lesson.reason}")
    return 0


def reclassify(home: Path, days: int | None, as_json: bool) -> int:
    """Scores what is stored again, whatever it was scored with before."""
    with open_house(home) as house:
        embedder, problem = load_embedder(house.config)
        since = house.clock() - timedelta(days=days) if days else None
        tally = renew(house, classifier_of(house, embedder), Progress(), since, whole=True)
        if days is None:
            remember(house)
    if problem:
        sys.stderr.write(f"model missing, words alone decided: {problem}\n")
    if as_json:
        print_json(plain(tally))
    else:
        say(f"{tally.documents} documents scored again, {tally.whole} of them from the start; {tally.news} newly touch a use")
    return 0


def try_out(home: Path, days: int, uses: Path | None, thresholds: tuple[str, ...], model: str, yes: bool, as_json: bool) -> int:
    """What a planned change would do; 1 when it loses what people confirmed and nobody said yes."""
    with open_house(home) as house:
        outlook = backtest.backtest(house, backtest.Plan(days, uses, thresholds, model), Progress())
    if as_json:
        print_json(backtest.as_json(outlook))
    else:
        for line in backtest.lines(outlook):
            say(line)
    if outlook.confirmed_lost and not yes:
        sys.stderr.write(
            f"{len(outlook.confirmed_lost)} alerts that people confirmed would be lost: change the plan, or accept it with --yes\n"
        )
        return 1
    return 0


def export_onnx(folder: Path, name: str | None) -> int:
    """Writes a model as an ONNX graph; needs torch, once."""
    from pipeline.embedders.st import Options
    from pipeline.train.export import export

    fingerprint = export(folder, Options(name=name))
    say(f"wrote {fingerprint} to {folder}: set `model: {{embedder: onnx, name: {folder.resolve()}}}` in policywatch.yaml")
    return 0
