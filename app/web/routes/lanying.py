"""Takes what people answer in Lanying IM; the app's callback address is ``<public_url>/lanying/<app_id>``.

The service proves itself by a shared secret alone, so a wrong one is 401 whatever else is wrong, before anything is read.
"""

import json
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.concurrency import run_in_threadpool

from app.replies import places, take, trusted, written_of
from app.web.current import CurrentHouse

router = APIRouter()


@router.post("/lanying/{app_id}")
async def callback(request: Request, app_id: str, house: CurrentHouse) -> dict[str, Any]:
    """One message; taken once, however often it is told."""
    signatures = request.headers.getlist("signature")
    address = request.client.host if request.client else ""
    found = trusted(house, places(house, app_id), signatures[0] if len(signatures) == 1 else "", address)
    if not found:
        raise HTTPException(401, "the signature is not the shared secret")
    written = written_of(_json(await request.body()))
    if written is None:
        raise HTTPException(400, "a text message with from, to, content and msgId is wanted")
    return {"taken": await run_in_threadpool(take, house, found, app_id, written)}


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
