"""Column types that mean the same on both databases.

Instants are integers of microseconds (sortable, no zone to lose), text is scrubbed at the door, payloads are the frozen
types of the house as JSON.
"""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Text
from sqlalchemy.types import TypeDecorator

from policywatch import codec
from policywatch.errors import StoreDamaged, StoreError
from policywatch.text import scrub

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_WHOLE = range(-(2**63), 2**63)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant as microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (codec.to_utc(value) - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Day(TypeDecorator[date]):
    """A day as ISO text, which sorts."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Words(TypeDecorator[str]):
    """Text without NUL and lone surrogates."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else scrub(value if type(value) is str else str(value))


class Whole(TypeDecorator[int]):
    """A 64-bit integer; larger ones are refused instead of wrapped."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        if value is not None and value not in _WHOLE:
            raise StoreError(f"number {str(value)[:40]}… does not fit into 64 bits: nothing was stored")
        return value


class Payload(TypeDecorator[Any]):
    """A value of one type of the house, as JSON text."""

    impl = Text
    cache_ok = True

    def __init__(self, cls: Any) -> None:
        super().__init__()
        self.cls = cls

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return _ENCODE(codec.dump(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        try:
            return codec.load(self.cls, json.loads(value))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise StoreDamaged(
                f"a stored {getattr(self.cls, '__name__', self.cls)} cannot be read ({error}): restore the newest backup"
            ) from error
