"""Commands keep their contracts: what goes in, what comes out, and each mail exactly once."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from policywatch.testing.slack import FakeSlack
from policywatch.testing.smtp import FakeSmtp

if TYPE_CHECKING:
    from conftest import Watch

RULE = {
    "id": "a",
    "title": "Rule on artificial intelligence in hiring",
    "text": "An employer that uses an AI system for candidate screening must inform job applicants. The rule requires a yearly bias audit.",
    "lang": "en",
}
RECIPE = {"id": "b", "title": "Canteen menu", "text": "Soup and bread on Monday.", "lang": "en"}


def classify(watch: "Watch", rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    source, target = watch.home / "in.jsonl", watch.home / "out.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = watch.call("classify", "--in", str(source), "--out", str(target))
    assert done.returncode == 0, done.stderr
    return {row["id"]: row for row in map(json.loads, target.read_text().splitlines())}


def use_model(watch: "Watch", embedder: str) -> None:
    path = watch.home / "policywatch.yaml"
    path.write_text(path.read_text().replace("embedder: none", f"embedder: {embedder}"))


def test_classify_scores_with_the_model_and_quotes_exactly(watch: "Watch") -> None:
    use_model(watch, "st")
    found = classify(watch, [RULE, RECIPE])
    assert 0 <= found["b"]["is_ai_score"] < 0.2 < found["a"]["is_ai_score"] <= 1
    uses = found["a"]["uses"]
    assert set(uses) == {"hiring", "credit", "chatbot", "biometrics", "monitoring", "content"}
    assert max(uses, key=lambda name: uses[name]) == "hiring"
    quote = found["a"]["quotes"]["hiring"]
    assert RULE[quote["field"]][quote["start"] : quote["end"]] == quote["text"]


def test_classify_without_a_model_says_unscored(watch: "Watch") -> None:
    found = classify(watch, [RULE])
    assert found["a"]["is_ai_score"] is None
    assert found["a"]["uses"]["hiring"] > 0


@pytest.mark.parametrize("text", ["not json\n", "[]\n", '{"title": "no id"}\n'])
def test_classify_names_a_bad_line_and_scores_nothing(watch: "Watch", text: str) -> None:
    (watch.home / "in.jsonl").write_text(json.dumps(RULE) + "\n" + text)
    done = watch.call("classify", "--in", "in.jsonl", "--out", "out.jsonl")
    assert done.returncode == 2
    assert "in.jsonl:2:" in done.stderr
    assert not (watch.home / "out.jsonl").exists()


def test_doctor_says_what_is_well_and_what_is_not(watch: "Watch") -> None:
    parts = {finding["part"]: finding for finding in watch.json("doctor")}
    assert parts["database"]["ok"]
    assert parts["schedule"]["ok"]
    assert "7 of 7" in parts["schedule"]["what"]
    assert not parts["channel mail-preview"]["ok"], "no mail server listens there"


def test_a_missing_model_is_neither_silence_nor_a_flood(watch: "Watch") -> None:
    use_model(watch, "st, name: no-such-model-anywhere")
    done = watch.call("run", "--json")
    assert "model missing" in done.stderr
    watch.server.turn_to(1)
    watch.call("run")
    titles = [line["title"] for line in watch.told() if line["kind"] == "alert"]
    assert any("monitoring employees" in title for title in titles)
    assert len(titles) == 3


async def test_each_recipient_gets_a_week_exactly_once(watch: "Watch") -> None:
    await asyncio.to_thread(watch.json, "run")
    async with FakeSmtp() as smtp:
        path = watch.home / "policywatch.yaml"
        path.write_text(
            path.read_text().replace("port: 25", f"port: {smtp.port}").replace("[legal@company.example]", "[a@b.example, c@d.example]")
        )
        first = await asyncio.to_thread(watch.json, "digest", "send", "--week", "2026-W47")
        again = await asyncio.to_thread(watch.json, "digest", "send", "--week", "2026-W47")
        assert (first["queued"], first["already_sent"], first["deliveries"]) == (2, 0, {"sent": 2})
        assert (again["queued"], again["already_sent"], again["deliveries"]) == (0, 2, {})
        assert sorted(mail.recipients[0] for mail in smtp.stored) == ["a@b.example", "c@d.example"]
    database = (watch.home / "policywatch.db").read_bytes()
    assert b"a@b.example" not in database


def test_a_preview_sends_nothing_and_marks_nothing(watch: "Watch") -> None:
    watch.json("run")
    written = watch.json("digest", "preview", "--out", "preview")
    assert [path.rsplit(".", 1)[1] for path in written] == ["html", "txt", "eml", "ics"]
    assert "AI" in (watch.home / "preview" / "digest.html").read_text()


async def test_slack_is_told_what_the_file_is_told(watch: "Watch") -> None:
    async with FakeSlack() as slack:
        path = watch.home / "policywatch.yaml"
        channel = f'  - {{id: legal, kind: slack, token: "${{SLACK_TOKEN}}", channel: C1, base_url: "{slack.base_url}"}}\n'
        text = path.read_text().replace("channels:\n", "channels:\n" + channel)
        path.write_text(text.replace("routes:\n", "routes:\n  - {channel: legal}\n  - {channel: legal, uses: [general]}\n"))
        watch.env["SLACK_TOKEN"] = slack.token
        await asyncio.to_thread(watch.call, "run")
        watch.server.turn_to(1)
        await asyncio.to_thread(watch.call, "run")
        assert len(slack.stored) == len(watch.told()) == 4
        assert not slack.doubled()
    assert slack.token.encode() not in (watch.home / "policywatch.db").read_bytes()


def test_a_new_folder_is_ready_after_init(watch: "Watch") -> None:
    folder = watch.home / "fresh"
    assert watch.call("init", str(folder)).returncode == 0
    assert watch.call("validate", "--home", str(folder)).returncode == 0
    assert watch.call("init", str(folder)).returncode == 2, "starters never overwrite"


@pytest.mark.parametrize(
    ("languages", "fingerprint", "said"),
    [
        (["de", "zh"], "st:all-MiniLM-L6-v2:53aa51172d142c89", "English only; sources in de, zh"),
        ([], "st:all-MiniLM-L6-v2:53aa51172d142c89", ""),
        ([], "onnx:all-MiniLM-L6-v2:53aa51172d142c89", ""),
        (["de"], "st:paraphrase-multilingual:1", "make train-topic MODEL"),
    ],
)
def test_doctor_warns_when_the_model_does_not_speak_the_sources(languages: list[str], fingerprint: str, said: str) -> None:
    from app.doctor import language_warning

    found = language_warning(languages, fingerprint)
    assert said in found and bool(found) is bool(said)
