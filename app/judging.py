"""What ``policywatch feedback`` does."""

from dataclasses import dataclass
from pathlib import Path

from app.acting import Outcome, Wish, act, at_the_keyboard
from app.commands import say
from app.house import open_house
from app.present import plain, print_json, print_table
from app.sampling import waiting
from app.teaching import said_before
from policywatch.errors import UsageError
from policywatch.types import ActKind, Feedback


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict as it is typed."""

    #: id of an alert or of a document
    about: str
    use_id: str | None
    relevant: bool
    person_id: str
    reason: str


def add(home: Path, said: Said, as_json: bool) -> int:
    """Keeps the verdict, and the act for the auditors."""
    with open_house(home) as house:
        person = at_the_keyboard(house, said.person_id)
        alert = house.store.alert(said.about)
        document_id = alert.document_id if alert else said.about
        kind = ActKind.RELEVANT if said.relevant else ActKind.NOT_RELEVANT
        _done(act(house, person, Wish(kind, f"document:{document_id}", said.use_id or "", said.reason, "cli")))
        kept = said_before(house, Feedback(document_id, said.use_id, said.relevant, person.id, house.clock()))
        feedback_id = kept.id if kept else 0
    if as_json:
        print_json({"id": feedback_id, "document_id": document_id})
    else:
        say(f"verdict {feedback_id} is kept: `policywatch feedback undo {feedback_id}` takes it back")
    return 0


def _done(outcome: Outcome) -> None:
    if not outcome.ok:
        raise UsageError(outcome.what)


def listed(home: Path, document_id: str | None, limit: int, as_json: bool) -> int:
    """Verdicts, newest first."""
    with open_house(home) as house:
        rows = [plain(row) for row in house.store.feedback_list(document_id, limit)]
    if as_json:
        print_json(rows)
        return 0
    columns = ("id", "document_id", "use_id", "relevant", "person_id", "at", "reason", "undone_at")
    print_table(f"verdicts: {len(rows)}", columns, [[row[column] for column in columns] for row in rows])
    return 0


def sample(home: Path, as_json: bool) -> int:
    """The drawn documents that wait for a verdict."""
    with open_house(home) as house:
        rows = [{"document_id": row.id, "title": row.document.title, "url": row.document.url} for row in waiting(house)]
    if as_json:
        print_json(rows)
        return 0
    print_table(f"dropped and not judged: {len(rows)}", ("document_id", "title", "url"), [list(row.values()) for row in rows])
    if rows:
        say("`policywatch feedback add DOCUMENT --relevant|--not-relevant --by PERSON` judges one; `policywatch doctor` says what follows")
    return 0


def undo(home: Path, feedback_id: int, by: str | None) -> int:
    """Takes a verdict back, in the name of whoever gave it unless somebody else is named."""
    with open_house(home) as house:
        row = next((row for row in house.store.feedback_list(limit=None) if row.id == feedback_id), None)
        if row is None:
            raise UsageError(f"no verdict {feedback_id}: `policywatch feedback list` shows the ids")
        person = at_the_keyboard(house, by or row.person_id)
        _done(act(house, person, Wish(ActKind.TAKE_BACK, f"document:{row.document_id}", str(feedback_id), via="cli")))
    say(f"verdict {feedback_id} is taken back")
    return 0
