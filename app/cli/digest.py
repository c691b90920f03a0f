"""``policywatch digest``."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.base import AsJson, Home, example, group, guarded, home_of

digest_app = group("digest", "The weekly mail.")
Week = Annotated[str | None, typer.Option("--week", help="ISO week such as 2031-W07; default the last whole window.")]


@digest_app.command("preview", **example("policywatch digest preview --out ."))
def digest_preview(
    week: Week = None,
    out: Annotated[Path, typer.Option("--out", help="Folder for digest.html, digest.txt and digest.eml.")] = Path("."),
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Write the weekly mail to files; sends nothing and marks nothing as sent."""
    from app import commands

    guarded(lambda: commands.digest_preview(home_of(home), week, out, json))


@digest_app.command("send", **example("policywatch digest send --week 2031-W07"))
def digest_send(
    week: Week = None,
    out: Annotated[Path | None, typer.Option("--out", help="Also write the mails into this folder.")] = None,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Send the weekly mail now; each recipient gets a week exactly once."""
    from app import commands

    guarded(lambda: commands.digest_send(home_of(home), week, out, json))
