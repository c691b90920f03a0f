"""``policywatch feedback``."""

from typing import Annotated

import typer

from app.cli.base import AsJson, Home, Limit, example, group, guarded, home_of

feedback_app = group("feedback", "What people think of what they were told.")


@feedback_app.command("add", **example("policywatch feedback add 3f2a… --use hiring --not-relevant --by counsel"))
def feedback_add(
    about: Annotated[str, typer.Argument(help="Id of an alert or of a document.")],
    relevant: Annotated[bool, typer.Option("--relevant/--not-relevant", help="What is said of it.", show_default=False)],
    by: Annotated[str, typer.Option("--by", help="Who says so: an id of `people` in policywatch.yaml.")],
    use: Annotated[
        str | None, typer.Option("--use", help="The AI use that is judged; left out: whether it is about AI regulation.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why, in their own words.")] = "",
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Keep a verdict: does the document touch this use? The classifier learns from it."""
    from app import judging

    guarded(lambda: judging.add(home_of(home), judging.Said(about, use, relevant, by, reason), json))


@feedback_app.command("list", **example("policywatch feedback list --limit 20"))
def feedback_list(
    document: Annotated[str | None, typer.Option("--document", help="Only verdicts on this document.")] = None,
    limit: Limit = 100,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """List verdicts, newest first, those taken back too."""
    from app import judging

    guarded(lambda: judging.listed(home_of(home), document, limit, json))


@feedback_app.command("sample", **example("policywatch feedback sample"))
def feedback_sample(home: Home = None, json: AsJson = False) -> None:
    """List the publications that were dropped and drawn for judgement: five random ones a week, until somebody judges them."""
    from app import judging

    guarded(lambda: judging.sample(home_of(home), json))


@feedback_app.command("undo", **example("policywatch feedback undo 12"))
def feedback_undo(
    verdict: Annotated[int, typer.Argument(help="Id of the verdict.")],
    by: Annotated[str | None, typer.Option("--by", help="Who takes it back. Left out: who gave it; of others' an admin.")] = None,
    home: Home = None,
) -> None:
    """Take a verdict back; it is kept, and teaches nothing any more."""
    from app import judging

    guarded(lambda: judging.undo(home_of(home), verdict, by))
