"""Every error Slack documents for a posted message, in exactly one class; what a class means is decided here and nowhere else.

Ambiguity hides in HTTP 200 too: ``internal_error`` and ``fatal_error`` may follow an operation that partly succeeded.
An error nobody knows goes to a person and is never sent again by itself.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum


class ErrorClass(StrEnum):
    """What an error means for a message."""

    RATE = "rate"
    AMBIGUOUS = "ambiguous"
    ROUTE = "route"
    AUTH = "auth"
    BUG = "bug"
    REVIEW = "review"


_MEMBERS: Mapping[ErrorClass, str] = {
    ErrorClass.RATE: "ratelimited rate_limited message_limit_exceeded",
    ErrorClass.AMBIGUOUS: "internal_error fatal_error service_unavailable request_timeout",
    ErrorClass.ROUTE: """
        channel_not_found not_in_channel is_archived messages_tab_disabled restricted_action restricted_action_non_threadable_channel
        restricted_action_read_only_channel restricted_action_thread_locked restricted_action_thread_only_channel cannot_reply_to_message
        team_not_found no_permission slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked
        slack_connect_lists_sharing_blocked""",
    ErrorClass.AUTH: """
        invalid_auth not_authed account_inactive token_revoked token_expired missing_scope team_added_to_org ekm_access_denied access_denied
        accesslimited enterprise_is_restricted org_login_required team_access_not_granted two_factor_setup_required not_allowed_token_type
        app_access_restricted""",
    ErrorClass.BUG: """
        invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long markdown_text_conflict too_many_attachments
        too_many_contact_cards attachment_payload_limit_exceeded metadata_too_large invalid_metadata_format invalid_metadata_schema
        metadata_must_be_sent_from_app no_text missing_file_data as_user_not_supported invalid_arg_name invalid_arguments
        invalid_array_arg invalid_charset invalid_form_data invalid_post_type missing_post_type method_deprecated deprecated_endpoint
        send_on_behalf_not_allowed""",
    ErrorClass.REVIEW: """
        draft_already_deleted draft_already_sent draft_has_conflict draft_not_found duplicate_message_not_found
        duplicate_channel_not_found""",
}

CLASSES: Mapping[str, ErrorClass] = {name: kind for kind, names in _MEMBERS.items() for name in names.split()}

#: an update that can never succeed on this message: a new parent takes its place
UPDATE_LOST = frozenset({"message_not_found", "edit_window_closed", "cant_update_message", "is_inactive"})

#: what an admin can do about the commonest of them
_TODO: Mapping[str, str] = {
    "channel_not_found": "check the channel's id, and invite the app if the channel is private",
    "not_in_channel": "invite the app to the channel",
    "is_archived": "choose another channel or unarchive it",
    "missing_scope": "add the scope to the app and install it again",
    "message_limit_exceeded": "the workspace's message quota is used up",
}


def classify(code: str) -> ErrorClass:
    """The class of an error code; an unknown one is for a person."""
    return CLASSES.get(code, ErrorClass.REVIEW)


def explain(code: str) -> str:
    """The code with what to do about it."""
    kind = classify(code)
    fallback = "put a valid token into the environment and start again" if kind is ErrorClass.AUTH else ""
    todo = _TODO.get(code, fallback)
    return f"Slack answered '{code}': {todo}" if todo else f"Slack answered '{code}'"


def retry_after_s(value: str | None, now: datetime) -> float:
    """Seconds that a Retry-After header asks for (whole, fractional or a date), within 1..600; 30 when it cannot be read."""
    if value is None or not value.strip():
        return 30.0
    try:
        asked = float(value)
    except ValueError:
        try:
            then = parsedate_to_datetime(value)
        except ValueError:
            return 30.0
        asked = (then if then.tzinfo else then.replace(tzinfo=UTC)).timestamp() - now.timestamp()
    # a NaN compares false with everything, so that it ends at the lower bound
    return min(600.0, asked) if asked > 1.0 else 1.0
