"""Looks at everything a run needs, and says what to do about what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.classifying import load_embedder
from app.delivering import open_channels
from app.house import House
from app.sampling import missed
from policywatch.config.readiness import readiness_of
from policywatch.errors import PolicywatchError

#: nothing of this product can have happened before it was written
_BUILT = datetime(2026, 11, 1, tzinfo=UTC)

#: lists that may be empty: worth a word, nothing is broken
_LISTS = ("sources", "uses", "channels", "routes", "digests")


@dataclass(frozen=True, slots=True)
class PartFinding:
    """What was found about one part."""

    part: str
    ok: bool
    what: str
    #: nothing is broken, but somebody should know
    warns: bool = False

    @property
    def word(self) -> str:
        """What stands in front of it for people."""
        return "warn" if self.warns else "ok  " if self.ok else "BAD "


async def examine(house: House) -> list[PartFinding]:
    """All findings; nothing that a person sees is sent."""
    found = [_database(house), _clock(house), _schedule(house), *_secrets(house), *_model(house), _missed(house)]
    found += await _channels(house)
    return found


def _database(house: House) -> PartFinding:
    integrity = house.store.integrity()
    ok = integrity == "ok"
    what = f"schema {house.store.schema_version()}, integrity ok" if ok else f"{integrity}: restore the last copy"
    return PartFinding("database", ok, what)


def _clock(house: House) -> PartFinding:
    now = house.clock()
    ok = now >= _BUILT
    return PartFinding("clock", ok, f"{now:%Y-%m-%d %H:%M} UTC" if ok else f"{now:%Y-%m-%d} lies before this release: set the clock")


def _schedule(house: House) -> PartFinding:
    house.store.sync_sources(house.config.sources, house.clock())
    due = house.store.due_count(house.clock())
    next_at = house.store.next_due_at(house.clock())
    later = f", next {next_at:%Y-%m-%d %H:%M} UTC" if next_at else ""
    return PartFinding("schedule", True, f"{due} of {len(house.config.sources)} sources due now{later}")


def _secrets(house: House) -> list[PartFinding]:
    missing = [line for line in readiness_of(house.config, house.env) if not line.ready]
    if not missing:
        return [PartFinding("configuration", True, "everything that is configured is ready")]
    return [PartFinding(f"{line.part} {line.id}".strip(), line.part in _LISTS, line.why) for line in missing]


def _model(house: House) -> list[PartFinding]:
    embedder, problem = load_embedder(house.config)
    if embedder is None:
        by_choice = "no model, by choice: words alone decide and results are marked unscored"
        return [PartFinding("model", not problem, problem or by_choice)]
    found = [PartFinding("model", True, f"{embedder.fingerprint}, {embedder.dimensions} dimensions")]
    languages = sorted({s.language.split("-")[0] for s in house.config.sources if s.language} - {"en"})
    if warning := language_warning(languages, embedder.fingerprint):
        found.append(PartFinding("languages", True, warning, warns=True))
    return found


def language_warning(languages: Sequence[str], fingerprint: str) -> str:
    """What to know when sources are not English and the model is, or the head was fitted with another model; empty otherwise."""
    from pipeline.base import weights_of
    from pipeline.head import english, load

    if languages and english(fingerprint):
        return (
            f"the model knows English only; sources in {', '.join(languages)} are read by word lists and an English gloss: "
            "name a multilingual model under model.name and run `make train-topic MODEL=…`"
        )
    fitted = load().card["embedder"]
    if weights_of(fitted) != weights_of(fingerprint):
        return f"the topic was fitted with {fitted}, not with this model: run `make train-topic MODEL=…` to use all of it"
    return ""


def _missed(house: House) -> PartFinding:
    found = missed(house)
    share = found.share
    if not share.of:
        what = f"nothing can be said yet: {found.drawn} dropped documents were drawn and none is judged; `policywatch feedback sample` lists them"
        return PartFinding("missed", True, what)
    interval = f"{share.low:.1%} to {share.high:.1%} with 95 % confidence"
    what = (
        f"{share.share:.1%} of what is dropped may be relevant ({interval}): {share.found} of {share.of} judged; {found.dropped} were dropped "
        "in the weeks they were drawn from"
    )
    return PartFinding("missed", True, what)


async def _channels(house: House) -> list[PartFinding]:
    found = []
    async with open_channels(house) as channels:
        for settings in house.config.settings.channels:
            try:
                answer = await channels.get(settings.id).check()
                found.append(PartFinding(f"channel {settings.id}", answer.ok, answer.what))
            except PolicywatchError as error:
                found.append(PartFinding(f"channel {settings.id}", False, str(error)))
    return found
