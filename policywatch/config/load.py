"""Reads the three files as one configuration: everything that is wrong at once, or a valid whole."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from policywatch.config.build import build_settings, build_sources, build_uses, ids_of
from policywatch.config.entries import KindCache
from policywatch.config.findings import Findings
from policywatch.config.readiness import Readiness, readiness_of
from policywatch.config.settings import LANGUAGES, Config
from policywatch.config.tree import MAX_BYTES, Node, Reader
from policywatch.errors import ConfigError, Problem
from policywatch.kinds import Registry
from policywatch.languages import available

SOURCES, USES, SETTINGS = FILES = ("sources.yaml", "uses.yaml", "policywatch.yaml")


@dataclass(frozen=True, slots=True)
class Report:
    """What ``validate`` says."""

    #: ``None`` when there are problems
    config: Config | None
    problems: tuple[Problem, ...]
    #: what works for now and should be looked at
    warnings: tuple[Problem, ...] = ()
    #: what can run as it stands, and what lacks something; empty when there are problems
    readiness: tuple[Readiness, ...] = ()


def load(home: Path, *, sources: Registry, channels: Registry, embedders: Registry) -> Config:
    """The configuration of a home folder; raises ConfigError with all problems of all files."""
    return build(read_files(home), home, sources=sources, channels=channels, embedders=embedders).config_or_raise()


def check(home: Path, *, sources: Registry, channels: Registry, embedders: Registry, env: Mapping[str, str] | None = None) -> Report:
    """Everything that can be said about a home folder without the network; ``env`` defaults to the environment."""
    built = build(read_files(home), home, sources=sources, channels=channels, embedders=embedders)
    ready = readiness_of(built.config, env) if built.config is not None else ()
    return Report(built.config, tuple(built.problems), tuple(built.warnings), ready)


@dataclass(frozen=True, slots=True)
class Files:
    """The bytes of the three files as they were at one moment."""

    data: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Changes when a byte changes or a file appears or vanishes."""
        digest = hashlib.sha256()
        for name in FILES:
            body = self.data.get(name)
            digest.update(b"-" if body is None else b"+" + hashlib.sha256(body).digest())
        return digest.hexdigest()[:24]


def read_files(home: Path) -> Files:
    """Reads the files; one that cannot be read is a problem, never an exception."""
    data: dict[str, bytes] = {}
    problems = []
    for name in FILES:
        try:
            with (home / name).open("rb") as file:
                # one byte more than allowed, so that a file too large is seen and never held
                data[name] = file.read(MAX_BYTES + 1)
        except FileNotFoundError:
            problems.append(
                Problem(name, 1, 1, f"there is no {name} in {home}", f"run 'policywatch init {home}', or name another folder with --home")
            )
        except OSError as error:
            problems.append(Problem(name, 1, 1, f"cannot be read ({error.strerror or error})", "mend its permissions"))
    return Files(data, tuple(problems))


@dataclass
class Built:
    """A configuration under construction."""

    config: Config | None = None
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def config_or_raise(self) -> Config:
        """The configuration; raises ConfigError when there is none."""
        if self.config is None:
            raise ConfigError(self.problems)
        return self.config

    def gather(self, found: Findings) -> None:
        """Takes over what was found in one file."""
        self.problems += found.sorted()
        self.warnings += found.warnings


def _tree(name: str, files: Files, found: Findings) -> Node | None:
    """The mapping at the top of a file, or ``None`` after reporting why there is none."""
    data = files.data.get(name)
    if data is None:
        return None
    reader = Reader(name)
    top = reader.read(data)
    found.problems += reader.problems
    if top is not None and isinstance(top.value, dict):
        return top
    if not reader.problems:
        line, column = (top.line, top.column) if top is not None else (1, 1)
        found.problems.append(Problem(name, line, column, *_no_top(name, top)))
    return None


def _no_top(name: str, top: Node | None) -> tuple[str, str]:
    key = {SOURCES: "sources", USES: "uses", SETTINGS: "channels"}[name]
    if top is None or top.null:
        return "the file is empty", f"write '{key}: []' if there is nothing to say"
    return "the file does not start with named fields", f"write '{key}:' and the list below it"


def build(files: Files, home: Path, *, sources: Registry, channels: Registry, embedders: Registry) -> Built:
    """Judges what was read; ``config`` is set exactly when nothing is wrong."""
    built = Built(problems=list(files.problems))
    found = {name: Findings(name) for name in FILES}
    trees = {name: _tree(name, files, found[name]) for name in FILES}
    sources_top = trees[SOURCES]
    source_list = build_sources(sources_top, KindCache(sources), found[SOURCES]) if sources_top else ()
    uses_top = trees[USES]
    use_list = build_uses(uses_top, found[USES]) if uses_top else ()
    use_ids = ids_of(uses_top.fields["uses"].items) if uses_top and "uses" in uses_top.fields else None
    settings = routes = None
    settings_top = trees[SETTINGS]
    if settings_top:
        settings, routes = build_settings(
            settings_top, use_ids, KindCache(channels), KindCache(embedders), found[SETTINGS], available((home / LANGUAGES,))
        )
    for name in FILES:
        built.gather(found[name])
    if not built.problems and settings is not None and routes is not None:
        built.config = Config(source_list, use_list, routes, settings, home, files.fingerprint)
    return built
