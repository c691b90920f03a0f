"""The web server lives in the service: same loop, same signals."""

import asyncio
import os
import signal
import socket
from pathlib import Path

import aiohttp
import pytest

from app.house import House, open_house
from app.serve import new_service, roles_of
from app.web.server import listen, serving
from policywatch.config.models import WebBlock
from policywatch.errors import ConfigError, UsageError


def block(port: int) -> WebBlock:
    return WebBlock.model_validate({"port": port, "public_url": "http://127.0.0.1:8080", "secret": "${WEB_SECRET}"})


async def test_it_answers_while_the_block_runs_and_not_after(house: House) -> None:
    async with aiohttp.ClientSession() as session:
        async with serving(lambda: house, block(0)) as port, session.get(f"http://127.0.0.1:{port}/health") as answer:
            assert (answer.status, await answer.json()) == (200, {"status": "ok"})
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(f"http://127.0.0.1:{port}/health")


async def test_the_service_answers_and_stops_on_sigterm(house: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    path = house.home / "policywatch.yaml"
    path.write_text(path.read_text().replace("web:\n", f"web:\n  port: {port}\n"))
    with open_house(house.home) as listening:
        service = asyncio.create_task(new_service(listening, ("web",), 30.0).run())
        assert await status_of(f"http://127.0.0.1:{port}/health") == 200
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(service, 20)


async def status_of(url: str) -> int:
    """What an address answers as soon as somebody listens there."""
    async with aiohttp.ClientSession() as session:
        for _ in range(500):
            try:
                async with session.get(url) as answer:
                    return answer.status
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0.02)
    pytest.fail("the service never answered")


def test_a_port_that_is_taken_is_said_before_anything_starts() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"cannot listen on 127.0.0.1 port {port}"):
            listen(block(port))


def test_the_web_role_is_played_where_it_is_configured(house: House) -> None:
    assert roles_of(None, house.config) == ("crawl", "classify", "deliver", "web")


def test_without_its_block_there_is_no_web_server(house: House) -> None:
    path = house.home / "policywatch.yaml"
    path.write_text(path.read_text().partition("web:")[0])
    with open_house(house.home) as plain:
        assert roles_of(None, plain.config) == ("crawl", "classify", "deliver")
        with pytest.raises(UsageError, match="write the block 'web'"):
            roles_of("web", plain.config)


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("http://watch.company.example", "is not https"),
        ("https://watch.company.example/?a=b", "carries more than an address"),
        ("watch.company.example", "is no web address"),
        ("https://user:pw@watch.company.example", "carries a user name"),
    ],
)
def test_a_public_address_that_could_be_read_on_the_way_is_refused(house: House, url: str, what: str) -> None:
    path: Path = house.home / "policywatch.yaml"
    path.write_text(path.read_text().replace("http://127.0.0.1:8080", url))
    with pytest.raises(ConfigError, match=what), open_house(house.home):
        pass
