"""Writes constraints/lock.txt from a pip report (``make lock``): name==version only, so that it holds on every platform."""

import json
import sys
from pathlib import Path


def main() -> int:
    """Reads the report named on the command line; refuses a set that holds a CUDA package."""
    report = json.loads(Path(sys.argv[1]).read_text())
    pins = set()
    for entry in report["install"]:
        name = entry["metadata"]["name"].lower().replace("_", "-").replace(".", "-")
        if name != "policywatch":
            pins.add(f"{name}=={entry['metadata']['version'].split('+')[0]}")
    cuda = sorted(pin for pin in pins if pin.startswith(("nvidia-", "cuda-", "triton")))
    if cuda:
        sys.stderr.write(f"the set holds CUDA packages: pin torch in constraints/cpu.txt first: {', '.join(cuda)}\n")
        return 1
    head = "# Every distribution of every extra by name and version, made by `make lock`.\n"
    Path(__file__).with_name("lock.txt").write_text(head + "\n".join(sorted(pins)) + "\n")
    sys.stdout.write(f"{len(pins)} distributions pinned\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
