"""Durations, addresses, zones and secrets as fields of a kind's options."""

import pickle

import pytest
from pydantic import BaseModel, ValidationError

from policywatch.errors import SecretMissing
from policywatch.scalars import Duration, WebUrl, Zone
from policywatch.secrets import Secret, resolve


class Options(BaseModel):
    token: Secret | None = None
    wait: Duration = 0
    url: WebUrl = "https://a.example/"
    zone: Zone = "UTC"


@pytest.mark.parametrize(("text", "seconds"), [("0s", 0), ("90s", 90), ("15m", 900), ("6h", 21600), ("1d", 86400), ("1.5h", 5400)])
def test_a_duration_has_a_unit(text: str, seconds: float) -> None:
    assert Options.model_validate({"wait": text}).wait == seconds


@pytest.mark.parametrize("text", ["", "6", "6 h", "h", "-1s", "1w", "1e3s", "٣s", "nan", "6hours", None, True, [], "9" * 4301 + "s"])
def test_what_is_no_duration_is_refused(text: object) -> None:
    with pytest.raises(ValidationError):
        Options.model_validate({"wait": text})


@pytest.mark.parametrize(
    "url",
    ["http://a.example", "https://a.example:8443/x?y=1&z=[2]", "https://网信办.example/文件", "http://127.0.0.1:8080/", "http://[::1]/"],
)
def test_a_web_address_is_kept_verbatim(url: str) -> None:
    assert Options.model_validate({"url": url}).url == url


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example", "file:///etc/passwd", "javascript:alert(1)", "a.example/x", "//a.example", "https://", "https:///x", "https://u:p@a.example/",
        "https://u@a.example/", "https://@a.example/", "https://a.example/\nx", "https://a.example/ x", "https://a.example\\@b.example/", "https://a.example:99999/",
        "https://[::1/", "https://a.example/\x00", "https://a.example/\x85", "", "https://a.example/" + "x" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        Options.model_validate({"url": url})


@pytest.mark.parametrize(
    ("text", "near"), [("Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"), ("Asia/Shangai", "Asia/Shanghai")]
)
def test_an_unknown_zone_names_the_nearest(text: str, near: str) -> None:
    with pytest.raises(ValidationError, match=near):
        Options.model_validate({"zone": text})


def test_a_secret_reveals_what_the_environment_holds() -> None:
    secret = Options.model_validate({"token": "${A_TOKEN}"}).token
    assert secret is not None
    assert secret.reveal({"A_TOKEN": "hidden"}) == "hidden"
    assert secret.present({"A_TOKEN": "hidden"})
    assert "hidden" not in repr(secret) + str(secret) + f"{secret}"
    assert pickle.loads(pickle.dumps(secret)) == secret  # noqa: S301 - our own bytes


@pytest.mark.parametrize("env", [{}, {"A_TOKEN": ""}])
def test_a_secret_that_is_not_set_is_an_error_when_it_is_needed(env: dict[str, str]) -> None:
    secret = Secret("A_TOKEN")
    assert not secret.present(env)
    with pytest.raises(SecretMissing, match="A_TOKEN is not set: "):
        secret.reveal(env)


@pytest.mark.parametrize("text", ["xoxb-literal", "${A} ", "x${A}", "$A", "${}", "${1A}", "${A}${B}", "${A-b}", "", 5])
def test_a_literal_secret_is_refused_and_never_repeated(text: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Options.model_validate({"token": text})
    assert "must not stand in the file" in caught.value.errors()[0]["msg"]
    assert "literal" not in caught.value.errors()[0]["msg"]


def test_a_text_may_stand_in_the_environment_as_a_whole() -> None:
    assert resolve("${DB}", {"DB": "sqlite:///x"}) == "sqlite:///x"
    assert resolve("sqlite:///${DB}", {"DB": "x"}) == "sqlite:///${DB}"


def test_a_dump_writes_the_reference_back() -> None:
    assert Options.model_validate({"token": "${A}"}).model_dump_json(include={"token"}) == '{"token":"${A}"}'
