"""``policywatch documents``."""

from typing import Annotated

import typer

from app.cli.base import AsJson, Home, Limit, example, group, guarded, home_of

documents_app = group("documents", "What was found.")


@documents_app.command("list", **example("policywatch documents list --source eu-board"))
def documents_list(
    source: Annotated[str | None, typer.Option("--source", help="Only this source.")] = None,
    limit: Limit = 100,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """List documents, newest first."""
    from app import commands

    guarded(lambda: commands.documents_list(home_of(home), source, limit, json))


@documents_app.command("show", **example("policywatch documents show 9c0d…"))
def documents_show(document: Annotated[str, typer.Argument(help="Id of a document.")], home: Home = None, json: AsJson = False) -> None:
    """Show one document with its classification."""
    from app import commands

    guarded(lambda: commands.documents_show(home_of(home), document, json))
