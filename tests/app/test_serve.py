"""The service goes on from rows, keeps the last valid configuration, and stops cleanly."""

import signal
import subprocess
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Watch


def wait_for(what: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.2)
    return False


def stop(process: subprocess.Popen[str]) -> tuple[int, str]:
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    return process.returncode, err


def test_the_service_tells_what_a_run_tells_and_stops_on_sigterm(watch: "Watch") -> None:
    process = watch.start("serve", "--tick", "1", POLICYWATCH_LOG="info")
    try:
        assert wait_for(lambda: len(watch.told()) == 1)
        watch.server.turn_to(1)
        assert wait_for(lambda: len(watch.told()) == 4)
    finally:
        code, err = stop(process)
    assert code == 0, err
    assert "Traceback" not in err
    assert {row["state"] for row in watch.json("alerts", "list")} == {"sent"}


def test_an_invalid_edit_keeps_the_last_valid_configuration_and_says_so(watch: "Watch") -> None:
    process = watch.start("serve", "--tick", "1", POLICYWATCH_LOG="info")
    try:
        assert wait_for(lambda: len(watch.told()) == 1)
        good = (watch.home / "sources.yaml").read_text()
        (watch.home / "sources.yaml").write_text(good + "  - {id: broken\n")
        watch.server.turn_to(1)
        assert wait_for(lambda: len(watch.told()) == 4)
    finally:
        code, err = stop(process)
    assert code == 0
    assert "config_invalid" in err
    assert "sources.yaml" in err


def test_roles_split_the_work_over_processes(watch: "Watch") -> None:
    crawl = watch.start("serve", "--tick", "1", "--roles", "crawl")
    try:
        assert wait_for(lambda: sum(row["documents"] for row in watch.json("sources", "list")) == 25)
        assert watch.told() == []
        rest = watch.start("serve", "--tick", "1", "--roles", "classify,deliver")
        try:
            assert wait_for(lambda: len(watch.told()) == 1)
        finally:
            assert stop(rest)[0] == 0
    finally:
        assert stop(crawl)[0] == 0


@pytest.mark.parametrize("roles", ["", "crawl,cook"])
def test_an_unknown_role_ends_with_2(watch: "Watch", roles: str) -> None:
    done = watch.call("serve", "--roles", roles)
    assert done.returncode == 2
    assert "crawl, classify, deliver" in done.stderr
