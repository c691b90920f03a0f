"""What every test may ask for."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

# `all` means the full numbers of what strangers send, 100,000 inputs a reader in plain loops (tests/crawlers/test_any_input.py,
# tests/alerts/test_untrusted.py); other properties keep their 2,000, since hypothesis itself would take hours
for _name, _examples in (("test", 2_000), ("quick", 100), ("all", 2_000)):
    settings.register_profile(_name, max_examples=_examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
settings.load_profile(os.environ.get("POLICYWATCH_EXAMPLES", "test"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of recorded material beside the project; tests that need it skip on a clone that lacks it."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("the recorded material is not beside this checkout")
    return folder


@pytest.fixture(autouse=True)
def _offline_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test asks a model hub or a proxy of the machine."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
