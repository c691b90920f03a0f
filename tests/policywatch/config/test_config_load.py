"""The three files as a whole: what is kept, what is refused, and where the finger points."""

import dataclasses
import datetime
from pathlib import Path
from typing import Any

import pytest

from policywatch.config import Report, check, load
from policywatch.errors import ConfigError
from policywatch.kinds import Registry
from policywatch.types import Severity

Kinds = dict[str, Registry]

SOURCE = "sources:\n  - id: a\n    kind: feed\n    url: https://a.example/feed.xml\n"
MAIL = "channels:\n  - {id: post, kind: mail, host: localhost, sender: a@a.example, password: '${SMTP_PASSWORD}'}\n"
SETTINGS = "channels:\n  - {id: screen, kind: console}\nroutes: []\n"
DIGEST = MAIL + "digests:\n  - {id: weekly, channel: post, recipients: [x@a.example]}\n"


def write(home: Path, *, sources: str = "sources: []\n", uses: str = "uses: []\n", settings: str = SETTINGS) -> Path:
    """A home folder with these three files."""
    for name, text in (("sources.yaml", sources), ("uses.yaml", uses), ("policywatch.yaml", settings)):
        (home / name).write_text(text, encoding="utf-8")
    return home


def problems(home: Path, kinds: Kinds, **files: str) -> list[str]:
    report = check(write(home, **files), **kinds, env={})
    assert (report.config is None) == bool(report.problems)
    return [str(problem) for problem in report.problems]


def good(home: Path, kinds: Kinds, **files: str) -> Any:
    return load(write(home, **files), **kinds)


def test_empty_lists_are_valid(tmp_path: Path, kinds: Kinds) -> None:
    config = good(tmp_path, kinds, settings="channels: []\nroutes: []\ndigests: []\n")
    assert config.sources == config.uses == config.routes == config.settings.channels == ()


def test_a_source_is_kept_as_it_was_written(tmp_path: Path, kinds: Kinds) -> None:
    text = (
        "sources:\n  - id: a\n    kind: listing\n    url: https://a.example/list\n    name: ON\n    authority: 010\n    jurisdiction: NO\n"
        "    language: no\n    topics: [12:30, ON]\n    tier: secondary\n    every: 90s\n    follow: no\n    first_items: 3\n    paused: true\n"
        "    selectors: {item: li, date: null}\n    max_pages: 2\n    verified: true\n    notes: NO\n    terms:\n"
    )
    source = good(tmp_path, kinds, sources=text).sources[0]
    assert dataclasses.replace(source, options=None, config_hash="") == dataclasses.replace(
        type(source)(
            id="a", kind="listing", url="https://a.example/list", name="ON", authority="010", jurisdiction="NO", language="no", topics=("12:30", "ON"),
            tier="secondary", every_s=90.0, follow=False, first_items=3, paused=True,
        )
    )  # fmt: skip
    assert source.options.model_dump() == {"selectors": {"item": "li", "date": None}, "max_pages": 2}


def test_a_use_is_kept_as_it_was_written(tmp_path: Path, kinds: Kinds) -> None:
    text = "uses:\n  - {id: hiring, name: NO, description: 010, keywords: {no: [NO, ON], zh: [招聘]}, examples: [12:30], jurisdictions: [NO], threshold: .25}\n"
    use = good(tmp_path, kinds, uses=text).uses[0]
    assert (use.name, use.description, use.jurisdictions, use.examples) == ("NO", "010", ("NO",), ("12:30",))
    assert use.keywords == {"no": ("NO", "ON"), "zh": ("招聘",)}
    assert use.threshold == 0.25


def test_settings_have_defaults_and_take_what_is_written(tmp_path: Path, kinds: Kinds) -> None:
    text = (
        "zone: Asia/Shanghai\nmodel: {embedder: st, name: 010, batch_size: 8}\nnetwork:\n  allow_private_networks: [10.0.0.0/8]\n  allow_ports: [443, 8443]\n"
        "  contact: https://a.example/bot\n  ca_bundle: ca.pem\ncrawl: {concurrency: 8, lease_s: 300}\nchannels: [{id: screen, kind: console}]\n"
        "routes: [{channel: screen, uses: [general], document_types: [law], min_score: 0.6, when: weekly}]\n"
    )
    config = good(tmp_path, kinds, settings=text)
    limits = config.crawl_limits()
    assert limits.user_agent.startswith("policywatch/")
    assert limits.user_agent.endswith(" (+https://a.example/bot)")
    assert (limits.concurrency, limits.allow_ports, limits.allow_private_networks) == (8, (443, 8443), ("10.0.0.0/8",))
    assert limits.ca_bundle == str(tmp_path / "ca.pem")
    assert config.settings.database_url() == "sqlite:///policywatch.db"
    assert (config.settings.model.name, config.settings.model.options.batch_size) == ("010", 8)
    assert (config.routes[0].document_types, config.routes[0].min_score) == (("law",), 0.6)


def test_a_channel_says_when_it_may_be_spoken_to(tmp_path: Path, kinds: Kinds) -> None:
    text = (
        "channels:\n  - {id: c, kind: console, fatigue: {per_hour: 6, min_severity: normal, quiet_from: 20:00, quiet_until: 7:30, zone: Asia/Shanghai}}\n"
        "people: [{id: counsel}]\n"
        "routes: [{channel: c, severity: high, escalate_after: 4h, escalate_channel: c, escalate_to: [counsel]}]\n"
    )
    config = good(tmp_path, kinds, settings=text)
    fatigue = config.settings.channels[0].fatigue
    assert (fatigue.per_hour, fatigue.min_severity, fatigue.quiet_from.hour, fatigue.zone) == (6, Severity.NORMAL, 20, "Asia/Shanghai")
    route = config.routes[0]
    assert (route.severity, route.escalate_after_s, route.escalate_channel, route.escalate_to) == (
        Severity.HIGH,
        14_400.0,
        "c",
        ("counsel",),
    )


def test_a_digest_knows_its_recipients_by_id(tmp_path: Path, kinds: Kinds) -> None:
    text = (
        "zone: Europe/Berlin\npeople:\n  - {id: counsel, name: Counsel, mail: counsel@a.example, role: editor}\n" + MAIL
        + "digests:\n  - {id: weekly, channel: post, recipients: [counsel, legal@a.example], day: Friday, at: 7:30}\n"
    )  # fmt: skip
    digest = good(tmp_path, kinds, settings=text).settings.digests[0]
    assert (digest.zone, digest.weekday, digest.at) == ("Europe/Berlin", 4, datetime.time(7, 30))
    assert (digest.recipients[0].id, digest.recipients[0].mail) == ("counsel", "counsel@a.example")
    assert digest.recipients[1].mail == "legal@a.example"
    assert "legal" not in digest.recipients[1].id


def test_what_a_person_wishes_goes_before_what_the_digest_says(tmp_path: Path, kinds: Kinds) -> None:
    text = (
        "people:\n  - {id: bo, mail: bo@a.example, language: zh-Hans, zone: Asia/Shanghai, digest_day: friday, digest_jurisdictions: [CN]}\n" + MAIL
        + "digests:\n  - {id: weekly, channel: post, recipients: [bo], zone: UTC, at: 7:30, jurisdictions: [EU]}\n"
    )  # fmt: skip
    digest = good(tmp_path, kinds, settings=text).settings.digests[0]
    own = digest.wished_by(digest.recipients[0])
    assert (own.language, own.zone, own.weekday, own.at, own.jurisdictions) == (
        "zh-Hans",
        "Asia/Shanghai",
        4,
        datetime.time(7, 30),
        ("CN",),
    )
    assert (digest.language, digest.jurisdictions) == ("en", ("EU",))


def test_a_language_is_one_that_has_a_catalogue(tmp_path: Path, kinds: Kinds) -> None:
    text = MAIL + "digests:\n  - {id: weekly, channel: post, recipients: [x@a.example], language: de}\n"
    (problem,) = check(write(tmp_path, settings=text), **kinds).problems
    assert "no catalogue for the language 'de'" in str(problem)
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "de.po").write_text("")
    assert good(tmp_path, kinds, settings=text).settings.digests[0].language == "de"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("kind: feeds\n    url: https://a.example", "3:11: no kind 'feeds'; did you mean 'feed'?"),
        ("kind: zzzzzz\n    url: https://a.example", "3:11: no kind 'zzzzzz': known: feed, json_api, listing, page"),
        ("kind: feed", "2:5: 'url' is missing: add it"),
        ("url: https://a.example", "2:5: 'kind' is missing: add it"),
        ("kind: feed\n    url:", "4:9: 'url' is missing: add it"),
        ("kind:\n    url: https://a.example", "3:10: 'kind' is missing: add it"),
        ("kind: [feed]\n    url: https://a.example", "3:11: 'kind' is not text: write one value"),
        ("kind: feed\n    url: https://a.example\n    nmae: x", "5:5: no field 'nmae' in a source of kind 'feed'; did you mean 'name'?"),
        (
            "kind: feed\n    url: https://a.example\n    strip_htm: x",
            "5:5: no field 'strip_htm' in a source of kind 'feed'; did you mean 'strip_html'?",
        ),
        ("kind: feed\n    url: https://a.example\n    <<: x", "5:5: no field '<<' in a source of kind 'feed': known: "),
        ("kind: feed\n    url: https://a.example\n    every: 90", "5:12: 'every' is no duration: write "),
        ("kind: feed\n    url: https://a.example\n    every: [1h]", "5:12: 'every' is no duration: write "),
        ("kind: feed\n    url: https://u:p@a.example", "4:10: 'url' carries a user name or password: "),
        ("kind: feed\n    url: gopher://a.example", "4:10: 'url' is no web address: "),
        ("kind: feed\n    url: https://a.example\n    follow: perhaps", "5:13: 'follow' is neither true nor false: write true or false"),
        ("kind: feed\n    url: https://a.example\n    first_items: 2.5", "5:18: 'first_items' is no whole number: "),
        ("kind: feed\n    url: https://a.example\n    first_items: -1", "5:18: 'first_items' is too small: write at least 0"),
        ("kind: feed\n    url: https://a.example\n    tier: primry", "5:11: 'tier' cannot be 'primry'; did you mean 'primary'?"),
        ("kind: feed\n    url: https://a.example\n    topics: ai", "5:13: 'topics' is no list: "),
        ("kind: feed\n    url: https://a.example\n    topics: [ai, [x]]", "5:18: 'topics' is not text: "),
        ("kind: listing\n    url: https://a.example\n    selectors: {date: x}", "5:16: 'item' is missing: add it"),
        (
            "kind: listing\n    url: https://a.example\n    selectors: {itme: x}",
            "5:17: no field 'itme' in a source of kind 'listing'; did you mean 'item'?",
        ),
        ("kind: listing\n    url: https://a.example\n    selectors: li", "5:16: 'selectors' has no fields: "),
        (
            "kind: json_api\n    url: https://a.example\n    items: x\n    key: s3cr3t",
            "6:10: 'key' is a secret and must not stand in the file: ",
        ),
        ("kind: feed\n    url: https://www.ftc.gov/rss/news.xml", "4:10: the FTC took this feed down"),
        ("kind: feed\n    url: http://www.ftc.gov/rss/news.xml/", "4:10: the FTC took this feed down"),
    ],
)
def test_a_bad_source_is_named_with_its_place(tmp_path: Path, kinds: Kinds, entry: str, expected: str) -> None:
    found = problems(tmp_path, kinds, sources=f"sources:\n  - id: x\n    {entry}\n")
    assert len(found) >= 1
    assert any(line.startswith(f"sources.yaml:{expected}") for line in found), found
    assert "s3cr3t" not in str(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("databse: x", "1:1: no field 'databse'; did you mean 'database'?"),
        ("database: mysql://a/b", "1:11: 'database' is no database that policywatch knows: "),
        ("database: postgresql://u:hunter2@a/b", "1:11: 'database' holds a password: "),
        ("database: postgresql://a/b?x=1&password=hunter2", "1:11: 'database' holds a password: "),
        ("zone: Berlin", "1:7: 'zone' is no time zone: did you mean 'Europe/Berlin'?"),
        ("model: {embedder: sts}", "1:19: no kind 'sts'; did you mean 'st'?"),
        ("model: {batch_siz: 3}", "1:9: no field 'batch_siz' in a model of kind 'st'; did you mean 'batch_size'?"),
        ("network: {allow_private_networks: [10.0.0.1/8]}", "1:36: 'allow_private_networks' is no network "),
        ("network: {allow_ports: [80, 0]}", "1:29: 'allow_ports' is too small: "),
        ("network: {contact: 'x)\\n'}", "1:20: 'contact' is neither "),
        ("network: {proxy: 'http://u:p@p:1'}", "1:18: 'proxy' holds a user name or password: "),
        ("crawl: {concurency: 3}", "1:9: no field 'concurency' in crawl; did you mean 'concurrency'?"),
        ("crawl: {lease_s: 60}", "1:18: 'lease_s' is not longer than 'check_timeout_s': "),
        ("crawl: {timeout_s: .nan}", "1:20: 'timeout_s' is "),
        ("crawl: 3", "1:8: 'crawl' has no fields: "),
        ("channels: {id: a}", "1:11: 'channels' is no list: "),
        ("channels: [{id: a, kind: slak}]", "1:26: no kind 'slak'; did you mean 'slack'?"),
        (
            "channels: [{id: a, kind: slack, token: xoxb-hunter2, channel: C1}]",
            "1:40: 'token' is a secret and must not stand in the file: ",
        ),
        ("channels: [{id: a, kind: slack, channel: C1}]", "1:12: 'token' is missing: add it"),
        (
            "channels: [{id: a, kind: slack, token: '${T}', channel: C1, base_url: https://x}]",
            "1:71: 'base_url' does not end with '/': add it",
        ),
        (
            "channels: [{id: a, kind: mail, host: b, sender: c, security: none}]",
            "1:62: a channel of kind 'mail' may be 'none' on this machine only: ",
        ),
        ("channels: [{id: a, kind: mail, host: b, sender: x}]", "1:49: the sender is no address: "),
        ("channels: [{id: a, kind: console}, {id: a, kind: console}]", "1:41: channel id 'a' is used twice, first at line 1: "),
        ("channels: [{id: legal, kind: console}]\nroutes: [{channel: leagl}]", "2:20: no channel 'leagl'; did you mean 'legal'?"),
        ("routes: [{channel: legal}]", "1:20: no channel 'legal': add it under channels"),
        ("channels: [{id: c, kind: console}]\nroutes: [{channel: c, uses: [hirin]}]", "2:30: no use 'hirin'; did you mean 'hiring'?"),
        (
            "channels: [{id: c, kind: console}]\nroutes: [{channel: c, document_types: [lw]}]",
            "2:40: 'document_types' cannot be 'lw'; did you mean 'law'?",
        ),
        ("channels: [{id: c, kind: console}]\nroutes: [{channel: c, min_score: 1.5}]", "2:34: 'min_score' is too large: "),
        ("channels: [{id: c, kind: console}]\nroutes: [{channel: c, min_score: nan}]", "2:34: 'min_score' is "),
        ("channels: [{id: c, kind: console}]\ndigests: [{id: d, channel: c, recipients: [bob]}]", "2:44: no person 'bob': "),
        ("channels: [{id: c, kind: console}]\ndigests: [{id: d, channel: c, at: 24:00}]", "2:35: 'at' is no time of day: "),
        (
            "channels: [{id: c, kind: console}]\ndigests: [{id: d, channel: c, day: funday}]",
            "2:36: 'day' cannot be 'funday'; did you mean 'sunday'?",
        ),
        ("channels: [{id: c, kind: console}]\nroutes: [{channel: c, escalate_channel: d}]", "2:41: no channel 'd': "),
        ("channels: [{id: c, kind: console}]\nroutes: [{channel: c, escalate_to: [bob]}]", "2:37: no person 'bob': "),
        ("channels: [{id: c, kind: console}]\nroutes: [{channel: c, severity: loud}]", "2:33: 'severity' is none of its words: "),
        ("channels: [{id: c, kind: console, fatigue: {quiet_from: 20:00}}]", "1:44: 'fatigue' needs both quiet_from and quiet_until: "),
        ("channels: [{id: c, kind: console, fatigue: {per_hour: 0}}]", "1:55: 'per_hour' is too small: "),
        ("people: [{id: p, role: boss}]", "1:24: 'role' is none of its words: write 'admin', 'editor', 'reader' or 'auditor'"),
        ("people: [{id: p}, {id: p}]", "1:24: person id 'p' is used twice, first at line 1: "),
    ],
)
def test_a_bad_setting_is_named_with_its_place(tmp_path: Path, kinds: Kinds, text: str, expected: str) -> None:
    found = problems(tmp_path, kinds, settings=text + "\n", uses="uses: [{id: hiring, name: x, description: y}]\n")
    assert any(line.startswith(f"policywatch.yaml:{expected}") for line in found), found
    assert "hunter2" not in str(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("uses:\n  - id: general\n    name: x\n    description: y\n", "2:9: 'general' means AI regulation that touches no use: "),
        ("uses:\n  - id: a\n    name: ''\n    description: y\n", "3:11: 'name' is empty: fill it in"),
        ("uses:\n  - id: a\n    name: x\n    description: y\n    keywords: [a]\n", "5:15: 'keywords' has no fields: "),
        ("uses:\n  - id: a\n    name: x\n    description: y\n    keywords: {en: a}\n", "5:20: 'en' is no list: "),
        ("uses:\n  - id: a\n    name: x\n    description: y\n    threshold: half\n", "5:16: 'threshold' is no number: "),
        ("uses:\n  - just text\n", "2:5: this use has no fields: "),
        ("uses:\n", "1:1: 'uses' is empty: write 'uses: []' if there are none"),
        ("", "1:1: the file is empty: "),
        ("# a comment alone\n", "1:1: the file is empty: "),
        ("- id: a\n", "1:1: the file does not start with named fields: "),
        ("use: []\n", "1:1: no field 'use'; did you mean 'uses'?"),
        ("uses:\n  - {id: a b, name: x, description: y}\n", "2:10: 'id' is no id: "),
    ],
)
def test_a_bad_use_is_named_with_its_place(tmp_path: Path, kinds: Kinds, text: str, expected: str) -> None:
    found = problems(tmp_path, kinds, uses=text)
    assert any(line.startswith(f"uses.yaml:{expected}") for line in found), found


def test_all_problems_of_all_files_come_at_once_in_order(tmp_path: Path, kinds: Kinds) -> None:
    sources = "sources:\n  - {id: a, kind: feeds, url: x}\n  - {id: a, kind: feed, url: https://a.example, first_items: x}\n"
    with pytest.raises(ConfigError) as caught:
        good(tmp_path, kinds, sources=sources, uses="uses: [{id: a}]\n", settings="zone: X\nroutes: [{channel: c}]\n")
    places = [(problem.file, problem.line, problem.column) for problem in caught.value.problems]
    assert [place[0] for place in places] == ["sources.yaml"] * 4 + ["uses.yaml"] * 2 + ["policywatch.yaml"] * 2
    assert places[:4] == sorted(places[:4])


def test_the_default_embedder_must_exist(tmp_path: Path, kinds: Kinds) -> None:
    write(tmp_path)
    report = check(tmp_path, sources=kinds["sources"], channels=kinds["channels"], embedders=Registry("embedder", "fake_channels"))
    assert [str(problem) for problem in report.problems] == ["policywatch.yaml:1:1: no kind 'st': known: console, file, mail, slack"]


def test_one_bad_entry_never_drops_another(tmp_path: Path, kinds: Kinds) -> None:
    text = SOURCE + "  - id: b\n    kind: feed\n"
    with pytest.raises(ConfigError) as caught:
        good(tmp_path, kinds, sources=text)
    assert len(caught.value.problems) == 1


def test_thousands_of_faults_are_told_in_part(tmp_path: Path, kinds: Kinds) -> None:
    found = problems(tmp_path, kinds, sources="sources:\n" + "  - {id: a}\n" * 5_000)
    assert len(found) == 201
    assert "more problems follow" in found[-1]


@pytest.mark.parametrize("name", ["sources.yaml", "uses.yaml", "policywatch.yaml"])
def test_a_missing_file_is_named_with_the_command_that_makes_it(tmp_path: Path, kinds: Kinds, name: str) -> None:
    (write(tmp_path) / name).unlink()
    report = check(tmp_path, **kinds)
    assert len(report.problems) == 1
    assert str(report.problems[0]).startswith(f"{name}:1:1: there is no {name} in ")
    assert "policywatch init" in report.problems[0].todo


def test_a_folder_in_place_of_a_file_is_a_problem(tmp_path: Path, kinds: Kinds) -> None:
    (write(tmp_path) / "uses.yaml").unlink()
    (tmp_path / "uses.yaml").mkdir()
    assert "cannot be read" in str(check(tmp_path, **kinds).problems[0])


def test_the_hash_of_a_source_follows_all_but_its_id_and_its_looks(tmp_path: Path, kinds: Kinds) -> None:
    def hash_of(text: str) -> str:
        return str(good(tmp_path, kinds, sources=text).sources[0].config_hash)

    first = hash_of(SOURCE)
    assert hash_of(SOURCE.replace("id: a", "id: b")) == first
    assert hash_of("sources: [{url: 'https://a.example/feed.xml', kind: feed, id: a}]  # tidied\n") == first
    assert hash_of(SOURCE + "    every: 6h\n") != first
    assert hash_of(SOURCE + "    strip_html: false\n") != first


def not_ready(report: Report) -> dict[str, str]:
    return {f"{one.part} {one.id}": one.why for one in report.readiness if not one.ready}


def test_what_lacks_a_secret_is_not_ready(tmp_path: Path, kinds: Kinds) -> None:
    home = write(
        tmp_path, settings=DIGEST + "routes: [{channel: post}]\n", sources=SOURCE, uses="uses: [{id: a, name: x, description: y}]\n"
    )
    lacking = not_ready(check(home, **kinds, env={}))
    assert set(lacking) == {"channel post", "route 1 to post", "digest weekly"}
    assert lacking["channel post"].startswith("SMTP_PASSWORD is not set: ")
    assert not_ready(check(home, **kinds, env={"SMTP_PASSWORD": "x"})) == {}


@pytest.mark.parametrize(
    ("settings", "part", "why"),
    [
        ("channels: []\n", "channels (0)", "nobody can be told"),
        ("channels: [{id: c, kind: console}]\n", "routes (0)", "nobody is told"),
        (
            "channels: [{id: c, kind: console}]\ndigests: [{id: d, channel: c, recipients: [a@a.example]}]\n",
            "digest d",
            "its channel c sends no mail: remove its recipients",
        ),
        (MAIL + "digests: [{id: d, channel: post}]\n", "digest d", "no recipients"),
        ("channels: [{id: c, kind: console}]\nroutes: [{channel: c, when: weekly}]\n", "route 1 to c", "waits for a weekly digest"),
        ("database: ${NO_SUCH_DATABASE}\n", "database ", "NO_SUCH_DATABASE is not set"),
        ("network: {proxy: '${NO_SUCH_PROXY}'}\n", "proxy ", "NO_SUCH_PROXY is not set"),
    ],
)
def test_validate_says_what_cannot_work_yet(tmp_path: Path, kinds: Kinds, settings: str, part: str, why: str) -> None:
    report = check(write(tmp_path, settings=settings), **kinds, env={})
    assert report.problems == ()
    assert why in not_ready(report)[part]


def test_a_reference_that_no_secret_field_holds_is_doubted(tmp_path: Path, kinds: Kinds) -> None:
    text = "channels: [{id: c, kind: slack, token: '${T}', channel: '${CHANNEL}'}]\n"
    report = check(write(tmp_path, settings=text), **kinds, env={})
    assert [str(one) for one in report.warnings] == [
        "policywatch.yaml:1:57: 'channel' stays '${CHANNEL}': write the value itself; only secrets, database and proxy come from the environment"
    ]


def test_a_doubtful_address_warns_until_it_is_verified(tmp_path: Path, kinds: Kinds) -> None:
    text = "sources:\n  - {id: a, kind: page, url: 'https://eur-lex.europa.eu/eli/reg/2024/1689/oj'}\n"
    warnings = check(write(tmp_path, sources=text), **kinds).warnings
    assert [(one.line, one.column) for one in warnings] == [(2, 30)]
    assert check(write(tmp_path, sources=text.replace("}", ", verified: true}")), **kinds).warnings == ()
