"""Writes the first configuration of a home folder: three commented files and the schemas that editors complete them with."""

import json
from importlib import resources
from pathlib import Path

from policywatch.config.load import FILES
from policywatch.config.schema import schemas
from policywatch.errors import UsageError
from policywatch.kinds import Registry

SCHEMA_FOLDER = Path(".policywatch") / "schemas"


def schema_line(name: str) -> str:
    """The first line of a file, by which an editor finds its schema."""
    return f"# yaml-language-server: $schema={(SCHEMA_FOLDER / Path(name).stem).as_posix()}.json\n"


def init(home: Path, *, sources: Registry, channels: Registry, embedders: Registry) -> tuple[Path, ...]:
    """Writes the starters and returns what was written; raises UsageError, and writes nothing, when one of the files exists."""
    there = [name for name in FILES if (home / name).exists()]
    if there:
        raise UsageError(f"{', '.join(there)} in {home} would be overwritten: choose an empty folder, or move them away")
    try:
        home.mkdir(parents=True, exist_ok=True)
        written = write_schemas(home, sources=sources, channels=channels, embedders=embedders)
        starters = resources.files("policywatch.config").joinpath("data/starter")
        for name in FILES:
            text = schema_line(name) + starters.joinpath(name).read_text("utf-8")
            with (home / name).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
            written.append(home / name)
    except OSError as error:
        raise UsageError(f"cannot write to {home} ({error.strerror or error}): choose another folder or mend its permissions") from error
    return tuple(written)


def write_schemas(home: Path, *, sources: Registry, channels: Registry, embedders: Registry) -> list[Path]:
    """Writes the schemas anew, such as after an upgrade that brought new kinds."""
    folder = home / SCHEMA_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas(sources=sources, channels=channels, embedders=embedders).items():
        path = folder / f"{Path(name).stem}.json"
        path.write_text(json.dumps(schema, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
    return written
