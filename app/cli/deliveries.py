"""``policywatch deliver`` and ``policywatch deliveries``."""

from typing import Annotated

import typer

from app.cli.base import AsJson, Home, Limit, app, example, group, guarded, home_of

deliveries_app = group("deliveries", "Messages on their way to people.")


@app.command(**example("policywatch deliver --until-empty 600"))
def deliver(
    until_empty: Annotated[
        float, typer.Option("--until-empty", min=0.0, max=86_400.0, help="Go on for at most so many seconds, until nothing waits.")
    ] = 0.0,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Send what is queued, by hand; ends with 1 while anything still waits."""
    from app import outbox

    guarded(lambda: outbox.run_drain(home_of(home), until_empty, json))


@deliveries_app.command("list", **example("policywatch deliveries list --state review"))
def deliveries_list(
    state: Annotated[str | None, typer.Option("--state", help="Only this state; by default all that are not done.")] = None,
    limit: Limit = 100,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """List what waits: for time, for an admin (parked), for a person (review)."""
    from app import outbox

    guarded(lambda: outbox.listing(home_of(home), state, limit, json))


@deliveries_app.command("decide", **example("policywatch deliveries decide 3f2a… send --by counsel"))
def deliveries_decide(
    what: Annotated[str, typer.Argument(help="Id of a delivery in review or parked; channel:ID lets a channel that stands still go.")],
    word: Annotated[str, typer.Argument(help="send or reject.")],
    by: Annotated[str, typer.Option("--by", help="Who decides: an id under people in policywatch.yaml.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, in your own words; kept for the auditors.")] = "",
    home: Home = None,
) -> None:
    """Say what becomes of a delivery that a machine must not decide about; kept for the auditors."""
    from app import outbox

    subject = what if what.startswith("channel:") else f"delivery:{what}"
    guarded(lambda: outbox.decide(home_of(home), subject, word, by, reason))
