"""No address inside the company's network is ever dialled."""

import pytest

from policywatch.network import Guard, is_public, networks, url_problem

PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "not-an-address",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_a_public_address_passes_mapped_and_translated_too(address: str) -> None:
    assert is_public(address)


def test_only_the_allowed_network_is_allowed() -> None:
    allow = networks(("127.0.0.0/30",))
    assert is_public("127.0.0.1", allow)
    assert is_public("::ffff:127.0.0.1", allow)
    assert not is_public("127.0.0.5", allow)
    assert not is_public("10.0.0.1", allow)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "ftp://a.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://user:word@a.example/",
        "http://a.example@b.example/",
        "http://a.example\\@b.example/",
        "http://a.example/\r\nHost: b",
        "http://a.example/ x",
        "http://a.example:22/",
        "http://a.example:x/",
        "http://[::1/",
        "http:///path",
        "//a.example/",
        "",
    ],
)
def test_an_address_that_parsers_read_differently_is_refused(url: str) -> None:
    assert url_problem(url)


def test_the_usual_ports_and_listed_ones_pass() -> None:
    assert url_problem("https://a.example/x?y=1") is None
    assert url_problem("http://a.example:8080/", (8080,)) is None
    assert url_problem("http://a.example:443/", (8080,)) is None


async def test_a_name_that_flips_between_outside_and_inside_is_judged_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio
    import socket

    answers = ["8.8.8.8", "10.0.0.1"] * 500

    async def flipping(name: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(), port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", flipping)
    guard = Guard()
    got = [await guard.resolve("flip.example", 80) for _ in range(1000)]
    assert {row[4][0] for rows in got for row in rows} == {"8.8.8.8"}
    assert guard.was_refused("flip.example")


async def test_a_resolver_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    async def hang(*_: object, **__: object) -> list[object]:
        await asyncio.sleep(60)
        return []

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", hang)
    assert await Guard(timeout_s=0.05).resolve("slow.example", 80) == []
