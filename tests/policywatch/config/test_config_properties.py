"""Whatever stands in the files, the answer is a configuration or a list of problems with places."""

import random
import string
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from policywatch.config import check
from policywatch.config.load import FILES, Files, build
from policywatch.kinds import Registry

Kinds = dict[str, Registry]

WORDS = [
    "id",
    "kind",
    "url",
    "name",
    "authority",
    "jurisdiction",
    "language",
    "topics",
    "tier",
    "every",
    "follow",
    "first_items",
    "paused",
    "verified",
    "selectors",
    "item",
    "items",
    "key",
    "wait",
    "description",
    "keywords",
    "examples",
    "threshold",
    "database",
    "zone",
    "model",
    "embedder",
    "network",
    "contact",
    "allow_ports",
    "proxy",
    "crawl",
    "lease_s",
    "channels",
    "routes",
    "channel",
    "uses",
    "document_types",
    "min_score",
    "when",
    "digests",
    "recipients",
    "day",
    "at",
    "people",
    "mail",
    "role",
    "slack_user",
    "token",
    "host",
    "sender",
    "security",
    "password",
    "path",
]
VALUES = [
    "feed",
    "listing",
    "page",
    "json_api",
    "console",
    "slack",
    "mail",
    "st",
    "https://a.example",
    "6h",
    "0.5",
    "true",
    "8",
    "${T}",
    "general",
    "a@a.example",
    "08:00",
    "monday",
    "UTC",
    "weekly",
    "law",
    "primary",
    "~",
    "'x'",
    "[]",
    "{}",
]

BLOCKS = ("database", "zone", "model", "network", "crawl", "channels", "routes", "digests", "people")


def scalar(rng: random.Random) -> Any:
    text = "".join(rng.choice(string.printable + "法é\u2028") for _ in range(rng.randrange(6)))
    return rng.choice((rng.choice(VALUES), rng.choice(VALUES), text, None, rng.randrange(-9, 99), rng.random() * 10))


def tree(rng: random.Random, depth: int = 3) -> Any:
    """Fields that exist, in places where they may not belong, with values that some field wants."""
    shape = rng.random()
    if depth == 0 or shape < 0.6:
        return scalar(rng)
    if shape < 0.75:
        return [tree(rng, depth - 1) for _ in range(rng.randrange(4))]
    return {rng.choice(WORDS): tree(rng, depth - 1) for _ in range(rng.randrange(7))}


def entries(rng: random.Random) -> Any:
    """A list of entries that are right in part."""
    some = []
    for _ in range(rng.randrange(4)):
        entry = {
            "id": rng.choice("abc"),
            "kind": rng.choice(VALUES[:8]),
            "url": "https://a.example",
            "name": "n",
            "description": "d",
            "channel": "a",
        }
        kept = {key: value for key, value in entry.items() if rng.random() < 0.7}
        more = {rng.choice(WORDS): tree(rng, 2) for _ in range(rng.randrange(4))}
        some.append(rng.choice(({**kept, **more}, {**kept, **more}, tree(rng))))
    return some


def judge(kinds: Kinds, **data: Any) -> None:
    texts = {name: yaml.dump(data.get(name.partition(".")[0], {}), Dumper=yaml.CSafeDumper, allow_unicode=True).encode() for name in FILES}
    built = build(Files(texts), Path("."), **kinds)
    assert (built.config is None) == bool(built.problems)
    assert all(problem.line >= 1 and problem.column >= 1 and problem.file in FILES and problem.what for problem in built.problems)
    assert all("\n" not in str(problem) for problem in built.problems)


@given(seed=st.integers(0, 2**40))
def test_any_sources_and_uses_are_judged(kinds: Kinds, seed: int) -> None:
    rng = random.Random(seed)
    judge(kinds, sources={"sources": entries(rng)}, uses={"uses": entries(rng)})


@given(seed=st.integers(0, 2**40))
def test_any_settings_are_judged(kinds: Kinds, seed: int) -> None:
    rng = random.Random(seed)
    blocks = {name: rng.choice((tree, entries))(rng) for name in BLOCKS if rng.random() < 0.5}
    judge(kinds, sources={"sources": []}, uses={"uses": []}, policywatch=blocks)


@given(data=st.binary(max_size=300))
@settings(max_examples=200)
def test_any_bytes_are_judged(kinds: Kinds, tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    home = tmp_path_factory.getbasetemp()
    for name in FILES:
        (home / name).write_bytes(data)
    report = check(home, **kinds, env={})
    assert (report.config is None) == bool(report.problems)


@pytest.mark.parametrize(
    "text",
    [
        "sources:\n  - {id: a, kind: feed, url: 'https://a.example', " + ", ".join(f"fi{n}: 1" for n in range(100_000)) + "}\n",
        "".join(f"sourc{n}: 1\n" for n in range(100_000)) + "sources: []\n",
        "sources:\n" + "".join(f"  - {{id: a, kind: fee{n}, url: x}}\n" for n in range(50_000)),
        "sources:\n  - {id: a, kind: feed, url: 'https://a.example', tier: " + "primar" * 500_000 + "}\n",
        "sources:\n  - {id: a, kind: " + "feed" * 500_000 + ", url: 'https://a.example/" + "x" * 1_000_000 + "'}\n",
        "sources: [" + "x, " * 500_000 + "]\n",
    ],
    ids=["fields", "top fields", "kinds", "long word", "long kind", "bare items"],
)
def test_megabytes_of_faults_are_judged_within_seconds(kinds: Kinds, text: str) -> None:
    started = time.process_time()
    built = build(Files({"sources.yaml": text.encode(), "uses.yaml": b"uses: []", "policywatch.yaml": b"zone: UTC"}), Path("."), **kinds)
    assert built.problems
    assert len("".join(str(problem) for problem in built.problems)) < 200_000
    assert time.process_time() - started < 12, "a guard against minutes; usual is one or two seconds"
