"""Prints the pip flag that adds PyTorch's CPU wheel index, or nothing where it is not wanted.

Not wanted: ``TORCH_INDEX`` is empty, the machine is no Linux (elsewhere the ordinary wheel is the CPU one), or pip already
looks into a folder of wheels that holds a CPU build.
"""

import os
import subprocess
import sys
from pathlib import Path


def wheel_folders() -> list[Path]:
    """The folders that this pip looks into beside its index."""
    listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False).stdout
    values = [line.partition("=")[2].strip("'\" ") for line in listed.splitlines() if ".find-links" in line]
    values.append(os.environ.get("PIP_FIND_LINKS", ""))
    return [Path(place.removeprefix("file://")) for value in values for place in value.split() if place]


def main() -> int:
    """Writes the flag to standard output."""
    index = sys.argv[1] if len(sys.argv) > 1 else ""
    has_cpu_build = any(any(folder.glob("torch-*+cpu*.whl")) for folder in wheel_folders() if folder.is_dir())
    if index and sys.platform == "linux" and not has_cpu_build:
        sys.stdout.write(f"--extra-index-url {index}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
