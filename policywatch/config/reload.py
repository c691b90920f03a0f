"""Keeps a running service on its last valid configuration while people edit the files."""

import time
from collections.abc import Callable
from pathlib import Path

from policywatch.config.load import FILES, Built, Files, build, read_files
from policywatch.config.settings import Config
from policywatch.errors import Problem
from policywatch.kinds import Registry

#: a file this young may be written again without a new time stamp, so its bytes are compared
_YOUNG_NS = 2_000_000_000
_Stamp = tuple[tuple[int, int, int] | None, ...]


class Reloader:
    """Holds the configuration in force; ``refresh`` takes over an edit when it is valid, and says so when it is not."""

    def __init__(self, home: Path, *, sources: Registry, channels: Registry, embedders: Registry) -> None:
        """Reads the files; raises ConfigError when there is no valid configuration to begin with."""
        self._home = home
        self._judge: Callable[[Files], Built] = lambda files: build(files, home, sources=sources, channels=channels, embedders=embedders)
        self._keep(self._look())
        files = read_files(home)
        self._seen = files.fingerprint
        #: the configuration in force, valid at any time
        self.config: Config = self._judge(files).config_or_raise()
        #: what is wrong with the files as they stand, or ``None``
        self.problems: tuple[Problem, ...] | None = None

    def refresh(self) -> tuple[Config, tuple[Problem, ...] | None, bool]:
        """The configuration in force, what is wrong with the files as they stand, and whether the configuration changed.

        Costs three ``stat`` calls while nothing was written lately.
        """
        stamp = self._look()
        if stamp == self._stamp and not self._young:
            return self.config, self.problems, False
        files = read_files(self._home)
        # a write between the two looks is seen again at the next call
        self._keep(stamp)
        if files.fingerprint == self._seen:
            return self.config, self.problems, False
        self._seen = files.fingerprint
        if files.fingerprint == self.config.fingerprint:
            self.problems = None
            return self.config, None, False
        built = self._judge(files)
        if built.config is None:
            self.problems = tuple(built.problems)
            return self.config, self.problems, False
        self.config, self.problems = built.config, None
        return self.config, None, True

    def _keep(self, stamp: _Stamp) -> None:
        self._stamp = stamp
        self._young = any(one is not None and time.time_ns() - one[0] < _YOUNG_NS for one in stamp)

    def _look(self) -> _Stamp:
        stamps: list[tuple[int, int, int] | None] = []
        for name in FILES:
            try:
                stat = (self._home / name).stat()
            except OSError:
                stamps.append(None)
            else:
                stamps.append((stat.st_mtime_ns, stat.st_size, stat.st_ino))
        return tuple(stamps)
