"""What ``policywatch feedback`` does."""

from dataclasses import dataclass
from pathlib import Path

from app.commands import say
from app.house import House, open_house
from app.present import plain, print_json, print_table
from app.teaching import give_verdict, take_back
from policywatch.errors import UsageError
from policywatch.text import stable_id
from policywatch.types import Act, ActKind, Feedback


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
        known_person(house, said.person_id)
        alert = house.store.alert(said.about)
        document_id = alert.document_id if alert else said.about
        feedback_id = give_verdict(house, Feedback(document_id, said.use_id, said.relevant, said.person_id, house.clock(), said.reason))
        house.store.keep_act(_act(house, document_id, said, feedback_id))
    if as_json:
        print_json({"id": feedback_id, "document_id": document_id})
    else:
        say(f"verdict {feedback_id} is kept: `policywatch feedback undo {feedback_id}` takes it back")
    return 0


def known_person(house: House, person_id: str) -> None:
    """Raises UsageError for somebody who is not in policywatch.yaml, where it names people at all."""
    people = [person.id for person in house.config.settings.people]
    if people and person_id not in people:
        raise UsageError(f"no person '{person_id}' in policywatch.yaml: choose from {', '.join(people)}")


def _act(house: House, document_id: str, said: Said, feedback_id: int) -> Act:
    kind = ActKind.RELEVANT if said.relevant else ActKind.NOT_RELEVANT
    act_id = stable_id("feedback", str(feedback_id))
    return Act(act_id, kind, said.person_id, f"document:{document_id}", house.clock(), said.use_id or "", said.reason, "cli")


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


def undo(home: Path, feedback_id: int) -> int:
    """Takes a verdict back."""
    with open_house(home) as house:
        take_back(house, feedback_id)
    say(f"verdict {feedback_id} is taken back")
    return 0
