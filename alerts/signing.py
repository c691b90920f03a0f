"""Signatures that receivers check: Standard Webhooks, and those of two chat robots.

Formula of a webhook's signature: https://www.standardwebhooks.com, ``id.timestamp.body``; several secrets give several
signatures, so that a secret can be changed while both are valid.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from urllib.parse import quote

#: bytes that a symmetric secret may have
_SHORTEST, _LONGEST = 24, 64


def webhook_signature(secret: str, webhook_id: str, timestamp_s: int, body: bytes) -> str:
    """``v1,…`` for a ``whsec_`` secret, ``v1a,…`` (ed25519) for a ``whsk_`` key.

    Raises ValueError, without the secret, for what is neither.
    """
    signed = f"{webhook_id}.{timestamp_s}.".encode() + body
    if secret.startswith("whsk_"):
        return "v1a," + base64.b64encode(_ed25519(_decoded(secret[5:]), signed)).decode()
    key = _decoded(secret.removeprefix("whsec_"))
    if not _SHORTEST <= len(key) <= _LONGEST:
        raise ValueError(f"a signing secret has {_SHORTEST} to {_LONGEST} bytes in base64, written whsec_…")
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def webhook_headers(secrets: Sequence[str], webhook_id: str, timestamp_s: int, body: bytes) -> dict[str, str]:
    """The three headers of a signed webhook, one signature per secret."""
    signatures = " ".join(webhook_signature(secret, webhook_id, timestamp_s, body) for secret in secrets)
    return {"webhook-id": webhook_id, "webhook-timestamp": str(timestamp_s), "webhook-signature": signatures}


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("a signing secret is base64, written whsec_… or whsk_…") from None


def _ed25519(key: bytes, signed: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if len(key) not in (32, 64):
        raise ValueError("an ed25519 signing key has 32 or 64 bytes in base64, written whsk_…")
    return Ed25519PrivateKey.from_private_bytes(key[:32]).sign(signed)


def dingtalk_sign(secret: str, timestamp_ms: int) -> str:
    """What goes into a DingTalk robot's ``sign``, not yet URL-encoded: the secret is the key and half of the text."""
    text = f"{timestamp_ms}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), text, hashlib.sha256).digest()).decode()


def dingtalk_query(secret: str, timestamp_ms: int) -> str:
    """The query that signs a request to a DingTalk robot; its server takes it for one hour."""
    return f"timestamp={timestamp_ms}&sign={quote(dingtalk_sign(secret, timestamp_ms), safe='')}"


def feishu_sign(secret: str, timestamp_s: int) -> str:
    """What goes into the body for a Feishu robot: here time and secret are the key, and the text is empty."""
    key = f"{timestamp_s}\n{secret}".encode()
    return base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
