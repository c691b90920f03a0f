"""``policywatch sources``."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.base import AsJson, Home, Yes, example, group, guarded, home_of

sources_app = group("sources", "What is watched.")
SourceId = Annotated[str, typer.Argument(help="Id of a source.")]


@sources_app.command("list", **example("policywatch sources list --json"))
def sources_list(home: Home = None, json: AsJson = False) -> None:
    """List sources with their state, last outcome and next check."""
    from app import commands

    guarded(lambda: commands.sources_list(home_of(home), json))


@sources_app.command("add", **example("policywatch sources add https://regulator.example/news"))
def sources_add(
    url: Annotated[str, typer.Argument(help="Any address of the regulator: its news page, its feed, its front page.")],
    kind: Annotated[str, typer.Option("--kind", help="Watch it as this kind instead of the best one found.")] = "",
    id_: Annotated[str, typer.Option("--id", help="Id of the new source.")] = "",
    name: Annotated[str, typer.Option("--name", help="What people call it.")] = "",
    authority: Annotated[str, typer.Option("--authority", help="Who publishes.")] = "",
    jurisdiction: Annotated[str, typer.Option("--jurisdiction", help="Code such as EU, CN, US-CA.")] = "",
    language: Annotated[str, typer.Option("--language", help="BCP 47 tag such as en or zh.")] = "",
    yes: Yes = False,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Find how to watch an address, show what it would bring, and add it to sources.yaml."""
    from app.sourcing import adding, proposal

    words = {"id": id_, "name": name, "authority": authority, "jurisdiction": jurisdiction, "language": language}
    guarded(lambda: adding.add(home_of(home), proposal.Wish(url, kind, words), yes, json))


@sources_app.command("try", **example("policywatch sources try eu-board --json"))
def sources_try(
    what: Annotated[str, typer.Argument(help="Id of a source, or any address.", metavar="URL|ID")], home: Home = None, json: AsJson = False
) -> None:
    """Fetch once and show kind, items, outcome and health; stores nothing."""
    from app.sourcing import trying

    guarded(lambda: trying.try_one(home_of(home), what, json))


@sources_app.command("probe", **example("policywatch sources probe --source eu-board"))
def sources_probe(
    source: Annotated[list[str] | None, typer.Option("--source", help="Only this source; repeat for more.")] = None,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Check all sources for real and mark those that pass as verified; stores nothing else."""
    from app.sourcing import trying

    guarded(lambda: trying.probe(home_of(home), tuple(source or ()), json))


@sources_app.command("health", **example("policywatch sources health --json"))
def sources_health(home: Home = None, json: AsJson = False) -> None:
    """Say what is wrong with sources, by their history, and which incidents are open."""
    from app.sourcing import findings

    guarded(lambda: findings.show_health(home_of(home), json))


@sources_app.command("import", **example("policywatch sources import feeds.opml --yes"))
def sources_import(
    file: Annotated[Path, typer.Argument(help="OPML file of another feed reader.")],
    yes: Yes = False,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Add the feeds of an OPML file that work."""
    from app.sourcing import opml

    guarded(lambda: opml.import_opml(home_of(home), file, yes, json))


@sources_app.command("remove", **example("policywatch sources remove eu-board"))
def sources_remove(source: SourceId, home: Home = None) -> None:
    """Take a source out of sources.yaml; what it brought is kept."""
    from app.sourcing import keeping

    guarded(lambda: keeping.remove(home_of(home), source))


@sources_app.command("pause", **example("policywatch sources pause eu-board"))
def sources_pause(source: SourceId, home: Home = None) -> None:
    """Keep a source but check it no more."""
    from app.sourcing import keeping

    guarded(lambda: keeping.pause(home_of(home), source))


@sources_app.command("resume", **example("policywatch sources resume eu-board"))
def sources_resume(source: SourceId, home: Home = None) -> None:
    """Check a paused source again."""
    from app.sourcing import keeping

    guarded(lambda: keeping.resume(home_of(home), source))


@sources_app.command("rename", **example("policywatch sources rename eu-board eu-ai-board"))
def sources_rename(source: SourceId, new: Annotated[str, typer.Argument(help="The new id.")], home: Home = None) -> None:
    """Give a source another id and keep its history."""
    from app.sourcing import keeping

    guarded(lambda: keeping.rename(home_of(home), source, new))


@sources_app.command("release", **example("policywatch sources release eu-board --known --by counsel"))
def sources_release(
    source: SourceId,
    by: Annotated[str, typer.Option("--by", help="Who decides: an id under people in policywatch.yaml.")],
    known: Annotated[
        bool, typer.Option("--known", help="They are old items under new addresses: keep them without telling anybody.")
    ] = False,
    home: Home = None,
) -> None:
    """Decide about items that are held back because nearly everything of a source was new at once."""
    from app.sourcing import keeping

    guarded(lambda: keeping.release(home_of(home), source, known, by))
