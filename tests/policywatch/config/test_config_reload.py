"""A running service while people edit: valid edits are taken over, torn and wrong ones never."""

import os
import random
from pathlib import Path

import pytest

from policywatch.config import Config, Reloader, load
from policywatch.errors import ConfigError
from policywatch.kinds import Registry

Kinds = dict[str, Registry]

SOURCES = """\
# what we watch
sources:
  - id: north
    kind: feed
    url: https://north.example/feed.xml
    name: "Northern: news"
    jurisdiction: NO
    every: 6h
  - id: south
    kind: listing
    url: https://south.example/news?page=1
    selectors: {item: li, date: .d}
    topics: [ai, 'data']
  - id: east
    kind: page
    url: https://east.example/法规
    paused: true
    notes: |
      two lines
      of notes
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "uses.yaml").write_text("uses: []\n")
    (tmp_path / "policywatch.yaml").write_text("channels: [{id: screen, kind: console}]\n")
    return tmp_path


def edit(path: Path, data: bytes) -> None:
    """Writes as an editor does, with a new time stamp even on a coarse clock."""
    before = path.stat().st_mtime_ns
    path.write_bytes(data)
    os.utime(path, ns=(before + 1_000_000, before + 1_000_000))


def mutate(data: bytes, rng: random.Random) -> bytes:
    """One accident: a cut write, a lost or doubled line, a slipped key, bytes of another file."""
    at, to = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    lines = data.splitlines(keepends=True)
    line = rng.randrange(len(lines))
    accidents = (
        lambda: data[:at],
        lambda: data[:at] + data[to:],
        lambda: data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :],
        lambda: data[:at] + rng.choice([b"\t", b":", b"- ", b"[", b"}", b"&x ", b"*x", b"'", b"\x00", b"\xff", b"!!int "]) + data[at:],
        lambda: b"".join(lines[:line] + lines[line + 1 :]),
        lambda: b"".join(lines[:line] + [lines[line]] * 2 + lines[line + 1 :]),
        lambda: b"".join([*lines[:line], b" " * rng.randrange(1, 5) + lines[line], *lines[line + 1 :]]),
        lambda: data[:at] + os.urandom(0) + b"\x00" * (len(data) - at),
        lambda: data.replace(b"feed", rng.choice([b"feeds", b"fed", b"", b"[feed]"]), 1),
    )
    return rng.choice(accidents)()


def test_no_accident_takes_the_configuration_away(home: Path, kinds: Kinds) -> None:
    rng = random.Random(20261124)
    reloader = Reloader(home, **kinds)
    path = home / "sources.yaml"
    refused = 0
    for _ in range(400):
        before = reloader.config
        data = mutate(SOURCES.encode(), rng)
        edit(path, data)
        config, problems, changed = reloader.refresh()
        assert isinstance(config, Config)
        if problems:
            refused += 1
            assert config is before
            assert not changed
            assert all(
                problem.file == "sources.yaml" and 1 <= problem.line <= data.count(b"\n") + 2 and problem.column >= 1
                for problem in problems
            )
            with pytest.raises(ConfigError):
                load(home, **kinds)
        else:
            assert config == load(home, **kinds)
        edit(path, SOURCES.encode())
        config, problems, _ = reloader.refresh()
        assert problems is None
        assert [source.id for source in config.sources] == ["north", "south", "east"]
    assert refused > 200


def test_every_cut_write_within_an_entry_is_refused_or_read_whole(home: Path, kinds: Kinds) -> None:
    data = SOURCES.encode()
    reloader = Reloader(home, **kinds)
    for end in range(0, len(data) - 1, 7):
        edit(home / "sources.yaml", data[:end])
        config, problems, _ = reloader.refresh()
        assert config.sources, "an empty beginning of a file is never taken for an empty list"
        assert problems is None or all(problem.line >= 1 for problem in problems)


def test_a_valid_edit_is_taken_over_once(home: Path, kinds: Kinds) -> None:
    reloader = Reloader(home, **kinds)
    assert reloader.refresh() == (reloader.config, None, False)
    edit(home / "sources.yaml", SOURCES.replace("6h", "1h").encode())
    config, problems, changed = reloader.refresh()
    assert (problems, changed, config.sources[0].every_s) == (None, True, 3600.0)
    assert reloader.refresh() == (config, None, False)


def test_an_invalid_edit_is_told_until_it_is_mended(home: Path, kinds: Kinds) -> None:
    reloader = Reloader(home, **kinds)
    first = reloader.config
    edit(home / "sources.yaml", SOURCES.replace("kind: feed", "kind: feeds").encode())
    for _ in range(3):
        config, problems, changed = reloader.refresh()
        assert config is first
        assert not changed
        assert problems is not None
        assert str(problems[0]) == "sources.yaml:4:11: no kind 'feeds'; did you mean 'feed'?"
    edit(home / "sources.yaml", SOURCES.encode())
    assert reloader.refresh() == (first, None, False)


def test_an_edit_of_equal_size_within_one_tick_of_the_clock_is_seen(home: Path, kinds: Kinds) -> None:
    reloader = Reloader(home, **kinds)
    path = home / "sources.yaml"
    stat = path.stat()
    path.write_bytes(SOURCES.replace("6h", "7h").encode())
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert reloader.refresh()[2]


@pytest.mark.parametrize("name", ["sources.yaml", "uses.yaml", "policywatch.yaml"])
def test_a_file_that_vanishes_leaves_the_service_as_it_is(home: Path, kinds: Kinds, name: str) -> None:
    reloader = Reloader(home, **kinds)
    (home / name).rename(home / "aside")
    config, problems, changed = reloader.refresh()
    assert config is reloader.config
    assert not changed
    assert problems is not None
    assert problems[0].file == name
    (home / "aside").rename(home / name)
    assert reloader.refresh()[1] is None


def test_a_service_does_not_start_on_an_invalid_configuration(home: Path, kinds: Kinds) -> None:
    (home / "uses.yaml").write_text("uses: x\n")
    with pytest.raises(ConfigError):
        Reloader(home, **kinds)
