"""The listeners of one workspace as a bolt app: acknowledged at once, or as soon as the act is kept when that is quick.

Every click is an acknowledgement within three seconds; what is slow runs on afterwards. Bolt's own client is never used: its
calls would repeat by themselves what must not be repeated.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from alerts.render.slack_actions import PREFIX
from app.acting import Outcome
from app.slack.clicks import Click, of_action, of_dialog
from app.slack.commands import Asked, answer_command
from app.slack.desk import Desk
from app.slack.home import home_view

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

log = structlog.get_logger()

#: an act that is kept within this time is kept before Slack has its acknowledgement; Slack waits three seconds
QUICK_S = 1.5
#: how long work under way may take to end when the process stops
FINISH_S = 10.0

Ack = Callable[..., Awaitable[Any]]
T = TypeVar("T")


class Listeners:
    """What bolt calls."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._under_way: set[asyncio.Task[Any]] = set()

    async def finish(self) -> None:
        """Waits for what is still under way after its acknowledgement."""
        if self._under_way:
            await asyncio.wait(set(self._under_way), timeout=FINISH_S)

    @contextmanager
    def known(self) -> Iterator[None]:
        """Knows the task in which a listener runs, until it ends."""
        task = asyncio.current_task()
        assert task is not None, "listeners run on the loop"
        self._under_way.add(task)
        try:
            yield
        finally:
            self._under_way.discard(task)

    async def clicked(self, ack: Ack, body: Mapping[str, Any], action: Mapping[str, Any]) -> None:
        """A button or a menu. One that leads elsewhere sends a click too, which is acknowledged and no more."""
        click = of_action(body, action)
        if self.desk.opens(click):
            await ack()
            await self._open(click)
        elif self.desk.acts(click):
            working = await self._quickly(self.desk.act, click)
            await ack()
            await self._finish(click, await working, home=not click.channel)
        else:
            await ack()

    async def _open(self, click: Click) -> None:
        view, refusal = await asyncio.to_thread(self.desk.dialog, click)
        if view is None:
            await self.desk.answer(click.answer_to, refusal)
            return
        answer = await self.desk.workspace.call("views.open", {"trigger_id": click.trigger, "view": view}, self.desk.house.clock())
        if not answer.ok:
            log.warning("slack_dialog_failed", name=click.name, what=answer.reason)
            again = self.desk.voices().pick("Slack could not open the dialog: click again", "对话框无法打开：请再点一次")
            await self.desk.answer(click.answer_to, again)

    async def sent(self, ack: Ack, body: Mapping[str, Any]) -> None:
        """A dialog that was sent; what is wrong with it stands in the dialog when that is known in time."""
        click = of_dialog(body)
        if not self.desk.acts(click):
            await ack()
            return
        working = await self._quickly(self.desk.act, click)
        if working.done() and not working.result().ok:
            await ack(response_action="errors", errors={_last_field(body): working.result().what[:150]})
            return
        await ack()
        await self._finish(click, await working)

    async def commanded(self, ack: Ack, command: Mapping[str, Any]) -> None:
        """``/policywatch …``, answered with the acknowledgement when the answer is there in time."""
        asked = Asked.of(command)
        working = await self._quickly(answer_command, self.desk, asked)
        if working.done():
            await ack(response_type="ephemeral", **working.result().payload)
        else:
            await ack()
            await self.desk.respond(asked.answer_to, (await working).payload)
        if working.result().acted:
            await self.desk.draw()

    async def opened_home(self, event: Mapping[str, Any]) -> None:
        """Somebody opened the home tab."""
        if event.get("tab", "home") == "home":
            await self.publish_home(str(event.get("user") or ""))

    async def publish_home(self, user: str) -> None:
        """Shows a person's open items and the deadlines ahead."""
        view = await asyncio.to_thread(home_view, self.desk, user)
        answer = await self.desk.workspace.call("views.publish", {"user_id": user, "view": view}, self.desk.house.clock())
        if not answer.ok:
            log.warning("slack_home_failed", what=answer.reason)

    async def _finish(self, click: Click, outcome: Outcome, *, home: bool = False) -> None:
        await self.desk.after(click, outcome)
        if home and not click.fields:
            await self.publish_home(click.user)

    async def _quickly(self, work: Callable[..., T], *given: Any) -> "asyncio.Future[T]":
        """The work, under way or done: it is given the time in which Slack need not have its acknowledgement yet."""
        task = asyncio.ensure_future(asyncio.to_thread(work, *given))
        await asyncio.wait({task}, timeout=QUICK_S)
        return task


def _last_field(body: Mapping[str, Any]) -> str:
    """The field under which an error of the whole dialog is shown."""
    blocks = (body.get("view") or {}).get("blocks") or ()
    return next((str(block["block_id"]) for block in reversed(blocks) if block.get("type") == "input"), "reason")


def make_bolt(listeners: Listeners) -> "AsyncApp":
    """The bolt app of one workspace; requests are verified before they come here."""
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.authorization import AuthorizeResult
    from slack_sdk.web.async_client import AsyncWebClient

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        # asked of nobody: bolt would call Slack before each acknowledgement
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-unused")

    # at DEBUG bolt logs whole payloads, and its tracebacks show them
    logger = logging.getLogger("app.slack.bolt.sdk")
    logger.setLevel(logging.CRITICAL)
    app = AsyncApp(
        logger=logger,
        name="policywatch",
        client=AsyncWebClient(retry_handlers=[]),
        authorize=authorize,
        request_verification_enabled=False,
        ssl_check_enabled=False,
    )
    ours = re.compile(f"^{PREFIX}")

    @app.action(ours)
    async def _clicked(ack: Any, body: Any, action: Any) -> None:
        with listeners.known():
            await listeners.clicked(ack, body, action)

    @app.view(ours)
    async def _sent(ack: Any, body: Any) -> None:
        with listeners.known():
            await listeners.sent(ack, body)

    @app.command("/policywatch")
    async def _commanded(ack: Any, command: Any) -> None:
        with listeners.known():
            await listeners.commanded(ack, command)

    @app.event("app_home_opened")
    async def _opened(event: Any) -> None:
        with listeners.known():
            await listeners.opened_home(event)

    @app.error
    async def _failed(error: Exception) -> None:
        log.error("slack_listener_failed", error=type(error).__name__)

    return app
