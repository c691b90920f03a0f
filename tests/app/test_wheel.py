"""What users install is the wheel, so the wheel is what is tried here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the built wheel's files and nothing of the checkout."""
    dist, folder = tmp_path_factory.mktemp("dist"), tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(dist)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = dist.glob("*.whl")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-qq", "--no-deps", "--no-index", "--target", str(folder), str(wheel)],
        check=True,
        capture_output=True,
    )
    return folder


def call(installed: Path, cwd: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHONPATH": str(installed)}
    return subprocess.run([sys.executable, "-m", "app.cli", *words], capture_output=True, text=True, cwd=cwd, env=env, check=False)


def test_the_code_that_runs_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    env = os.environ | {"PYTHONPATH": str(installed)}
    code = (
        "import app, alerts, crawlers, pipeline, policywatch; print(*(m.__file__ for m in (app, alerts, crawlers, pipeline, policywatch)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=env, check=True)
    assert all(path.startswith(str(installed)) for path in done.stdout.split())


def test_a_newcomer_can_start_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    assert call(installed, tmp_path, "init", "watch").returncode == 0
    done = call(installed, tmp_path, "validate", "--home", "watch")
    assert done.returncode == 0, done.stderr
    assert call(installed, tmp_path, "kinds", "--json").returncode == 0


def test_the_demo_plays_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    done = call(installed, tmp_path, "demo", "--out", "out")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "digest.html").stat().st_size > 1000
    assert (tmp_path / "out" / "digest.eml").exists()
    assert list((tmp_path / "out" / "slack").glob("*.json"))
    assert "monitoring employees" in done.stdout
