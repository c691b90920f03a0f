"""What every command shares: the options, how a command ends, how its example is shown. Imports nothing heavy."""

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

Home = Annotated[Path | None, typer.Option("--home", help="Folder of the three files; default POLICYWATCH_HOME or the current folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON alone on standard output, progress on standard error.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=100_000, help="At most this many rows, newest first.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]


def group(name: str, what: str) -> typer.Typer:
    """A group of commands under ``policywatch NAME``."""
    made = typer.Typer(help=what, no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(made, name=name)
    return made


def home_of(home: Path | None) -> Path:
    """The folder a command works in."""
    return (home or Path(os.environ.get("POLICYWATCH_HOME") or ".")).resolve()


def fail(error: Exception, code: int) -> NoReturn:
    """Says what is wrong on standard error and ends with ``code``."""
    typer.echo(str(error), err=True)
    raise typer.Exit(code)


def guarded(action: Callable[[], int | None]) -> None:
    """Runs a command: admin mistakes end with 2, trouble of the store with 1, each with one clear message; logs go to standard error."""
    from app.journal import configure
    from policywatch.errors import ConfigError, PolicywatchError, UsageError

    configure()
    try:
        code = action()
    except (ConfigError, UsageError) as error:
        fail(error, 2)
    except PolicywatchError as error:
        fail(error, 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except OSError as error:
        # a path that was given: anything else is a bug and keeps its traceback
        if not error.filename:
            raise
        fail(UsageError(f"cannot use {error.filename} ({error.strerror}): name another file or folder, or change its permissions"), 2)
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
