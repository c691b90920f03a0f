"""``policywatch model``."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.base import AsJson, Home, app, example, group, guarded, home_of

model_app = group("model", "What the classifier learned from people, and what a change would do.")
By = Annotated[str, typer.Option("--by", help="Who does it: an id of `people` in policywatch.yaml.")]


@model_app.command("learn", **example("policywatch model learn labels.jsonl"))
def model_learn(
    file: Annotated[
        Path | None,
        typer.Argument(help="JSON lines: id, title, text, lang, uses {id: true|false}, topic true|false|null. Left out: verdicts alone."),
    ] = None,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Learn from verdicts now, and from labelled documents of your own; a head that would do harm is refused."""
    from app import modelling

    guarded(lambda: modelling.learn(home_of(home), file, json))


@model_app.command("list", **example("policywatch model list"))
def model_list(home: Home = None, json: AsJson = False) -> None:
    """List every version of what was learned, newest first, and which are in force."""
    from app import modelling

    guarded(lambda: modelling.listed(home_of(home), json))


@model_app.command("show", **example("policywatch model show 12"))
def model_show(version: Annotated[int, typer.Argument(help="Number of a version.")], home: Home = None, json: AsJson = False) -> None:
    """Show one version: the verdicts it came from and what it does to their scores."""
    from app import modelling

    guarded(lambda: modelling.shown(home_of(home), version, json))


@model_app.command("rollback", **example("policywatch model rollback hiring --by counsel"))
def model_rollback(
    use: Annotated[str, typer.Argument(help="Id of a use, or `topic`.")],
    by: By,
    to: Annotated[int | None, typer.Option("--to", min=0, help="This version; 0 is the cold start. Left out: the one before.")] = None,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Put an earlier version back into force; the verdicts stay."""
    from app import modelling

    guarded(lambda: modelling.rollback(home_of(home), use, to, by, json))


@model_app.command("backtest", **example("policywatch model backtest --days 90 --threshold hiring=0.6"))
def model_backtest(
    days: Annotated[int, typer.Option("--days", min=1, help="Documents first seen in the last so many days.")] = 90,
    uses: Annotated[Path | None, typer.Option("--uses", help="A planned uses.yaml.")] = None,
    threshold: Annotated[list[str] | None, typer.Option("--threshold", help="USE=0.6, or 0.6 for all uses; repeat for more.")] = None,
    model: Annotated[
        str, typer.Option("--model", help="cold, the number of a version, or another embedding model by name, folder or kind:name.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Accept that alerts which people confirmed would be lost.")] = False,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Show the alerts that a planned change would gain and lose; exit status 1 when a confirmed one would be lost."""
    from app import modelling

    guarded(lambda: modelling.try_out(home_of(home), days, uses, tuple(threshold or ()), model, yes, json))


@model_app.command("export-onnx", **example("policywatch model export-onnx ~/models/minilm"))
def model_export_onnx(
    folder: Annotated[Path, typer.Argument(help="Folder for the graph, its tokenizer and its card.")],
    name: Annotated[
        str | None, typer.Option("--name", help="Another sentence-transformers model; left out: the one that comes along.")
    ] = None,
) -> None:
    """Write the model for the onnx embedder, which then runs without torch."""
    from app import modelling

    guarded(lambda: modelling.export_onnx(folder, name))


@app.command(**example("policywatch reclassify --days 365"))
def reclassify(
    days: Annotated[int | None, typer.Option("--days", min=1, help="Only what was first seen in the last so many days.")] = None,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Score stored documents again with today's uses, words and model; nobody is alerted by it."""
    from app import modelling

    guarded(lambda: modelling.reclassify(home_of(home), days, json))
