"""Writes the generated pages of docs/: configuration from the models, commands from the command line, kinds from the folders.

``python -m app.docs`` writes them; with ``--check`` it fails when a page is not current, and names it.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from app.cli import app as cli
from app.house import REGISTRIES

DOCS = Path(__file__).resolve().parents[1] / "docs"


def commands_page() -> str:
    """Every command with its help, as people see it."""
    lines = ["# Commands", "", "Generated from the command line by `make docs`.", ""]
    for words, text in _commands(cli, "policywatch"):
        lines += [f"## {words}", "", "```", text.rstrip(), "```", ""]
    return "\n".join(lines)


def _commands(group: typer.Typer, prefix: str) -> Iterator[tuple[str, str]]:
    from typer.testing import CliRunner

    runner = CliRunner(env={"COLUMNS": "100", "TERMINAL_WIDTH": "100"})
    for words in _words(group, ()):
        text = runner.invoke(group, [*words, "--help"], prog_name="policywatch").output
        yield " ".join((prefix, *words)), text


def _words(group: typer.Typer, prefix: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for command in group.registered_commands:
        name = command.name or (command.callback.__name__.replace("_", "-") if command.callback else "")
        yield (*prefix, name)
    for sub in group.registered_groups:
        if sub.typer_instance is not None:
            yield from _words(sub.typer_instance, (*prefix, sub.name or ""))


def kinds_page() -> str:
    """Every kind with the docstring of its file."""
    lines = ["# Kinds", "", "One file each; generated from their docstrings by `make docs`. Options are in `configuration.md`.", ""]
    for registry in (REGISTRIES.sources, REGISTRIES.channels, REGISTRIES.embedders):
        lines += [f"## Kinds of {registry.noun}", ""]
        for name in registry.names:
            lines += [f"### `{name}`", "", (registry.module(name).__doc__ or "").strip(), ""]
    return "\n".join(lines)


def configuration_page() -> str:
    """Every field of the three files."""
    from policywatch.config.reference import render

    return render(sources=REGISTRIES.sources, channels=REGISTRIES.channels, embedders=REGISTRIES.embedders)


def slack_manifest() -> str:
    """The manifest for Socket Mode, to paste into Slack's page."""
    from alerts.slack.manifest import manifest
    from app.commands import manifest_yaml

    return (
        "# Written by `policywatch slack manifest`; paste it into api.slack.com/apps, Create New App, From a manifest.\n"
        + manifest_yaml(manifest())
    )


PAGES = {
    "configuration.md": configuration_page,
    "commands.md": commands_page,
    "kinds.md": kinds_page,
    "slack-manifest.yaml": slack_manifest,
}


def main() -> int:
    """Exit status 1 when ``--check`` finds a page that is not current."""
    stale = []
    for name, make in PAGES.items():
        text = make().rstrip() + "\n"
        path = DOCS / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if "--check" in sys.argv:
            stale.append(name)
        else:
            path.write_text(text, encoding="utf-8")
    for name in stale:
        sys.stderr.write(f"docs/{name} is not current: run `make docs` and commit it\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
