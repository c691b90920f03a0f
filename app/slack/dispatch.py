"""From what Slack sent to bolt and back: envelopes of Socket Mode, and requests over HTTP that were verified."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp


async def dispatch(bolt: "AsyncApp", payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """One envelope; what goes back with its acknowledgement. What nobody listens to is acknowledged too, or it would come again."""
    from slack_bolt.request.async_request import AsyncBoltRequest

    answer = await bolt.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=dict(payload)))
    if answer.status != 200 or not answer.body:
        return None
    found = json.loads(answer.body) if answer.body.startswith("{") else {"text": answer.body}
    return found if isinstance(found, dict) else None


async def dispatch_http(bolt: "AsyncApp", body: str, headers: Mapping[str, str]) -> tuple[int, str, str]:
    """One verified request; status, body and content type of the answer."""
    from slack_bolt.request.async_request import AsyncBoltRequest

    answer = await bolt.async_dispatch(AsyncBoltRequest(mode="http", body=body, headers=dict(headers)))
    status = 200 if answer.status == 404 else answer.status
    kind = str(answer.first_headers().get("content-type", "text/plain"))
    return status, "" if answer.status == 404 else answer.body, kind
