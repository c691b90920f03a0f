"""Takes clicks, dialogs, commands and events from Slack over HTTP; the app's request address is ``<public_url>/slack``."""

from fastapi import APIRouter, Request, Response

router = APIRouter()


@router.post("/slack")
async def take(request: Request) -> Response:
    """One request; without a signature that holds it is 401, whatever else is wrong with it."""
    from app.slack.http import HttpApps

    apps = getattr(request.app.state, "slack", None)
    if apps is None:
        apps = request.app.state.slack = HttpApps(request.app.state.current)
        request.app.state.closing.append(apps.close)
    headers = {name.lower(): value for name, value in request.headers.items()}
    status, body, kind = await apps.answer(await request.body(), headers)
    return Response(body, status, media_type=kind)
