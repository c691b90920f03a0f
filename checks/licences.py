"""Licence gate: every installed distribution must carry a licence that an Apache-2.0 product may depend on.

AGPL, GPL and unknown licences fail; LGPL and MPL pass, since they come as dependencies and are not copied into the product.
Data and model files do not show in package metadata; they are listed in docs/licences.md by hand.
"""

import re
import sys
from importlib.metadata import Distribution, distributions

#: distributions whose metadata is silent or wrong, read by hand: name -> licence and where it stands
READ_BY_HAND: dict[str, str] = {"dkimpy": "zlib (its LICENSE file; the metadata says BSD-like)"}

FREE = re.compile(
    r"\b(mit|mit-0|bsd(-\d-clause)?|apache|isc|psf|python software foundation|zlib|unlicense|0bsd|mpl|mozilla|lgpl|lesser general"
    r"|public domain|zpl|zope|hpnd|cc0|blueoak)",
    re.I,
)
REFUSED = re.compile(r"(?<![a-z])a?gpl|affero|(?<!lesser )general public license", re.I)
LESSER = re.compile(r"lgpl|lesser general public", re.I)


def licence_of(distribution: Distribution) -> str:
    """What a distribution says about its licence, from the fields that packages use."""
    meta = distribution.metadata
    classifiers = [c.rpartition("::")[2].strip() for c in meta.get_all("Classifier") or [] if c.startswith("License ::")]
    said = [meta.get("License-Expression") or "", *classifiers, (meta.get("License") or "")[:200]]
    return next((text for text in said if text.strip() and text.strip().lower() not in ("unknown", "osi approved")), "")


def verdict(name: str, licence: str) -> str | None:
    """Why the distribution may not be used, or ``None``."""
    text = READ_BY_HAND.get(name, licence)
    if not text:
        return "unknown licence: read it, then add it to READ_BY_HAND"
    choices = re.split(r"\bOR\b", text)
    if any(FREE.search(choice) and (LESSER.search(choice) or not REFUSED.search(choice)) for choice in choices):
        return None
    return f"licence not allowed or not recognised: {text.strip()[:80]}"


def main() -> int:
    """Prints what fails; exit status 1 when something does."""
    bad = []
    count = 0
    for distribution in distributions():
        name = (distribution.metadata["Name"] or "?").lower()
        count += 1
        why = verdict(name, licence_of(distribution)) if name != "policywatch" else None
        if why:
            bad.append(f"{name} {distribution.version}: {why}")
    sys.stdout.write("\n".join([*sorted(set(bad)), f"licences: {count} distributions, {len(set(bad))} refused"]) + "\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
