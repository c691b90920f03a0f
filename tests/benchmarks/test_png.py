"""Pictures of pages made small, without an imaging library."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from benchmarks.png import decoded, shrunk

DOCS = Path(__file__).resolve().parents[2] / "docs"


def written(pixels: np.ndarray, filters: list[int]) -> bytes:
    """A true-colour PNG whose rows use these filters, after the specification."""
    height, width, step = pixels.shape
    above, rows = np.zeros((width, step), np.int32), b""
    for kind, row in zip(filters, pixels.astype(np.int32), strict=True):
        left = np.vstack([np.zeros((1, step), np.int32), row[:-1]])
        corner = np.vstack([np.zeros((1, step), np.int32), above[:-1]])
        guess = left + above - corner
        away = [abs(guess - one) for one in (left, above, corner)]
        paeth = np.where((away[0] <= away[1]) & (away[0] <= away[2]), left, np.where(away[1] <= away[2], above, corner))
        taken = (0, left, above, (left + above) // 2, paeth)[kind]
        rows += bytes([kind]) + ((row - taken) & 255).astype(np.uint8).tobytes()
        above = row
    header = struct.pack(">IIBBBBB", width, height, 8, 2 if step == 3 else 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )


@pytest.mark.parametrize("channels", [3, 4])
def test_every_filter_of_the_format_is_undone(channels: int) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (5, 7, channels), dtype=np.uint8)
    assert (decoded(written(pixels, [0, 1, 2, 3, 4])) == pixels[:, :, :3]).all()


def test_a_picture_of_few_colours_keeps_them_all_and_is_cut_to_its_width() -> None:
    pixels = np.zeros((4, 6, 3), np.uint8)
    pixels[1:, 2:] = (200, 10, 30)
    small = shrunk(written(pixels, [0] * 4), 4)
    width, height, depth, kind = struct.unpack_from(">IIBB", small, 16)
    assert (width, height, depth, kind) == (4, 4, 8, 3)
    assert small.count(b"\xc8\x0a\x1e") == 1


@pytest.mark.parametrize(
    "raw",
    [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">IIBBBBB", 1, 1, 16, 2, 0, 0, 0) + b"0000"],
)
def test_another_form_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError):
        decoded(raw)


def test_the_pictures_of_the_documentation_are_there_and_small() -> None:
    pictures = sorted((DOCS / "images").glob("digest-*.png"))
    assert [path.stem for path in pictures] == ["digest-chinese", "digest-dark", "digest-light", "digest-phone"]
    assert sum(path.stat().st_size for path in pictures) < 300_000
    assert all(f"images/{path.name}" in (DOCS / "digest.md").read_text(encoding="utf-8") for path in pictures)
