"""``policywatch matters``."""

from typing import Annotated

import typer

from app.cli.base import AsJson, Home, Limit, example, group, guarded, home_of

matters_app = group("matters", "The legal things that documents are about.")

Id = Annotated[str, typer.Argument(help="Id of a matter.")]
By = Annotated[str, typer.Option("--by", help="Who asks: an id under people in policywatch.yaml.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in your own words; kept for the auditors.")]


@matters_app.command("list", **example("policywatch matters list --limit 20"))
def matters_list(limit: Limit = 100, home: Home = None, json: AsJson = False) -> None:
    """List matters, the one that changed last first."""
    from app import matters

    guarded(lambda: matters.listing(home_of(home), limit, json))


@matters_app.command("show", **example("policywatch matters show 3f2a…"))
def matters_show(matter: Id, home: Home = None, json: AsJson = False) -> None:
    """Show one matter: its documents, dates, status over time, related matters and what changed."""
    from app import matters

    guarded(lambda: matters.show(home_of(home), matter, json))


@matters_app.command("changes", **example("policywatch matters changes 3f2a… --as html"))
def matters_changes(
    matter: Id,
    form: Annotated[str, typer.Option("--as", help="text, html or slack (rich text blocks).")] = "text",
    home: Home = None,
) -> None:
    """Show word by word what changed in the documents of a matter, the oldest change first."""
    from app import matters

    guarded(lambda: matters.changes(home_of(home), matter, form))


@matters_app.command("split", **example("policywatch matters split 3f2a… 9b1c… --by counsel"))
def matters_split(
    matter: Id,
    documents: Annotated[list[str], typer.Argument(help="Ids of the documents that do not belong.")],
    by: By,
    reason: Reason = "",
    home: Home = None,
) -> None:
    """Put documents of a matter into a matter of their own; later documents follow them."""
    from app import matters
    from policywatch.types import ActKind

    guarded(lambda: matters.change(home_of(home), ActKind.SPLIT, matter, ",".join(documents), by, reason))


@matters_app.command("merge", **example("policywatch matters merge 3f2a… 77d0… --by counsel"))
def matters_merge(
    matter: Id,
    into: Annotated[str, typer.Argument(help="Id of the matter that it belongs to.")],
    by: By,
    reason: Reason = "",
    home: Home = None,
) -> None:
    """Put all documents of a matter into another one; its thread goes on under the other."""
    from app import matters
    from policywatch.types import ActKind

    guarded(lambda: matters.change(home_of(home), ActKind.MERGE, matter, into, by, reason))
