"""Secrets are planted in every setting that takes one, everything is run and made to fail, and nothing shows one afterwards."""

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Watch


class Echo(BaseHTTPRequestHandler):
    """Every service at once; it refuses everything, and its refusals repeat what it was sent."""

    def _refuse(self) -> None:
        body = f"refused {self.path} {dict(self.headers)}".encode()
        self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.path.startswith("/api"):
            self.send_response(403)
            body = b"no"
        else:
            self.send_response(500)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = _refuse

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def planted(port: int) -> dict[str, str]:
    """By variable, values that each hold a mark of their own."""

    def mark(name: str) -> str:
        return f"PLANTED-{name}-7f3c9a"

    base = f"http://127.0.0.1:{port}"
    return {
        "SLACK": f"xoxb-{mark('slack')}",
        "SLACK_APP": f"xapp-{mark('slackapp')}",
        "SLACK_SIGNING": mark("signing"),
        "SMTP": mark("smtp"),
        "BOUNCES": mark("bounces") * 3,
        "HOOK": f"{base}/hook/{mark('hook')}",
        "HOOK_SIGNS": "whsec_UExBTlRFRC13aHNlYy03ZjNjOWFQTEFOVEVELXdoc2Vj",
        "FEISHU": f"{base}/feishu/{mark('feishu')}",
        "FEISHU_SIGNS": mark("feishusigns"),
        "WECOM": f"{base}/wecom?key={mark('wecom')}",
        "DINGTALK": f"{base}/ding?access_token={mark('dingtalk')}",
        "DINGTALK_SIGNS": mark("dingtalksigns"),
        "TEAMS": f"{base}/teams?sig={mark('teams')}",
        "LANYING": mark("lanying"),
        "CALLBACK": mark("callback"),
        "APPRISE": f"json://127.0.0.1:{port}/{mark('apprise')}?+x-key={mark('apprisekey')}",
        "API": mark("api"),
        "WEB": mark("web") * 2,
        "KEY": mark("key") * 2,
        "KEY_BEFORE": mark("keybefore") * 2,
    }


def marks(values: dict[str, str]) -> set[bytes]:
    """What may stand nowhere: the marks, and the one secret that has a form of its own."""
    import re

    found = {mark for value in values.values() for mark in re.findall("PLANTED-[a-z]+-7f3c9a", value)}
    return {mark.encode() for mark in found} | {b"UExBTlRFRC13aHNlYy03ZjNjOWFQ"}


CHANNELS = """\
  - {{id: slack, kind: slack, token: '${{SLACK}}', channel: C1, base_url: 'http://127.0.0.1:{port}/api/', app_token: '${{SLACK_APP}}',
     signing_secret: '${{SLACK_SIGNING}}'}}
  - {{id: post, kind: mail, host: 127.0.0.1, port: 9, security: none, username: w, password: '${{SMTP}}', sender: w@c.example,
     recipients: [l@c.example], bounces_to: b@c.example, bounces_secret: '${{BOUNCES}}'}}
  - {{id: hook, kind: webhook, url: '${{HOOK}}', secrets: ['${{HOOK_SIGNS}}'], allow_networks: [127.0.0.0/8]}}
  - {{id: feishu, kind: feishu, url: '${{FEISHU}}', secret: '${{FEISHU_SIGNS}}'}}
  - {{id: wecom, kind: wecom, url: '${{WECOM}}'}}
  - {{id: dingtalk, kind: dingtalk, url: '${{DINGTALK}}', secret: '${{DINGTALK_SIGNS}}'}}
  - {{id: teams, kind: teams, url: '${{TEAMS}}'}}
  - {{id: lanying, kind: lanying, api_endpoint: 'http://127.0.0.1:{port}', app_id: a, access_token: '${{LANYING}}', from_user: 1, to_user: 2,
     callback_secret: '${{CALLBACK}}'}}
  - {{id: tail, kind: apprise, url: '${{APPRISE}}'}}
"""
IDS = ("slack", "post", "hook", "feishu", "wecom", "dingtalk", "teams", "lanying", "tail")
SOURCE = """\
  - {{id: api, kind: json_api, url: 'http://127.0.0.1:{port}/api', every: 0s, headers: {{X-Key: '${{API}}'}}, params: {{key: '${{API}}'}},
     fields: {{title: t, url: l}}}}
"""
MORE = "privacy: {key: '${KEY}', previous_keys: ['${KEY_BEFORE}']}\nweb: {public_url: 'https://watch.c.example', secret: '${WEB}'}\n"


def plant(home: Path, port: int) -> None:
    settings = home / "policywatch.yaml"
    text = settings.read_text()
    routes = "".join(f"  - {{channel: {name}}}\n  - {{channel: {name}, uses: [general]}}\n" for name in IDS)
    text = text.replace("channels:\n", "channels:\n" + CHANNELS.format(port=port), 1).replace("routes:\n", "routes:\n" + routes, 1)
    text = text.replace("allow_ports: [", f"allow_ports: [{port}, ", 1)
    settings.write_text(text + MORE)
    sources = home / "sources.yaml"
    sources.write_text(sources.read_text() + SOURCE.format(port=port))


def held(home: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of the home folder, compressed ones opened too."""
    for path in home.rglob("*"):
        if not path.is_file() or path.name.endswith(".yaml"):
            continue
        raw = path.read_bytes()
        yield str(path), raw
        if raw.startswith(b"\x1f\x8b"):
            yield str(path), gzip.decompress(raw)


def test_no_planted_secret_shows_anywhere(watch: "Watch", port: int) -> None:
    values = planted(port)
    plant(watch.home, port)
    watch.env |= values | {"POLICYWATCH_LOG": "debug"}
    preview, table = str(watch.home / "out"), str(watch.home / "out.csv")
    told: list[str] = []
    for words in (
        ("validate",),
        ("run", "--all"),
        ("doctor", "--json"),
        ("people", "rotate-key"),
        ("digest", "preview", "--out", preview),
        ("export", "--format", "csv", "--out", table),
    ):
        done = watch.call(*words)
        assert "Traceback" not in done.stderr, done.stderr
        told += [done.stdout, done.stderr]
    output = "".join(told)
    assert "ambiguous" in output or "pending" in output, "every channel was tried and failed"
    everything = [("output", output.encode()), *held(watch.home)]
    assert len(marks(values)) >= 20 and len(everything) > 10
    assert [(where, mark) for where, raw in everything for mark in marks(values) if mark in raw] == []


@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ("literal token", "channels:\n  - {id: s, kind: slack, token: xoxb-PLANTED-literal-7f3c9a, channel: C1}\n"),
        ("literal in a block", "privacy: {key: PLANTED-literal-7f3c9a}\n"),
        ("literal in a list", "channels:\n  - {id: h, kind: webhook, url: '${U}', secrets: [PLANTED-literal-7f3c9a]}\n"),
        ("password of the database", "database: postgresql://u:PLANTED-literal-7f3c9a@127.0.0.1/x\n"),
        ("password of a proxy", "network: {proxy: 'http://u:PLANTED-literal-7f3c9a@127.0.0.1:1'}\n"),
        ("reference to a database that is down", "database: ${DB}\n"),
    ],
)
def test_a_secret_in_the_wrong_place_is_refused_without_being_repeated(watch: "Watch", setting: str, line: str) -> None:
    (watch.home / "policywatch.yaml").write_text(line)
    done = watch.call("run", DB="postgresql://u:PLANTED-literal-7f3c9a@127.0.0.1:1/x", POLICYWATCH_LOG="debug")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "PLANTED" not in done.stdout + done.stderr
