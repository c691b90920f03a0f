"""``policywatch alerts``."""

from typing import Annotated

import typer

from app.cli.base import AsJson, Home, Limit, example, group, guarded, home_of

alerts_app = group("alerts", "What people were told.")


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
