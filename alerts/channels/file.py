"""Appends each message to a file as one JSON object per line.

The file is its own proof: a delivery whose line is there is sent, one whose line is missing or torn is not. So a crash
between writing and settling never doubles a line and never loses one.
"""

import asyncio
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from alerts.base import Capabilities, ChannelContext, Finding
from alerts.render.record import record
from policywatch.types import Delivery, Parked, Receipt, Result, Retry, Sent

_START = b'{"delivery_id": '

CAPABILITIES = Capabilities(dedup_key=True, read_back=True, grace_s=0.0)


class Options(BaseModel):
    """Where the lines go."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str = Field(min_length=1, description="The file; relative paths start at the home folder.")


class File:
    """One JSON Lines file; several processes may append to it."""

    capabilities = CAPABILITIES
    proven = True

    def __init__(self, channel_id: str, options: Options, context: ChannelContext) -> None:
        self.channel_id = channel_id
        self.path = context.home / Path(options.path).expanduser()
        self._index = _Index()

    async def send(self, delivery: Delivery, now: datetime) -> Result:
        line = _line(delivery)
        try:
            await asyncio.to_thread(self._append, delivery.id, line)
        except (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError) as error:
            return Parked(f"{self.path} cannot be written ({error.strerror}): make it writable or change 'path'")
        except OSError as error:
            return Retry(None, f"{self.path} cannot be written now: {error.strerror}")
        return Sent(Receipt(remote_id=delivery.id, remote_channel=str(self.path), at=now))

    async def find(self, delivery: Delivery, now: datetime) -> Receipt | None:
        try:
            there = await asyncio.to_thread(self._holds, delivery.id)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise LookupError(f"{self.path} cannot be read: {error.strerror}") from error
        return Receipt(remote_id=delivery.id, remote_channel=str(self.path), at=now) if there else None

    async def check(self) -> Finding:
        folder = next(one for one in (self.path.parent, *self.path.parent.parents) if one.exists())
        target = self.path if self.path.exists() else folder
        if self.path.is_dir() or not os.access(target, os.W_OK):
            return Finding(False, f"{self.path} cannot be written: make it writable or change 'path'")
        return Finding(True, f"appends to {self.path}")

    async def close(self) -> None:
        return None

    def _append(self, delivery_id: str, line: bytes) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = not self.path.exists()
        with self._locked(create=True) as file:
            end = _mend(file)
            if self._index.holds(file, delivery_id):
                return
            try:
                _write_all(file, line)
                os.fsync(file)
            except OSError:
                # a full disk may have taken half the line
                os.ftruncate(file, end)
                raise
        if fresh:
            _sync_folder(self.path.parent)

    def _holds(self, delivery_id: str) -> bool:
        with self._locked(create=False) as file:
            _mend(file)
            return self._index.holds(file, delivery_id)

    @contextmanager
    def _locked(self, *, create: bool) -> Iterator[int]:
        flags = os.O_RDWR | os.O_APPEND | (os.O_CREAT if create else 0)
        file = os.open(self.path, flags, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            os.close(file)


def _line(delivery: Delivery) -> bytes:
    """One line for every reader: also for those that take U+2028, U+2029 or U+0085 for an end of line."""
    text = json.dumps(record(delivery), ensure_ascii=False, allow_nan=False)
    for c in "\u2028\u2029\x85\x1c\x1d\x1e":
        text = text.replace(c, f"\\u{ord(c):04x}")
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _mend(file: int) -> int:
    """Cuts a torn last line off; returns the file's size."""
    size = os.fstat(file).st_size
    end = size
    while end > 0:
        start = max(0, end - 65_536)
        newline = os.pread(file, end - start, start).rfind(b"\n")
        if newline >= 0:
            end = start + newline + 1
            break
        end = start
    if end < size:
        os.ftruncate(file, end)
    return end


class _Index:
    """The delivery ids of a file, read once and then only where it grew; begins anew when the file was replaced or cut."""

    def __init__(self) -> None:
        self._ids: set[bytes] = set()
        self._inode = -1
        self._end = 0

    def holds(self, file: int, delivery_id: str) -> bool:
        """Whether a whole line has this delivery; every line starts with its id, so nothing is parsed."""
        status = os.fstat(file)
        if status.st_ino != self._inode or status.st_size < self._end:
            self._ids, self._inode, self._end = set(), status.st_ino, 0
        with os.fdopen(os.dup(file), "rb") as lines:
            lines.seek(self._end)
            self._ids.update(_id_of(line) for line in lines)
            self._end = lines.tell()
        return json.dumps(delivery_id).encode() in self._ids


def _id_of(line: bytes) -> bytes:
    """The id as it stands in the line, quotes included."""
    return line[len(_START) : line.find(b",", len(_START))] if line.startswith(_START) else b""


def _write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


def _sync_folder(folder: Path) -> None:
    """Makes the new file's name survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


KIND = File
