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
    out: Annotated[Path, typer.Option("--out", help="Folder for digest.html, digest.txt, digest.eml and digest.ics.")] = Path("."),
    recipient: Annotated[
        str | None, typer.Option("--recipient", help="Whose mail: an id under people, or a mail address. Left out: the first recipient.")
    ] = None,
    show: Annotated[bool, typer.Option("--open", help="Show it in your browser as well.")] = False,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Write the weekly mail to files; sends nothing and marks nothing as sent."""
    from app import commands

    guarded(lambda: commands.digest_preview(home_of(home), week, out, recipient, show, json))


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


@digest_app.command("bounces", **example("policywatch digest bounces /var/mail/bounces"))
def digest_bounces(
    file: Annotated[
        Path | None, typer.Argument(help="A mail that came back, or an mbox of many; - reads standard input. Left out: only list.")
    ] = None,
    forgive: Annotated[str | None, typer.Option("--forgive", help="Id of a recipient whose address was mended: send there again.")] = None,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Read mails that came back or ask to leave, and list recipients who cannot be reached."""
    from app import commands

    guarded(lambda: commands.digest_bounces(home_of(home), file, forgive, json))
