"""What people did: an append-only list from which everything that stands now is read."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from policywatch.store.engine import Database, insert_new
from policywatch.store.redraws import want_redraws
from policywatch.store.schema import acts
from policywatch.types import Act, ActKind


class Acts:
    """Acts of people as rows."""

    _db: Database

    def keep_act(self, act: Act) -> bool:
        """Keeps an act, and with one on a matter that its messages are outdated; false when the very same act is kept already."""
        with self._db.write() as db:
            return insert_act(db, act)

    def acts(
        self,
        *,
        subjects: Collection[str] | None = None,
        kinds: Collection[ActKind] | None = None,
        person_id: str | None = None,
        limit: int | None = None,
    ) -> list[Act]:
        """Acts in the order in which they were kept; ``limit`` takes the newest of them."""
        query = select(acts.c.content)
        if subjects is not None:
            query = query.where(acts.c.subject.in_(list(subjects)))
        if kinds is not None:
            query = query.where(acts.c.kind.in_([kind.value for kind in kinds]))
        if person_id is not None:
            query = query.where(acts.c.person_id == person_id)
        with self._db.read() as db:
            found = list(db.execute(query.order_by(acts.c.seq.desc()).limit(limit)).scalars())
        return found[::-1]


def insert_act(db: Connection, act: Act) -> bool:
    """Keeps an act inside a transaction that does what it says."""
    row = {"id": act.id, "kind": act.kind.value, "person_id": act.person_id, "subject": act.subject, "at": act.at, "content": act}
    new = insert_new(db, acts, row)
    if new and act.subject.startswith("matter:"):
        want_redraws(db, act.subject.removeprefix("matter:"))
    return new
