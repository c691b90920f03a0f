"""What leaves a list, what is read in another way, and what is new all at once: through the whole product."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.demo.web import Server
from app.house import House, load_config, open_house
from app.incidents import tell_incidents
from app.progress import Progress
from app.running import Asked, Summary, run_once
from crawlers.reactor import run_in_reactor
from policywatch.errors import UsageError
from policywatch.types import ActKind, MessageKind, Outcome, UpdateKind

TODAY = datetime.now(UTC).date()
Step = Callable[[], object]


def rows(*numbers: int, day: str = "", path: str = "n") -> bytes:
    items = "".join(
        f'<li class="row"><a href="/{path}/{n}.html">Guidance {n} on automated decisions</a> <i>{day}</i> <b>{TODAY - timedelta(days=n)}</b></li>'
        for n in numbers
    )
    return f"<html><head><title>News</title></head><body><ul>{items}</ul></body></html>".encode()


def page(words: str) -> bytes:
    return f"<html><head><title>Code</title></head><body><main><h1>Code</h1><p class='law'>{words} and shows it on request.</p><p>See the note.</p></main></body></html>".encode()


@dataclass
class Small:
    """One source on a site that changes between runs."""

    home: Path
    server: Server
    kinds: list[list[UpdateKind]] = field(default_factory=list)
    summaries: list[Summary] = field(default_factory=list)

    @property
    def news(self) -> list[UpdateKind]:
        """The kinds of all updates."""
        return [kind for kinds in self.kinds for kind in kinds]

    def source(self, kind: str, path: str, options: str = "") -> None:
        row = f"  - {{id: one, kind: {kind}, url: '{self.server.base}{path}', every: 0s, follow: false, {options}}}\n"
        (self.home / "sources.yaml").write_text("sources:\n" + row)

    def show(self, path: str, body: bytes, kind: str = "text/html") -> Step:
        return lambda: self.server.add_page(path, kind, body)

    def hide(self, path: str) -> Step:
        return lambda: (self.server._more.pop(path), self.server._pages.pop(path))

    def runs(self, *steps: Step, then: Callable[[House], Any] = lambda house: None) -> Any:
        """A run after each step; the kinds of update that each brought are added to ``kinds``."""

        async def all_runs() -> Any:
            for step in steps:
                step()
                with open_house(self.home, config=load_config(self.home)) as house:
                    before = {update.id for update in updates(house)}
                    self.summaries.append(await run_once(house, Asked(), Progress(quiet=True)))
                    self.kinds.append([update.kind for update in updates(house) if update.id not in before])
            with open_house(self.home, config=load_config(self.home)) as house:
                return then(house)

        return run_in_reactor(all_runs)


def updates(house: House) -> list[Any]:
    from sqlalchemy import select

    from policywatch.store.schema import updates as table

    with house.store._db.read() as db:
        return list(db.execute(select(table.c.content).order_by(table.c.seen_at, table.c.id)).scalars())


def nothing() -> None:
    """The site stays as it is."""


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    with Server(datetime.now(UTC).date()).serving() as server:
        (tmp_path / "uses.yaml").write_text("uses: []\n")
        (tmp_path / "policywatch.yaml").write_text(
            f"model: {{embedder: none}}\nchannels: [{{id: record, kind: file, path: told.jsonl}}]\nroutes: [{{channel: record, uses: []}}]\n"
            f"network: {{allow_private_networks: [127.0.0.0/8], allow_ports: [80, 443, {server.port}]}}\ncrawl: {{per_host_delay_s: 0}}\n"
        )
        yield Small(tmp_path, server)


SELECTED = "item: li.row, link: a, confirm_after_s: 0"


def test_what_leaves_a_list_is_unlisted_after_three_whole_looks(small: Small) -> None:
    small.source("listing", "/list", SELECTED)
    small.runs(small.show("/list", rows(*range(1, 9))), small.show("/list", rows(1, 2, 3, 5, 6, 7, 8)), nothing, nothing, nothing)
    assert small.kinds == [[], [], [], [UpdateKind.UNLISTED], []]
    assert small.summaries[-1].tally.results[0].outcome is Outcome.UNCHANGED


def test_an_item_that_comes_back_in_time_never_left(small: Small) -> None:
    small.source("listing", "/list", SELECTED)
    whole, less = rows(*range(1, 9)), rows(1, 2, 3, 5, 6, 7, 8)
    small.runs(*(small.show("/list", body) for body in (whole, less, less, whole, less, less)))
    assert small.news == []


def test_the_oldest_items_leave_a_list_without_news(small: Small) -> None:
    small.source("listing", "/list", SELECTED)
    looks = [rows(*range(n + 8, n, -1)) for n in (1, 3, 3, 3, 3)]
    found = small.runs(*(small.show("/list", body) for body in looks), then=lambda house: house.store.documents("one"))
    assert small.kinds[1:] == [[UpdateKind.NEW, UpdateKind.NEW], [], [], []]
    assert sum(row.unlisted_at is not None for row in found) == 2


@pytest.mark.parametrize("kind", ["page", "pdf"])
def test_a_watched_page_that_is_gone_is_withdrawn_once_and_told_when_it_is_back(small: Small, kind: str) -> None:
    small.source(kind, "/code", "confirm_after_s: 0")
    body = page("Each provider keeps a log") if kind == "page" else b"%PDF-1.4 broken, kept with its link"
    shown = small.show("/code", body, "text/html" if kind == "page" else "application/pdf")
    small.runs(shown, small.hide("/code"), nothing, shown, nothing)
    assert small.kinds == [[], [UpdateKind.WITHDRAWN], [], [UpdateKind.REVISED], []]


def test_a_list_that_is_gone_withdraws_nothing(small: Small) -> None:
    small.source("listing", "/list", SELECTED)
    small.runs(small.show("/list", rows(1, 2, 3, 4)), small.hide("/list"), nothing, nothing, nothing)
    assert small.news == []


def test_a_corrected_selector_alerts_nobody_and_later_news_is_seen(small: Small) -> None:
    small.source("listing", "/list", SELECTED + ", date: i")
    first, later = rows(1, 2, 3, 4, day="1 May 2026"), rows(5, 1, 2, 3, 4, day="1 May 2026")
    corrected = lambda: small.source("listing", "/list", SELECTED + ", date: b")  # noqa: E731  a step
    small.runs(small.show("/list", first), corrected, nothing, small.show("/list", later))
    assert small.kinds == [[], [], [], [UpdateKind.NEW]]


def test_news_that_comes_with_a_corrected_selector_is_seen(small: Small) -> None:
    small.source("page", "/code", "confirm_after_s: 0")

    def correct() -> None:
        small.source("page", "/code", "confirm_after_s: 0, selector: p.law")
        small.server.add_page("/code", "text/html", page("Each provider keeps two logs"))

    found = small.runs(small.show("/code", page("Each provider keeps a log")), correct, then=updates)
    assert small.kinds == [[], [UpdateKind.REVISED]]
    (change,) = [update.change for update in found]
    assert [span.text.strip() for span in change.spans if span.op in ("removed", "added")] == ["a log", "two logs"]


def test_a_better_extractor_alerts_nobody_and_its_text_is_kept(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    import crawlers.reread

    small.source("page", "/code", "confirm_after_s: 0")

    def improve() -> None:
        monkeypatch.setattr(crawlers.reread, "readers_version", lambda: "better")
        small.source("page", "/code", "confirm_after_s: 0, selector: p.law")

    found = small.runs(
        small.show("/code", page("Each provider keeps a log")), improve, then=lambda house: house.store.documents("one")[0].document.text
    )
    assert (small.news, found) == ([], "Each provider keeps a log and shows it on request.")


def test_a_lost_body_costs_silence_not_alerts(small: Small) -> None:
    small.source("listing", "/list", SELECTED + ", date: i")

    def correct() -> None:
        for path in (small.home / "bodies").rglob("*.warc.gz"):
            path.unlink()
        small.source("listing", "/list", SELECTED + ", date: b")

    small.runs(small.show("/list", rows(1, 2, 3, 4, day="1 May 2026")), correct, nothing)
    assert small.news == []


def all_renamed(small: Small) -> None:
    small.source("listing", "/list", SELECTED)
    looks = [rows(1, 2, 3, 4, 5, 6), rows(1, 2, 3, 4, 5, 6, path="new-site"), rows(7, 1, 2, 3, 4, 5, 6, path="new-site")]
    small.runs(*(small.show("/list", body) for body in looks[:2]))


def told(house: House) -> tuple[int, list[str]]:
    return house.store.held("one")[0], [row.cause for row in house.store.open_incidents()]


def test_a_list_whose_addresses_all_changed_is_held_and_an_admin_is_asked(small: Small) -> None:
    all_renamed(small)
    small.runs(nothing)
    assert small.runs(then=told) == (6, ["all_new"])
    assert [summary.classified for summary in small.summaries] == [6, 0, 0], "the starting picture alone"


@pytest.mark.parametrize("news", [True, False])
def test_what_is_held_goes_its_way_or_is_kept_untold_as_the_admin_says(small: Small, news: bool) -> None:
    from app.sourcing.keeping import release

    all_renamed(small)
    config = small.home / "policywatch.yaml"
    config.write_text(config.read_text() + "people: [{id: ann, role: editor}, {id: bob, role: reader}]\n")
    with pytest.raises(UsageError, match="'bob' may not decide"):
        release(small.home, "one", known=not news, by="bob")
    assert release(small.home, "one", known=not news, by="ann") == 0
    small.runs(nothing)
    assert small.runs(then=told) == (0, [])
    assert small.summaries[-1].classified == (6 if news else 0)
    (act,) = small.runs(then=lambda house: house.store.acts())
    assert (act.person_id, act.kind, act.subject, act.value) == ("ann", ActKind.DECIDE, "source:one", "news" if news else "known")


def test_the_network_down_is_one_incident_that_closes_by_itself(small: Small) -> None:
    port = small.server.port
    hosts = [f"  - {{id: s{n}, kind: feed, url: 'http://127.0.0.{n + 2}:{port}/feed.xml', every: 0s}}\n" for n in range(4)]
    (small.home / "sources.yaml").write_text("sources:\n" + "".join(hosts))
    causes = lambda house: [(row.subject, row.cause) for row in house.store.open_incidents()]  # noqa: E731  a question
    assert small.runs(nothing, nothing, then=causes) == [("network", "offline")]
    small.source("listing", "/list", SELECTED)
    assert small.runs(small.show("/list", rows(1, 2, 3)), then=causes) == []


def test_an_open_incident_is_told_again_every_day(small: Small) -> None:
    all_renamed(small)
    text = (small.home / "policywatch.yaml").read_text()
    (small.home / "policywatch.yaml").write_text("admin_channel: record\n" + text)

    def days(house: House) -> int:
        today = house.clock()
        for later in range(3):
            on_that_day = replace(house, clock=partial(datetime.__add__, today, timedelta(days=later)))
            tell_incidents(on_that_day, (), everything=True)
        return sum(delivery.kind is MessageKind.NOTICE for delivery in house.store.deliveries())

    assert small.runs(then=days) == 3
