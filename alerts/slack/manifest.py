"""The manifest from which Slack makes the app: exactly the rights that are used, and nothing that has to be clicked together."""

from collections.abc import Mapping
from typing import Any

#: what the bot may do, and what each right is for
SCOPES: Mapping[str, str] = {
    "chat:write": "post alerts and change them in place",
    "channels:history": "look whether a message of unknown fate arrived in a public channel",
    "groups:history": "the same in a private channel",
    "commands": "/policywatch",
}
#: posts without membership, where nothing can be looked up: with it, a message of unknown fate could not be told from a lost one
TOO_MUCH = "chat:write.public"

#: Slack's limits
LIMITS: Mapping[str, int] = {"name": 35, "description": 140, "long_description": 4000, "display_name": 80}

_LONG = (
    "Watches regulators worldwide, decides which of their publications may touch your company's own uses of AI, and says why with the sentence"
    " that carried it. An alert shows where a rule stands, which dates are ahead and who has it; colleagues say whether it is relevant, take it"
    " up, hand it over, put it off or mark it done. AI-assisted triage, not legal advice."
)


def manifest(request_url: str = "") -> dict[str, Any]:
    """The manifest for Socket Mode, or for HTTP when the address is given at which policywatch takes requests."""
    address = {"request_url": request_url} if request_url else {}
    command = {
        "command": "/policywatch",
        "description": "Search and manage AI regulation alerts",
        "usage_hint": "[search|sources|digest|mute|unmute|help]",
        "should_escape": True,
        **({"url": request_url} if request_url else {}),
    }
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Policy Watch",
            "description": "AI regulation alerts for legal teams",
            "background_color": "#1d3557",
            "long_description": _LONG,
        },
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": False, "messages_tab_read_only_enabled": True},
            "bot_user": {"display_name": "policy-watch", "always_online": False},
            "slash_commands": [command],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**address, "bot_events": ["app_home_opened"]},
            "interactivity": {"is_enabled": True, **address},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not request_url,
            "token_rotation_enabled": False,
        },
    }
