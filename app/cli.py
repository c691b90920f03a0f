"""The command line. Imports nothing heavy: each command imports what it needs when it runs."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

app = typer.Typer(
    name="policywatch",
    help="Watches AI regulation worldwide and tells legal teams what touches their own AI uses.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
sources_app = typer.Typer(help="What is watched.", no_args_is_help=True, rich_markup_mode=None)
documents_app = typer.Typer(help="What was found.", no_args_is_help=True, rich_markup_mode=None)
alerts_app = typer.Typer(help="What people were told.", no_args_is_help=True, rich_markup_mode=None)
digest_app = typer.Typer(help="The weekly mail.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(sources_app, name="sources")
app.add_typer(documents_app, name="documents")
app.add_typer(alerts_app, name="alerts")
app.add_typer(digest_app, name="digest")

Home = Annotated[Path | None, typer.Option("--home", help="Folder of the three files; default POLICYWATCH_HOME or the current folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON alone on standard output, progress on standard error.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=100_000, help="At most this many rows, newest first.")]


def home_of(home: Path | None) -> Path:
    """The folder a command works in."""
    return (home or Path(os.environ.get("POLICYWATCH_HOME") or ".")).resolve()


def fail(error: Exception, code: int) -> NoReturn:
    """Says what is wrong on standard error and ends with ``code``."""
    typer.echo(str(error), err=True)
    raise typer.Exit(code)


def guarded(action: Callable[[], int | None]) -> None:
    """Runs a command: admin mistakes end with 2, trouble of the store with 1, each with one clear message."""
    from policywatch.errors import ConfigError, PolicywatchError, UsageError

    try:
        code = action()
    except (ConfigError, UsageError) as error:
        fail(error, 2)
    except PolicywatchError as error:
        fail(error, 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    raise typer.Exit(code or 0)


def example(text: str) -> dict[str, Any]:
    """The epilog that shows how a command is called."""
    return {"epilog": f"Example:  {text}"}


@app.callback()
def _main(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)] = False) -> None:
    if version:
        from policywatch import __version__

        typer.echo(__version__)
        raise typer.Exit(0)


@app.command(**example("policywatch init ~/watch"))
def init(folder: Annotated[Path, typer.Argument(help="Folder to write the three commented starter files into.")]) -> None:
    """Write commented starters: sources.yaml, uses.yaml, policywatch.yaml."""
    from app import commands

    guarded(lambda: commands.init(folder))


@app.command(**example("policywatch validate --home ~/watch"))
def validate(home: Home = None, json: AsJson = False) -> None:
    """Say what is ready and what is not, with file, line and column."""
    from app import commands

    guarded(lambda: commands.validate(home_of(home), json))


@app.command(**example("policywatch run --source eu-board --json"))
def run(
    all_: Annotated[bool, typer.Option("--all", help="Check every source, due or not.")] = False,
    source: Annotated[list[str] | None, typer.Option("--source", help="Check this source, due or not; repeat for more.")] = None,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Check what is due once, classify it, and tell people."""
    from app import commands

    guarded(lambda: commands.run(home_of(home), all_, tuple(source or ()), json))


@app.command(**example("policywatch serve --roles crawl,classify,deliver"))
def serve(
    roles: Annotated[str, typer.Option("--roles", help="What this process does: crawl, classify, deliver.")] = "crawl,classify,deliver",
    tick: Annotated[float, typer.Option("--tick", min=0.1, help="Seconds between looks at what is due.")] = 30.0,
    home: Home = None,
) -> None:
    """Watch until stopped; the schedule is in the database, so a restart loses nothing."""
    from app import commands

    guarded(lambda: commands.serve(home_of(home), roles, tick))


@app.command(**example("policywatch explain 3f2a… --home ~/watch"))
def explain(alert: Annotated[str, typer.Argument(help="Id of an alert.")], home: Home = None, json: AsJson = False) -> None:
    """Show why an alert was sent: scores, sentences, thresholds, routes, model."""
    from app import commands

    guarded(lambda: commands.explain(home_of(home), alert, json))


@app.command(**example("policywatch classify --in documents.jsonl --out scores.jsonl"))
def classify(
    in_: Annotated[Path, typer.Option("--in", help="JSON lines: id, title, text, lang, optional summary; - reads standard input.")],
    out: Annotated[Path, typer.Option("--out", help="JSON lines: id, is_ai_score, uses, quotes.")],
    home: Home = None,
) -> None:
    """Score documents of your own against uses.yaml."""
    from app import commands

    guarded(lambda: commands.classify(home_of(home), in_, out))


@app.command(**example("policywatch doctor --json"))
def doctor(home: Home = None, json: AsJson = False) -> None:
    """Look at database, model, secrets, channels, clock and schedule."""
    from app import commands

    guarded(lambda: commands.doctor(home_of(home), json))


@app.command(**example("policywatch kinds"))
def kinds(json: AsJson = False) -> None:
    """List the kinds of sources, channels and embedders."""
    from app import commands

    guarded(lambda: commands.kinds(json))


@app.command(**example("policywatch demo --out demo-out"))
def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for the Slack payloads and the digest.")] = Path("demo-out"),
) -> None:
    """Play the whole watch on an invented regulators' web, without any account."""
    from app.demo import play

    guarded(lambda: play.play(out))


@sources_app.command("list", **example("policywatch sources list --json"))
def sources_list(home: Home = None, json: AsJson = False) -> None:
    """List sources with their state, last outcome and next check."""
    from app import commands

    guarded(lambda: commands.sources_list(home_of(home), json))


Yes = Annotated[bool, typer.Option("--yes", help="Write without asking.")]
SourceId = Annotated[str, typer.Argument(help="Id of a source.")]


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


@alerts_app.command("list", **example("policywatch alerts list --limit 20"))
def alerts_list(
    channel: Annotated[str | None, typer.Option("--channel", help="Only this channel.")] = None,
    limit: Limit = 100,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """List alerts, newest first, with the state of their delivery."""
    from app import commands

    guarded(lambda: commands.alerts_list(home_of(home), channel, limit, json))


@alerts_app.command("show", **example("policywatch alerts show 3f2a…"))
def alerts_show(alert: Annotated[str, typer.Argument(help="Id of an alert.")], home: Home = None, json: AsJson = False) -> None:
    """Show one alert as its message was written."""
    from app import commands

    guarded(lambda: commands.alerts_show(home_of(home), alert, json))


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


@app.command(**example("policywatch export --format ics --out deadlines.ics"))
def export(
    format_: Annotated[str, typer.Option("--format", help="csv, jsonl, markdown, ics, atom or jsonfeed.")],
    out: Annotated[Path, typer.Option("--out", help="The file; - is standard output. An earlier calendar there is continued.")],
    channel: Annotated[str | None, typer.Option("--channel", help="Only what this channel was told.")] = None,
    route: Annotated[int | None, typer.Option("--route", min=1, help="Only what the first, second, ... route would hear.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Only from this day on, such as 2031-02-14.")] = None,
    language: Annotated[str, typer.Option("--language", help="Language of our own words: en or zh-Hans.")] = "en",
    limit: Limit = 1000,
    home: Home = None,
) -> None:
    """Write what was found for other systems: tables, calendars, feeds."""
    from app import exporting

    wanted = exporting.Wanted(format_, out, channel, route, since, language, limit)
    guarded(lambda: exporting.export(home_of(home), wanted))


def main() -> None:
    """Entry point of the ``policywatch`` command."""
    app()


if __name__ == "__main__":
    main()
