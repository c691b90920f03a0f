"""Seals what is remembered of people: AES-256-GCM under a key that only the environment holds.

A sealed text is bound to the id of its person, so that nobody who can write the database can exchange two of them. It names its
key by a fingerprint, so that a rotation knows what is done and a wrong key is told from a damaged row.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256

from policywatch.errors import UsageError
from policywatch.secrets import Secret

_LEAST = 32
_NONCE = 12
_VERSION = "v1"


class Sealer:
    """Seals with the first key and opens with any. Raises SecretMissing, and UsageError for a key that could be guessed."""

    def __init__(self, key: Secret, previous: tuple[Secret, ...] = (), env: Mapping[str, str] | None = None) -> None:
        made = [_derived(secret, env) for secret in (key, *previous)]
        self._keys = {_fingerprint(one): one for one in reversed(made)}
        #: fingerprint of the key that seals now
        self.key_id = _fingerprint(made[0])

    def seal(self, text: str, person_id: str) -> str:
        """The text as nobody without the key can read it."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(_NONCE)
        sealed = AESGCM(self._keys[self.key_id]).encrypt(nonce, text.encode(), _bound(person_id))
        return f"{_VERSION}:{self.key_id}:{urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, person_id: str) -> str:
        """The text again; raises UsageError when its key is not among ours, or it is not what was sealed for this person."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key = self._keys.get(key_of(sealed))
        if key is None:
            raise UsageError(f"person '{person_id}' was sealed with another key: name that key under privacy.previous_keys")
        try:
            raw = urlsafe_b64decode(sealed.rpartition(":")[2])
            return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], _bound(person_id)).decode()
        except (ValueError, InvalidTag) as error:
            raise UsageError(f"what is kept of person '{person_id}' was changed from outside: erase it, or restore a backup") from error


def key_of(sealed: str) -> str:
    """Fingerprint of the key that a text was sealed with."""
    version, _, rest = sealed.partition(":")
    return rest.partition(":")[0] if version == _VERSION else ""


def _derived(secret: Secret, env: Mapping[str, str] | None) -> bytes:
    """A key of the right length from any long text (HKDF, RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    text = secret.reveal(env)
    if len(text) < _LEAST:
        raise UsageError(f"the environment variable {secret.name} is too short: give it at least {_LEAST} random characters")
    return HKDF(SHA256(), 32, None, b"policywatch people v1").derive(text.encode())


def _fingerprint(key: bytes) -> str:
    return sha256(b"policywatch key fingerprint" + key).hexdigest()[:12]


def _bound(person_id: str) -> bytes:
    return f"person:{person_id}".encode()
