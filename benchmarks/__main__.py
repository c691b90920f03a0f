"""``make bench``: every measurement in turn, each in a process of its own, since counters and memory must not mix."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Runs the benchmarks; those that need the recorded material get its folder and are left out without it."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    failed = []
    for path in sorted(HERE.glob("*.py")):
        if path.stem.startswith("_") or path.stem == "adapters" or "def main(" not in path.read_text(encoding="utf-8"):
            continue
        needs_shared = "SHARED" in path.read_text(encoding="utf-8")
        if needs_shared and (shared is None or not shared.is_dir()):
            print(f"== {path.stem}: left out, the recorded material is not there")
            continue
        print(f"== {path.stem}", flush=True)
        words = [sys.executable, "-m", f"benchmarks.{path.stem}", *([str(shared)] if needs_shared else [])]
        if subprocess.run(words, check=False).returncode:
            failed.append(path.stem)
    print(f"failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
