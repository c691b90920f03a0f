"""The command line is light, helps with examples, and ends with the right code."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from app.cli import app as cli

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("torch", "scrapy", "sklearn", "alembic", "sqlalchemy", "ruamel", "sentence_transformers", "twisted", "lxml", "numpy", "pydantic")


def policywatch(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *words],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def test_help_loads_nothing_heavy() -> None:
    code = f"""
import sys
from app.cli import app
try:
    app(["--help"])
except SystemExit:
    pass
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stderr.strip() == "[]"


def test_help_uses_less_than_half_a_cpu_second() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert policywatch("--help").returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 0.5


def commands(group: typer.Typer, prefix: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for command in group.registered_commands:
        name = command.name or (command.callback.__name__.replace("_", "-") if command.callback else "")
        found.append((*prefix, name))
    for sub in group.registered_groups:
        assert sub.typer_instance is not None
        found += commands(sub.typer_instance, (*prefix, sub.name or ""))
    return found


@pytest.mark.parametrize("words", commands(cli), ids=" ".join)
def test_every_command_has_help_with_an_example(words: tuple[str, ...]) -> None:
    done = policywatch(*words, "--help")
    assert done.returncode == 0
    assert f"policywatch {' '.join(words)}" in done.stdout.replace("\n", " ")


@pytest.mark.parametrize("words", [("nonsense",), ("run", "--nonsense"), ("alerts",), ("alerts", "show")])
def test_wrong_usage_ends_with_2(words: tuple[str, ...]) -> None:
    assert policywatch(*words).returncode == 2


def test_a_folder_without_configuration_ends_with_2_and_says_what_to_do(tmp_path: Path) -> None:
    done = policywatch("run", "--home", str(tmp_path))
    assert done.returncode == 2
    assert "policywatch init" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_path_that_cannot_be_used_ends_with_2_and_names_it() -> None:
    done = policywatch("init", "/dev/null/watch")
    assert done.returncode == 2
    assert "/dev/null" in done.stderr and "Traceback" not in done.stderr
