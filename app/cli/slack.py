"""``policywatch slack``."""

from typing import Annotated

import typer

from app.cli.base import AsJson, Home, example, group, guarded, home_of

slack_app = group("slack", "The app in Slack.")


@slack_app.command("manifest", **example("policywatch slack manifest > manifest.yaml"))
def slack_manifest(
    http: Annotated[
        str | None,
        typer.Option("--http", help="For HTTP instead of Socket Mode: where Slack reaches us, such as https://watch.example/slack."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Print the manifest from which Slack makes the app."""
    from app import commands

    guarded(lambda: commands.slack_manifest(http or "", json))


@slack_app.command("doctor", **example("policywatch slack doctor --channel legal"))
def slack_doctor(
    channel: Annotated[str | None, typer.Option("--channel", help="Only this channel of policywatch.yaml.")] = None,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Look at token, scopes, membership and buttons; post a test message and delete it again."""
    from app import commands

    guarded(lambda: commands.slack_doctor(home_of(home), channel, json))
