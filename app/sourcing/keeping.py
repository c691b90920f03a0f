"""`sources remove`, `pause`, `resume`, `rename`: one word about a source that is watched already."""

from pathlib import Path

from app.house import open_house
from app.sourcing.adding import say
from app.sourcing.sheet import open_sheet
from app.sourcing.trial import Bench, open_bench
from policywatch.errors import UsageError
from policywatch.text import stable_id
from policywatch.types import Act, ActKind


def remove(home: Path, source_id: str) -> int:
    """Takes a source out of sources.yaml; what it brought stays in the database."""
    sheet = open_sheet(home)
    sheet.remove(source_id)
    sheet.save()
    say(f"removed '{source_id}': its documents and alerts are kept, and it goes on where it stopped if it comes back")
    return 0


def pause(home: Path, source_id: str) -> int:
    """Keeps a source and checks it no more."""
    sheet = open_sheet(home)
    sheet.set([source_id], "paused", True)
    sheet.save()
    say(f"paused '{source_id}': `policywatch sources resume {source_id}` lets it go on")
    return 0


def resume(home: Path, source_id: str) -> int:
    """Lets a paused source be checked again."""
    sheet = open_sheet(home)
    sheet.drop(source_id, "paused", instead=False)
    sheet.save()
    say(f"'{source_id}' is watched")
    return 0


def rename(home: Path, old: str, new: str) -> int:
    """Gives a source another id with its history.

    The file is written first and the database follows, so the same command again ends what a crash left in between.
    """
    with open_bench(home) as bench:
        sheet = open_sheet(home)
        ids = sheet.ids()
        if old == new:
            raise UsageError(f"'{old}' is its name already: choose another one")
        if old in ids and new in ids:
            raise UsageError(f"there is a source '{new}' already: choose another id")
        if old not in ids and not (new in ids and _has_history(bench, old)):
            raise UsageError(f"no source '{old}' in sources.yaml: `policywatch sources list` shows the ids")
        if bench.store is not None:
            bench.store.check_rename(old, new)
        if old in ids:
            sheet.set([old], "id", new)
            sheet.save()
        if bench.store is not None:
            bench.store.rename_source(old, new)
    say(f"'{old}' is '{new}' now, with its history")
    return 0


def release(home: Path, source_id: str, known: bool, by: str) -> int:
    """Tells items that were held back, or keeps them untold, as a person decides; the next run classifies what is told."""
    from app.acting import find_person, may

    with open_house(home) as house:
        if house.source(source_id) is None:
            raise UsageError(f"no source '{source_id}' in sources.yaml: `policywatch sources list` shows the ids")
        person, now = find_person(house, id=by), house.clock()
        # a home that names nobody is one person's
        if house.config.settings.people and (person is None or not may(person, ActKind.DECIDE)):
            raise UsageError(f"'{by}' may not decide this: name an editor or admin among people in policywatch.yaml")
        value = "known" if known else "news"
        act = Act(stable_id("release", source_id, value, now.isoformat()), ActKind.DECIDE, by, f"source:{source_id}", now, value, via="cli")
        with house.store.together():
            count = house.store.release_held(source_id, not known, now)
            if count:
                house.store.keep_act(act)
    if not count:
        say(f"nothing of '{source_id}' is held back")
    elif known:
        say(f"{count} items of '{source_id}' are kept and nobody is told")
    else:
        say(f"{count} items of '{source_id}' go their way: the next run classifies them and tells whom they concern")
    return 0


def _has_history(bench: Bench, source_id: str) -> bool:
    return bench.store is not None and any(row.id == source_id for row in bench.store.source_rows())
