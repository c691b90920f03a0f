"""The commands of the watch itself."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.base import AsJson, Home, Limit, app, example, guarded, home_of


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
    roles: Annotated[
        str | None,
        typer.Option("--roles", help="What this process does: crawl, classify, deliver, web, slack. Left out: all that are configured."),
    ] = None,
    tick: Annotated[float, typer.Option("--tick", min=0.1, help="Seconds between looks at what is due.")] = 30.0,
    home: Home = None,
) -> None:
    """Watch until stopped; the schedule is in the database, so a restart loses nothing."""
    from app import commands

    guarded(lambda: commands.serve(home_of(home), roles, tick))


@app.command(**example("policywatch explain 3f2a… --replay"))
def explain(
    alert: Annotated[str, typer.Argument(help="Id of an alert.")],
    replay: Annotated[
        bool,
        typer.Option("--replay", help="Score it again from stored text, configuration and weights; exit status 1 when a number differs."),
    ] = False,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Show why an alert was sent: what each score is made of, sentences, thresholds, routes, model, and what would flip it."""
    from app import commands

    guarded(lambda: commands.explain(home_of(home), alert, replay, json))


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
