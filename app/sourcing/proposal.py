"""From an address to a source that works: find candidates, check them for real, choose, and describe the choice."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from app.house import REGISTRIES
from app.sourcing.trial import Bench, check_all, is_item, make_source, passed, why_not
from crawlers.discover import Candidate, Survey, common_feeds, is_chatter, robots_sitemaps
from crawlers.fetch import Answer
from crawlers.look import Looker, judged, look
from crawlers.presets import preset_for
from policywatch.config.dead import find_dead
from policywatch.errors import SourceUnusable, UsageError
from policywatch.network import origin, url_problem
from policywatch.types import Cause, CheckResult, Document, Source

#: nothing else of that host needs to be asked then
_HOPELESS = frozenset({Cause.UNSAFE_URL, Cause.REDIRECT_UNSAFE, Cause.DNS, Cause.CONNECT, Cause.TLS, Cause.TIMEOUT, Cause.RATE_LIMITED})
_STALE_DAYS = 400
_ENDS = re.compile(r"(?:^|\.)(?:gov|gob|gouv|govt|go|gc|europa|eu|com|org|net|int|edu|co|ac|info|[a-z]{2})$")
_DULL = frozenset("www feed feeds rss atom xml index html htm news en fr de es default aspx php jsp home".split())


@dataclass(frozen=True)
class Tried:
    """A candidate and what a real check of it brought."""

    candidate: Candidate
    #: ``None`` when it was not even asked
    result: CheckResult | None
    why_not: str = ""

    @property
    def items(self) -> tuple[Document, ...]:
        """What was read, with address and title."""
        return tuple(document for document in self.result.documents if is_item(document)) if self.result else ()


@dataclass(frozen=True)
class Proposal:
    """A source that works, and what else was looked at."""

    source: Source
    fields: dict[str, Any]
    chosen: Tried
    others: tuple[Tried, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass
class Wish:
    """What the admin asked for; empty fields are found out."""

    url: str
    kind: str = ""
    words: dict[str, str] = field(default_factory=dict)


def address(text: str, ports: Sequence[int]) -> str:
    """The address as it can be fetched; raises UsageError for what is none, or may not be."""
    url = text.strip()
    if "://" not in url:
        url = f"https://{url}"
    problem = url_problem(url, tuple(ports))
    if problem is not None:
        raise UsageError(f"{text}: {problem}")
    return url.partition("#")[0]


def refuse_dead(url: str, kinds: Sequence[str]) -> str:
    """A warning about an address, or nothing; raises UsageError when it is known to be dead for every kind."""
    known = [find_dead(kind, url) for kind in kinds]
    first = next((dead for dead in known if dead is not None), None)
    if first is None:
        return ""
    if all(dead is not None and dead.action == "refuse" for dead in known):
        raise UsageError(f"{url} is refused, {first.reason}: {first.instead}")
    return f"{first.reason}: {first.instead}"


def folded(url: str) -> str:
    """The address without what changes nothing for a watch."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{(parts.netloc or '').lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def watched_as(bench: Bench, url: str) -> str:
    """The id of the configured source with that address, or nothing."""
    return next((source.id for source in bench.config.sources if folded(source.url) == folded(url)), "")


async def propose(bench: Bench, wish: Wish) -> Proposal:
    """The best way to watch an address; raises SourceUnusable when there is none, UsageError when it is watched already."""
    kinds = (wish.kind,) if wish.kind else REGISTRIES.sources.names
    remark = refuse_dead(wish.url, kinds)
    if known := watched_as(bench, wish.url):
        raise UsageError(f"{wish.url} is already watched as '{known}': nothing to add")
    answer, found = await _survey(bench, wish.url)
    tried: list[Tried] = []
    for candidates in _rounds(bench, wish, answer, found):
        fresh = [
            one
            for one in candidates
            if one.url not in {t.candidate.url for t in tried} or one.kind not in {t.candidate.kind for t in tried}
        ]
        tried += await try_all(bench, fresh)
        good = [one for one in tried if not one.why_not]
        if good:
            chosen = min(good, key=lambda one: _rank(one, found, tried.index(one)))
            return _described(bench, wish, found, chosen, tuple(one for one in tried if one is not chosen), remark)
    raise _nothing(wish.url, answer, tried)


async def _survey(bench: Bench, url: str) -> tuple[Answer, Survey | None]:
    async def work(looker: Looker) -> tuple[Answer, Survey | None]:
        answer = await looker.get(url)
        readable = answer.cause is Cause.NONE and answer.status is not None and judged(answer).outcome is None
        return answer, await looker.survey(answer) if readable else None

    return await look(bench.config.crawl_limits(), bench.robots, bench.clock, work)


def _rounds(bench: Bench, wish: Wish, answer: Answer, found: Survey | None) -> list[list[Candidate]]:
    """Candidates in the order in which they are worth a request; a later round only when the one before brought nothing."""
    names = REGISTRIES.sources.names
    url = answer.url if found is not None else wish.url
    own = [] if found is None else [Candidate(found.kind, url, "the address itself", found.title, found.options)]
    if wish.kind:
        options = found.options if found is not None and found.kind == wish.kind else {}
        direct = [Candidate(wish.kind, url, "as you asked", found.title if found else "", options)]
        return [direct, list(found.feeds) if found is not None and wish.kind == "feed" else []]
    if found is None and answer.cause in _HOPELESS:
        return []
    preset = preset_for(wish.url, names)
    page = found is None or found.kind in ("listing", "page")
    first = [*([preset] if preset else []), *([] if page else own), *(found.feeds if found else ())]
    robots = bench.robots.get(origin(wish.url))
    maps = list(robots_sitemaps(robots.body, wish.url)) if robots is not None and robots.status == 200 and "sitemap" in names else []
    last = [*own, *([Candidate("page", url, "the page itself", found.title)] if found is not None and found.kind == "listing" else [])]
    guesses = list(common_feeds(url)) if page else []
    if found is not None and found.kind == "listing":
        return [[one for one in first if one.kind in names], guesses, own, maps, last]
    return [[one for one in first if one.kind in names], guesses, maps, last if page else []]


async def try_all(bench: Bench, candidates: Sequence[Candidate], on_step: Callable[[str], None] = lambda _: None) -> list[Tried]:
    """A real check of every candidate that is neither known nor dead; those first that were not asked."""
    tried, sources, asked = [], [], []
    for number, candidate in enumerate(candidates):
        reason = _refused(bench, candidate)
        try:
            source = make_source({"id": f"candidate-{number}", "kind": candidate.kind, "url": candidate.url, **candidate.options})
        except ValidationError as error:
            reason = (
                reason
                or f"kind {candidate.kind} needs {', '.join(str(part['loc'][-1]) for part in error.errors() if part['loc'])}: write it by hand"
            )
        if reason:
            tried.append(Tried(candidate, None, reason))
        else:
            sources.append(source)
            asked.append(candidate)
    for candidate, result in zip(
        asked, await check_all(bench, sources, lambda result: on_step(result.claim.source.url)) if sources else [], strict=True
    ):
        tried.append(Tried(candidate, result, "" if passed(result) else why_not(result)))
    return tried


def _refused(bench: Bench, candidate: Candidate) -> str:
    if known := watched_as(bench, candidate.url):
        return f"already watched as '{known}'"
    dead = find_dead(candidate.kind, candidate.url)
    return f"{dead.reason}: {dead.instead}" if dead is not None and dead.action == "refuse" else ""


def _rank(tried: Tried, found: Survey | None, order: int) -> tuple[bool, bool, bool, int, int]:
    """Sort key of what works: made for the host, alive, no comments, about what the page lists, as announced."""
    assert tried.result is not None
    dates = [document.published_at for document in tried.items if document.published_at]
    stale = bool(dates) and (tried.result.started_at - max(dates)).days > _STALE_DAYS
    shared = {folded(document.url) for document in tried.items} & {folded(url) for url in (found.items if found else ())}
    plain = tried.candidate.kind in ("feed", "listing", "page", "sitemap", "json_api", "pdf")
    return plain, stale, is_chatter(tried.candidate), -len(shared), order


def _nothing(url: str, answer: Answer, tried: Sequence[Tried]) -> Exception:
    watched = next((one for one in tried if one.why_not.startswith("already watched")), None)
    if watched is not None:
        return UsageError(f"{watched.candidate.url} is {watched.why_not}: nothing to add")
    verdict = judged(answer)
    said = answer.detail or verdict.detail
    if not said:
        said = next(
            (one.why_not for one in tried if one.candidate.via in ("the address itself", "as you asked")),
            "neither a feed nor a list nor text is there",
        )
    return SourceUnusable(f"{url} cannot be watched, {said[:1].lower()}{said[1:]}")


def _described(bench: Bench, wish: Wish, found: Survey | None, chosen: Tried, others: tuple[Tried, ...], remark: str) -> Proposal:
    fields = describe(bench, wish, found, chosen, {source.id for source in bench.config.sources})
    source = make_source({key: value for key, value in fields.items() if key != "verified"})
    return Proposal(source, fields, chosen, others, (remark,) if remark else ())


def describe(bench: Bench, wish: Wish, found: Survey | None, chosen: Tried, taken: set[str]) -> dict[str, Any]:
    """The fields of a source as they are written; what is not said is taken from the answer, or from a source of the same host."""
    candidate = chosen.candidate
    near = next((source for source in bench.config.sources if urlsplit(source.url).hostname == urlsplit(candidate.url).hostname), None)
    languages = [document.language for document in chosen.items if document.language]
    language = max(set(languages), key=languages.count) if languages else found.language if found else ""
    fields: dict[str, Any] = {"id": "", "kind": candidate.kind, "url": candidate.url}
    fields["name"] = candidate.title or (found.title if found else "") or urlsplit(candidate.url).hostname or ""
    fields["authority"] = near.authority if near else ""
    fields["jurisdiction"] = near.jurisdiction if near else _jurisdiction(candidate.url)
    fields["language"] = language or (near.language if near else "")
    fields |= {key: value for key, value in wish.words.items() if value}
    fields["id"] = fields["id"] or _free_id(candidate.url, taken)
    return {key: value for key, value in fields.items() if value} | dict(candidate.options) | {"verified": True}


def _jurisdiction(url: str) -> str:
    """What the end of the host says, or nothing; a country's ending tells who publishes, other endings do not."""
    name = urlsplit(url).hostname or ""
    if name.endswith(".europa.eu"):
        return "EU"
    if name.endswith((".gov", ".mil")):
        return "US"
    end = name.rpartition(".")[2]
    return end.upper() if len(end) == 2 and end.isalpha() and end not in ("eu", "io", "ai", "co", "tv", "me") else ""


def _free_id(url: str, taken: set[str]) -> str:
    """A short name from host and path that no source has yet: ``edpb-publications``."""
    parts = urlsplit(url)
    name = (parts.hostname or "source").removeprefix("www.")
    while "." in name and _ENDS.search(name):
        shorter = _ENDS.sub("", name)
        if not shorter:
            break
        name = shorter
    words = [word for word in re.split(r"[^a-z0-9]+", parts.path.lower()) if word and word not in _DULL and not word.isdigit()]
    base = "-".join(filter(None, [re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-"), *words[-2:]]))[:60].strip("-") or "source"
    number, made = 2, base
    while made in taken:
        made, number = f"{base}-{number}", number + 1
    return made
