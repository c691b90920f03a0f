"""Pictures of the weekly mail for the documentation: light, dark, on a phone and in Chinese, from the demo's invented data.

``python -m benchmarks.screenshots`` writes them into ``docs/images``; it needs Chromium.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alerts.digest_window import Window
from app.demo.play import play
from app.digest_queue import open_window
from app.digest_readers import Reader, readers
from app.digests import make
from app.house import House, load_config, open_house
from benchmarks.png import shrunk

OUT = Path(__file__).resolve().parents[1] / "docs" / "images"
SECRET = {"DEMO_SECRET": "a secret for pictures, and for nothing else"}
#: file name -> reader, width in pixels, whether the reader likes it dark
PICTURES: Mapping[str, tuple[str, int, bool]] = {
    "digest-light.png": ("anna", 760, False),
    "digest-dark.png": ("anna", 760, True),
    "digest-phone.png": ("anna", 390, False),
    "digest-chinese.png": ("wei", 760, False),
}
#: what of a page is shown; the rest of a long mail would only make the picture long
_HEIGHT = {760: 1500, 390: 1500}
_PEOPLE = """
people:
  - {id: anna, name: Anna, mail: anna@company.example, role: editor}
  - {id: wei, name: Wei, mail: wei@company.example, role: editor, language: zh-Hans}
web: {public_url: https://watch.company.example, secret: "${DEMO_SECRET}"}
"""


def main() -> int:
    """Plays the demo, makes the mail of both its weeks, and takes the pictures."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        sys.stderr.write("Chromium takes the pictures and is not here: install it\n")
        return 1
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if play(folder):
            return 1
        for picture, (reader, width, dark) in PICTURES.items():
            page = folder / f"{reader}.html"
            page.write_text(_page(folder / "home", reader), encoding="utf-8")
            _shoot(browser, page, folder / picture, width, dark)
            (OUT / picture).write_bytes(shrunk((folder / picture).read_bytes(), width))
    sizes = {path.name: path.stat().st_size for path in sorted(OUT.glob("digest-*.png"))}
    sys.stdout.write("".join(f"{name}: {size:,} bytes\n" for name, size in sizes.items()) + f"together: {sum(sizes.values()):,} bytes\n")
    return 0


def _page(home: Path, reader_id: str) -> str:
    """One reader's mail of both weeks, with a host in place of the demo's loopback address."""
    from alerts.digest_render import render_html

    settings = home / "policywatch.yaml"
    text = settings.read_text("utf-8")
    if "people:" not in text:
        settings.write_text(text.replace("legal@company.example", "anna, wei") + _PEOPLE, "utf-8")
    with open_house(home, config=load_config(home), clock=lambda: datetime.now(UTC) + timedelta(days=7)) as house:
        page = render_html(make(_with_secret(house), _reader(house, reader_id), _both_weeks(house), keep_links=False).content)
    return re.sub(r"127\.0\.0\.1(:\d+)?", "regulator.example", page)


def _with_secret(house: House) -> House:
    return House(house.home, house.config, house.store, house.owner, house.clock, SECRET)


def _reader(house: House, id: str) -> Reader:
    return next(one for one in readers(house, house.config.settings.digests[0]) if one.id == id)


def _both_weeks(house: House) -> Window:
    window = open_window(house.config.settings.digests[0], house.clock())
    return replace(window, from_at=window.from_at - timedelta(days=7))


def _shoot(browser: str, page: Path, picture: Path, width: int, dark: bool) -> None:
    """A browser window is never as narrow as a phone, so a phone is a frame in one."""
    frame = page.with_suffix(".frame.html")
    frame.write_text(
        f'<body style="margin:0"><iframe src="{page.name}" style="border:0;width:{width}px;height:{_HEIGHT[width]}px"></iframe>', "utf-8"
    )
    scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
    words = ["--no-sandbox", "--headless", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files", scheme]
    size = f"--window-size={max(width, 500)},{_HEIGHT[width]}"
    subprocess.run([browser, *words, size, f"--screenshot={picture}", frame.as_uri()], check=True, capture_output=True, timeout=120)


if __name__ == "__main__":
    raise SystemExit(main())
