"""What a planned change would have done: the alerts of the last weeks, as they are and as they would be.

Nothing is kept and nobody is told. *Before* is what today's settings make of the stored verdicts, so that earlier changes of
settings are not counted as effects of this one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.classifying import load_embedder, source_of
from app.embedding import StoredEmbeddings
from app.house import REGISTRIES, House
from app.progress import Progress
from app.reclassifying import BATCH, divide
from app.teaching import settled_by_use, taught
from pipeline.base import Embedder
from policywatch.config.load import Files, build, read_files
from policywatch.config.settings import ModelSettings
from policywatch.errors import ModelError, UsageError
from policywatch.store import ScoredRow
from policywatch.types import AIUse, Classification, Matter, Update

if TYPE_CHECKING:
    from pipeline.classify import Classifier

#: the model without anything that was learned
COLD = "cold"


@dataclass(frozen=True, slots=True)
class Plan:
    """A change that somebody thinks of; what is left out stays as it is."""

    days: int = 90
    uses: Path | None = None
    #: ``hiring=0.6`` for one use, ``0.6`` for all
    thresholds: tuple[str, ...] = ()
    #: ``cold``, the number of a version, or the name or folder of another embedding model (``kind:name`` for another kind)
    model: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One alert that is gained or lost."""

    document_id: str
    title: str
    channel: str
    uses: tuple[str, ...]
    #: people said that this document is relevant
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the plan would do."""

    documents: int = 0
    before: int = 0
    after: int = 0
    gained: list[Told] = field(default_factory=list)
    lost: list[Told] = field(default_factory=list)
    #: documents that nobody can score under this plan
    unscored: int = 0

    @property
    def confirmed_lost(self) -> list[Told]:
        """Lost alerts that people had confirmed."""
        return [one for one in self.lost if one.confirmed]


def planned_uses(house: House, plan: Plan) -> tuple[AIUse, ...]:
    """The uses of the plan; raises UsageError for a file with problems or an unknown use."""
    uses = house.config.uses if plan.uses is None else _read_uses(house, plan.uses)
    for text in plan.thresholds:
        name, _, value = text.rpartition("=")
        try:
            bar = float(value)
        except ValueError:
            bar = -1.0
        if not 0 <= bar <= 1 or (name and name not in {use.id for use in uses}):
            raise UsageError(f"--threshold {text}: write USE=0.6 with the id of a use, or 0.6 for all of them; between 0 and 1")
        uses = tuple(replace(use, threshold=bar) if name in ("", use.id) else use for use in uses)
    return uses


def _read_uses(house: House, path: Path) -> tuple[AIUse, ...]:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}: name a readable uses.yaml") from error
    files = read_files(house.home)
    planned = Files({**files.data, "uses.yaml": body}, files.problems)
    kinds = {"sources": REGISTRIES.sources, "channels": REGISTRIES.channels, "embedders": REGISTRIES.embedders}
    return build(planned, house.home, **kinds).config_or_raise().uses


def planned_classifier(house: House, plan: Plan, uses: Sequence[AIUse]) -> "Classifier":
    """The classifier of the plan; raises ModelError when its model cannot be had."""
    from pipeline.classify import Classifier, Taught

    if plan.model and plan.model != COLD and not plan.model.isdigit():
        embedder: Embedder | None = _other_model(house, plan.model)
    else:
        embedder, problem = load_embedder(house.config)
        if problem:
            raise ModelError(problem)
    version = int(plan.model) if plan.model.isdigit() else None
    if version is not None and version not in {row.version for row in house.store.heads()}:
        raise UsageError(f"no version {version}: `policywatch model list` shows them; `cold` is the model without any")
    learned = Taught() if plan.model == COLD else taught(house.store, embedder, version)
    return Classifier(embedder, uses, cache=StoredEmbeddings(house.store), taught=learned)


def _other_model(house: House, named: str) -> Embedder | None:
    kind, _, name = named.partition(":") if named.partition(":")[0] in REGISTRIES.embedders.names else ("", "", named)
    settings = house.config.settings.model
    kind = kind or (settings.embedder if settings.embedder != "none" else "st")
    options = REGISTRIES.embedders.options(kind).model_validate({"name": name} if name else {})
    other = replace(house.config, settings=replace(house.config.settings, model=ModelSettings(kind, name, options)))
    embedder, problem = load_embedder(other)
    if problem:
        raise ModelError(problem)
    return embedder


def backtest(house: House, plan: Plan, progress: Progress) -> Outlook:
    """Alerts gained and lost over the documents first seen in the last days, starting pictures left out."""
    uses = planned_uses(house, plan)
    classifier = planned_classifier(house, plan, uses)
    liked = {d for found in settled_by_use(house.store).values() for d, (relevant, _) in found.items() if relevant}
    since, outlook = house.clock() - timedelta(days=plan.days), Outlook()
    spans = house.store.spans(since, BATCH)
    with progress.stage("going through", sum(span.count for span in spans)):
        for span in spans:
            told = [row for row in house.store.scored(since, span) if row.update_id]
            outlook = _batch(house, classifier, uses, told, liked, outlook)
            progress.step(count=span.count)
    return outlook


def _batch(
    house: House, classifier: "Classifier", uses: Sequence[AIUse], rows: Sequence[ScoredRow], liked: set[str], outlook: Outlook
) -> Outlook:
    planned = planned_verdicts(house, classifier, rows)
    updates = house.store.updates_of([row.update_id for row in rows if row.update_id])
    gained, lost, before, after = list(outlook.gained), list(outlook.lost), 0, 0
    for row in rows:
        update = replace(updates[str(row.update_id)], document=row.document)
        old = _alerts(house, update, row.verdict, house.config.uses)
        new = _alerts(house, update, planned[row.id], uses)
        before, after = before + len(old), after + len(new)
        for channel in sorted(new.keys() - old.keys()):
            gained.append(Told(row.id, row.document.title, channel, new[channel], row.id in liked))
        for channel in sorted(old.keys() - new.keys()):
            lost.append(Told(row.id, row.document.title, channel, old[channel], row.id in liked))
    unscored = sum(verdict.unscored for verdict in planned.values())
    return Outlook(outlook.documents + len(rows), outlook.before + before, outlook.after + after, gained, lost, outlook.unscored + unscored)


def planned_verdicts(house: House, classifier: "Classifier", rows: Sequence[ScoredRow]) -> dict[str, Classification]:
    """The verdict of each document under the plan."""
    quick, slow = divide(house.store, classifier, rows)
    found = {row.id: classifier.reclassify(row.document, row.verdict, marks, vectors) for row, marks, vectors in quick}
    return found | {row.id: verdict for row, verdict in zip(slow, classifier.classify([r.document for r in slow]), strict=True)}


def _alerts(house: House, update: Update, verdict: Classification, uses: Sequence[AIUse]) -> dict[str, tuple[str, ...]]:
    """Channel to the uses it is told of."""
    from pipeline.route import route

    source = source_of(house, update.document)
    told = route(update, verdict, source, uses, house.config.routes, Matter("", ""), update.seen_at)
    return {alert.channel_id: tuple(r.use_id for r in alert.relevances) for alert in told}


def lines(outlook: Outlook) -> Iterable[str]:
    """The outlook for people."""
    yield f"{outlook.documents} documents: {outlook.before} alerts as it is, {outlook.after} as planned"
    for sign, told in (("+", outlook.gained), ("-", outlook.lost)):
        for one in told:
            mark = "  CONFIRMED by people" if one.confirmed and sign == "-" else ""
            yield f"{sign} {one.channel}: {one.title}  [{', '.join(one.uses) or 'general'}]{mark}"
    if outlook.unscored:
        yield f"{outlook.unscored} documents cannot be scored by this model: words alone decided about them"


def as_json(outlook: Outlook) -> dict[str, Any]:
    """The outlook for programs."""
    from app.present import plain

    value: dict[str, Any] = plain(outlook)
    return value | {"confirmed_lost": len(outlook.confirmed_lost)}
