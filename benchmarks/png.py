"""Makes pictures of pages small: a page has few colours, and a browser writes millions.

Reads and writes the two forms that are needed (8 bits a channel without interlacing; a palette) after the PNG specification, since no
imaging library is among the dependencies.
"""

import struct
import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {2: 3, 6: 4}
Pixels = NDArray[np.uint8]


def shrunk(png: bytes, width: int, colours: int = 64) -> bytes:
    """The left ``width`` pixels in at most ``colours`` colours; raises ValueError for a form that a browser does not write."""
    pixels = decoded(png)[:, :width]
    height, width, _ = pixels.shape
    flat = pixels.reshape(-1, 3).astype(np.int32)
    seen, index, counts = np.unique(flat @ np.array([65536, 256, 1]), return_inverse=True, return_counts=True)
    every = np.stack([seen >> 16, (seen >> 8) & 255, seen & 255], axis=1)
    palette = every[_spread(every, counts, colours)]
    nearest = ((every[:, None, :] - palette[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    return _written(nearest[index.reshape(-1)].astype(np.uint8).reshape(height, width), palette.astype(np.uint8))


def _spread(every: NDArray[np.int64], counts: NDArray[np.int64], most: int) -> list[int]:
    """Colours that are common and unlike each other: each next one is what the palette so far serves worst."""
    chosen = [int(counts.argmax())]
    off = ((every - every[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < min(most, len(every)):
        chosen.append(int((off * np.sqrt(counts)).argmax()))
        off = np.minimum(off, ((every - every[chosen[-1]]) ** 2).sum(axis=1))
    return chosen


def decoded(png: bytes) -> Pixels:
    """Red, green and blue by row and column; transparency is left out."""
    if not png.startswith(_SIGNATURE):
        raise ValueError("this is no PNG")
    chunks = list(_chunks(png))
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", next(body for name, body in chunks if name == b"IHDR"))
    if depth != 8 or kind not in _CHANNELS or interlaced:
        raise ValueError("only plain pictures of 8 bits a channel are read here")
    step = _CHANNELS[kind]
    raw = zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT"))
    rows = np.frombuffer(raw, np.uint8).reshape(height, 1 + width * step)
    made = np.zeros((height, width, step), np.uint8)
    above = np.zeros((width, step), np.uint8)
    for number, row in enumerate(rows):
        above = made[number] = _unfiltered(int(row[0]), row[1:].reshape(width, step), above)
    return made[:, :, :3]


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        (size,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += 12 + size


def _unfiltered(kind: int, row: Pixels, above: Pixels) -> Pixels:
    """One row with its filter undone; sums wrap at 256, as the format wants."""
    if kind == 0:
        return row
    if kind == 1:
        return np.cumsum(row, axis=0, dtype=np.uint8)
    if kind == 2:
        return row + above
    made = row.astype(np.int32)
    up = above.astype(np.int32)
    left = corner = np.zeros(row.shape[1], np.int32)
    for x in range(len(made)):
        guess = (left + up[x]) // 2 if kind == 3 else _paeth(left, up[x], corner)
        left, corner = (made[x] + guess) & 255, up[x]
        made[x] = left
    return made.astype(np.uint8)


def _paeth(left: NDArray[np.int32], up: NDArray[np.int32], corner: NDArray[np.int32]) -> NDArray[np.int32]:
    guess = left + up - corner
    to_left, to_up, to_corner = abs(guess - left), abs(guess - up), abs(guess - corner)
    return np.where((to_left <= to_up) & (to_left <= to_corner), left, np.where(to_up <= to_corner, up, corner))


def _written(indexes: Pixels, palette: Pixels) -> bytes:
    height, width = indexes.shape
    lines = np.zeros((height, width + 1), np.uint8)
    lines[:, 1:] = indexes
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )
