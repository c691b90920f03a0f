"""What each command does; the roof's own words for people."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from app.house import REGISTRIES, House, load_config, open_house
from app.present import plain, print_json, print_table, uses_line
from app.progress import Progress
from policywatch.errors import UsageError


def say(text: str) -> None:
    """A line for people on standard output."""
    sys.stdout.write(text + "\n")


def init(folder: Path) -> int:
    """Writes the starters."""
    from policywatch.config import init as write_starters

    written = write_starters(folder, sources=REGISTRIES.sources, channels=REGISTRIES.channels, embedders=REGISTRIES.embedders)
    for path in written:
        say(f"wrote {path}")
    say(f"next: edit uses.yaml, then `policywatch validate --home {folder}` and `policywatch run --home {folder}`")
    return 0


def validate(home: Path, as_json: bool) -> int:
    """Names every problem of the three files, and what is ready."""
    from policywatch.config import check

    report = check(home, sources=REGISTRIES.sources, channels=REGISTRIES.channels, embedders=REGISTRIES.embedders)
    if as_json:
        print_json(
            {
                "valid": report.config is not None,
                "problems": [plain(problem) for problem in report.problems],
                "readiness": [plain(line) for line in report.readiness],
            }
        )
    else:
        for problem in report.problems:
            sys.stderr.write(f"{problem}\n")
        for line in report.readiness:
            say(str(line))
        if report.config is None:
            sys.stderr.write(f"{len(report.problems)} problems: nothing was changed\n")
    return 0 if report.config is not None else 2


def run(home: Path, everything: bool, ids: Sequence[str], as_json: bool) -> int:
    """One run to the end."""
    from app.running import Asked, run_once
    from crawlers.reactor import run_in_reactor

    with open_house(home) as house:
        summary = run_in_reactor(lambda: run_once(house, Asked(everything, tuple(ids)), Progress(), sys.stderr if as_json else None))
    if as_json:
        print_json(summary.as_json())
    else:
        _say_summary(summary.as_json())
    for remark in summary.remarks:
        sys.stderr.write(f"{remark}\n")
    return summary.exit_code


def _say_summary(summary: dict[str, Any]) -> None:
    checks = ", ".join(f"{count} {outcome}" for outcome, count in sorted(summary["checks"].items())) or "none due"
    deliveries = ", ".join(f"{count} {state}" for state, count in sorted(summary["deliveries"].items())) or "none"
    say(f"checks: {checks}")
    say(
        f"documents: {summary['documents']} new, updates: {summary['updates']}, classified: {summary['classified']}, alerts: {summary['alerts']}"
    )
    say(f"deliveries: {deliveries}; {summary['seconds']:.1f} s")


def serve(home: Path, roles: str | None, tick_s: float) -> int:
    """Serves until stopped."""
    from app.serve import new_service, roles_of
    from crawlers.reactor import run_in_reactor

    with open_house(home) as house:
        wanted = roles_of(roles, house.config)
        if sys.stderr.isatty():
            watched = f"{len(house.config.sources)} sources, {len(house.config.settings.channels)} channels"
            sys.stderr.write(f"watching {watched} in {home}; POLICYWATCH_LOG=info says more, Ctrl-C stops\n")

        async def service() -> None:
            await new_service(house, wanted, tick_s).run()

        run_in_reactor(service)
    return 0


def kinds(as_json: bool) -> int:
    """Lists every kind with its first line."""
    rows = [
        {"noun": registry.noun, "kind": name, "what": registry.summary(name)}
        for registry in (REGISTRIES.sources, REGISTRIES.channels, REGISTRIES.embedders)
        for name in registry.names
    ]
    _show(as_json, rows, "kinds", ("noun", "kind", "what"))
    return 0


def _show(as_json: bool, rows: list[dict[str, Any]], title: str, columns: Sequence[str]) -> None:
    if as_json:
        print_json(rows)
    else:
        print_table(f"{title}: {len(rows)}", columns, [[row[column] for column in columns] for row in rows])


def sources_list(home: Path, as_json: bool) -> int:
    """Every source with its schedule and last outcome."""
    columns = ("id", "kind", "state", "documents", "last_check_at", "outcome", "cause", "next_check_at")
    with open_house(home) as house:
        house.store.sync_sources(house.config.sources, house.clock())
        rows = [{name: getattr(row, name) for name in columns} for row in house.store.source_rows()]
    _show(as_json, rows, "sources", columns)
    return 0


def documents_list(home: Path, source: str | None, limit: int, as_json: bool) -> int:
    """Documents, newest first."""
    with open_house(home) as house:
        rows = [_document(row) for row in house.store.documents(source, limit)]
    _show(as_json, rows, "documents", ("id", "source_id", "jurisdiction", "title", "published_at", "band", "uses"))
    return 0


def _document(row: Any) -> dict[str, Any]:
    document, found = row.document, row.classification
    return {
        "id": row.id,
        "source_id": document.source_id,
        "jurisdiction": document.jurisdiction,
        "title": document.title,
        "url": document.url,
        "published_at": document.published_at,
        "first_seen_at": row.first_seen_at,
        "state": row.state,
        "topic_score": found.topic_score if found else None,
        "band": found.band if found else None,
        "uses": uses_line(found.relevances) if found else "",
    }


def documents_show(home: Path, document_id: str, as_json: bool) -> int:
    """One document, whole."""
    with open_house(home) as house:
        row = house.store.document(document_id)
    if row is None:
        raise UsageError(f"no document '{document_id}': `policywatch documents list` shows the ids")
    value = _document(row) | {"document": plain(row.document), "classification": plain(row.classification)}
    if as_json:
        print_json(value)
        return 0
    for name, text in value.items():
        if name not in ("document", "classification"):
            say(f"{name:14} {plain(text) if text is not None else '–'}")
    say("")
    say(row.document.summary)
    say(row.document.text)
    return 0


def _alert(row: Any) -> dict[str, Any]:
    columns = ("id", "update_id", "channel", "state", "severity", "title", "url", "uses", "created_at")
    return {name: getattr(row, name) for name in columns}


def alerts_list(home: Path, channel: str | None, limit: int, as_json: bool) -> int:
    """Alerts, newest first."""
    with open_house(home) as house:
        rows = [_alert(row) for row in house.store.alerts(limit, channel)]
    if not as_json:
        for row in rows:
            row["uses"] = ", ".join(row["uses"])
    _show(as_json, rows, "alerts", ("id", "channel", "state", "severity", "title", "uses", "created_at"))
    return 0


def _alert_row(house: House, alert_id: str) -> Any:
    row = house.store.alert(alert_id)
    if row is None:
        raise UsageError(f"no alert '{alert_id}': `policywatch alerts list` shows the ids")
    return row


def alerts_show(home: Path, alert_id: str, as_json: bool) -> int:
    """One alert as its message was written."""
    from alerts.render.card import Looks
    from alerts.render.text import console_card

    with open_house(home) as house:
        row = _alert_row(house, alert_id)
        now, zone = house.clock(), house.config.settings.zone
    if as_json:
        print_json(_alert(row) | {"message": plain(row.message)})
    elif row.message is None:
        say("this alert goes into the weekly digest only")
    else:
        say(console_card(row.message, Looks(zone), now))
    return 0


def explain(home: Path, alert_id: str, again: bool, as_json: bool) -> int:
    """Why an alert was sent; with ``again`` whether it would be scored the same, and exit status 1 when not."""
    from app.explain import explanation, say_explanation
    from app.replay import replay, say_replay

    with open_house(home) as house:
        row = _alert_row(house, alert_id)
        value = explanation(house, row)
        replayed = replay(house, row) if again else None
    if as_json:
        print_json(value | ({"replay": replayed} if replayed else {}))
    else:
        say_explanation(value, say)
        if replayed:
            say_replay(replayed, say)
    return 0 if replayed is None or replayed["same"] else 1


def classify(home: Path, source: Path, target: Path) -> int:
    """Scores documents of the caller's own."""
    from app.classifying import load_embedder
    from pipeline.classify import Classifier
    from pipeline.predict import predict

    config = load_config(home)
    embedder, problem = load_embedder(config)
    if problem:
        sys.stderr.write(f"model missing, words alone decide and is_ai_score is null: {problem}\n")
    rows = [row for _, row in json_lines(source)]
    progress = Progress()
    with target.open("w", encoding="utf-8") if str(target) != "-" else _standard_output() as out, progress.stage("classifying", len(rows)):
        for answer in predict(rows, Classifier(embedder, config.uses)):
            out.write(_line(answer))
            progress.step(str(answer["id"]))
    return 0


def _standard_output() -> Any:
    from contextlib import nullcontext

    return nullcontext(sys.stdout)


def _line(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False) + "\n"


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a JSON Lines file with the numbers of their lines; a bad line is named by its number."""
    import json

    try:
        stream: BinaryIO = sys.stdin.buffer if str(path) == "-" else path.open("rb")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}: name a readable file of JSON lines") from error
    with stream:
        for number, raw in enumerate(stream, 1):
            if not raw.strip():
                continue
            try:
                row = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
            except ValueError as error:
                raise UsageError(f"{path}:{number}: not JSON ({error}): write one object per line, in UTF-8") from error
            if not isinstance(row, dict) or "id" not in row:
                raise UsageError(f"{path}:{number}: an object with id, title, text and lang is wanted")
            yield number, row


def digest_preview(home: Path, week: str | None, out: Path, recipient: str | None, show: bool, as_json: bool) -> int:
    """Writes the weekly mail to files, and shows it."""
    import webbrowser

    from app.digests import preview

    with open_house(home) as house:
        written = preview(house, week, out, recipient)
    if as_json:
        print_json([str(path) for path in written])
    else:
        for path in written:
            say(f"wrote {path}")
    pages = [path for path in written if path.suffix == ".html"] if show else []
    if not all(webbrowser.open(path.resolve().as_uri()) for path in pages):
        raise UsageError(f"--open: no browser was found here: open {pages[0]} yourself")
    return 0


def digest_send(home: Path, week: str | None, out: Path | None, as_json: bool) -> int:
    """Sends the weekly mail; exit status 1 when a mail was rejected or parked."""
    import asyncio

    from app.digests import send

    with open_house(home) as house:
        value = asyncio.run(send(house, week, out))
    if as_json:
        print_json(value)
    else:
        say(f"queued {value['queued']}, already sent {value['already_sent']}; deliveries: {value['deliveries'] or 'none due'}")
    return 1 if any(state in ("rejected", "parked") for state in value["deliveries"]) else 0


def digest_bounces(home: Path, file: Path | None, forgiven: str | None, as_json: bool) -> int:
    """Reads what came back, forgives, and lists who cannot be reached."""
    from app.bounces import forgive, read_mails
    from app.digest_readers import BOUNCES

    with open_house(home) as house:
        told = read_mails(house, _whole(file)) if file is not None else []
        if forgiven is not None:
            forgive(house, forgiven)
        counts = house.store.final_bounces()
    rows = [{"recipient": id, "final_bounces": count, "reachable": count < BOUNCES} for id, count in sorted(counts.items())]
    if as_json:
        print_json({"read": [plain(one) for one in told], "recipients": rows})
        return 0
    for one in told:
        say(" ".join(part for part in (one.what, one.recipient_id, one.status, "" if one.new else "(nothing new)") if part))
    print_table(
        f"recipients whose mail came back: {len(rows)}", ("recipient", "final bounces", "reachable"), [list(row.values()) for row in rows]
    )
    return 0


def _whole(file: Path) -> bytes:
    """A file, or standard input for ``-``; raises UsageError when it cannot be read."""
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror or error}): name a mail or an mbox") from error


def doctor(home: Path, as_json: bool) -> int:
    """Looks at everything a run needs; exit status 1 when something is not well."""
    import asyncio

    from app.doctor import examine

    with open_house(home) as house:
        return _say_findings(asyncio.run(examine(house)), as_json)


def _say_findings(findings: Sequence[Any], as_json: bool) -> int:
    if as_json:
        print_json([plain(finding) for finding in findings])
    else:
        for finding in findings:
            say(f"{finding.word} {finding.part}: {finding.what}")
    return 0 if all(finding.ok for finding in findings) else 1


def slack_manifest(request_url: str, as_json: bool) -> int:
    """The manifest of the Slack app, as YAML or JSON."""
    from urllib.parse import urlsplit

    from alerts.slack.manifest import manifest

    if request_url and (urlsplit(request_url).scheme != "https" or not urlsplit(request_url).hostname):
        raise UsageError(f"--http: '{request_url}' is no https address: write https://host/slack")
    made = manifest(request_url)
    if as_json:
        print_json(made)
    else:
        sys.stdout.write(manifest_yaml(made))
    return 0


def manifest_yaml(made: dict[str, Any]) -> str:
    """The manifest as Slack's page takes it."""
    import yaml

    return str(yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=140))


def slack_doctor(home: Path, channel: str | None, as_json: bool) -> int:
    """Looks at each Slack channel as Slack sees it; exit status 1 when something is not well."""
    import asyncio

    from app.slack.doctor import examine

    with open_house(home) as house:
        return _say_findings(asyncio.run(examine(house, channel)), as_json)
