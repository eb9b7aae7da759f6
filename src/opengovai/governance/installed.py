"""The distributions that a running OpenGovAI consists of, read from their metadata."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution

ROOT = "opengovai"
# Extras for developing the library; nobody runs a service with them.
_DEVELOPMENT = {"test", "docs"}
_REQUIREMENT = re.compile(r"^([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?")
_EXTRA = re.compile(r"""extra\s*==\s*["']([\w.-]+)["']""")

# Classifiers and the free words of older metadata, as SPDX identifiers (https://spdx.org/licenses/).
_SPDX = {
    "apache software license": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "mit license": "MIT",
    "mit": "MIT",
    "bsd license": "BSD-3-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "bsd-3-clause, apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "bsd": "BSD-3-Clause",
    "new bsd license": "BSD-3-Clause",
    "isc license (iscl)": "ISC",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
    "gnu lesser general public license v3 or later (lgplv3+)": "LGPL-3.0-or-later",
    "gnu lesser general public license v2 or later (lgplv2+)": "LGPL-2.1-or-later",
    "lgplv2.1+": "LGPL-2.1-or-later",
    "lgpl-2.1+": "LGPL-2.1-or-later",
}

ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CC-BY-4.0",
    "HPND",
    "ISC",
    "LGPL-2.1-only",
    "LGPL-2.1-or-later",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "Python-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
}
"""SPDX identifiers that a part may be under: OSI-approved and no AGPL or BSL (Business Source), and
CC0 and CC-BY for data. `BSL-1.0` is the Boost licence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Package:
    """An installed distribution. `licence` is an SPDX expression where one is known, else what the
    metadata says. `requires` names the installed distributions that it needs."""

    name: str
    version: str
    licence: str
    summary: str
    requires: tuple[str, ...]


def packages() -> list[Package]:
    """OpenGovAI first, then everything installed that it needs, extras for operation included."""
    root = distribution(ROOT)
    extras = set(root.metadata.get_all("Provides-Extra") or ()) - _DEVELOPMENT
    found: dict[str, Package] = {}
    done: set[tuple[str, frozenset[str]]] = set()
    queue = deque([(root, frozenset(extras))])
    while queue:
        dist, wanted = queue.popleft()
        name = canonical(dist.name)
        if (name, wanted) in done:
            continue
        done.add((name, wanted))
        needs = _needs(dist, wanted)
        before = found[name].requires if name in found else ()
        found[name] = _package(dist, {*before, *(canonical(need.name) for need, _ in needs)})
        queue.extend(needs)
    first, *rest = found.values()
    return [first, *sorted(rest, key=lambda package: package.name)]


def canonical(name: str) -> str:
    """A distribution's name as registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def allowed(licence: str) -> bool:
    """Whether an SPDX expression can be met with licences of ALLOWED alone; unclear: no."""
    plain = re.sub(r"\s+WITH\s+[\w.-]+", "", licence)
    either = [
        re.findall(r"[\w.+-]+", branch.replace(" AND ", " ")) for branch in plain.split(" OR ")
    ]
    if "(" in plain:  # nested: ask for all of them rather than take the expression apart
        return all(one in ALLOWED for branch in either for one in branch)
    return any(branch and all(one in ALLOWED for one in branch) for branch in either)


def _package(dist: Distribution, requires: set[str]) -> Package:
    return Package(
        name=canonical(dist.name),
        version=dist.version,
        licence=_licence(dist),
        summary=_field(dist, "Summary"),
        requires=tuple(sorted(requires)),
    )


def _needs(dist: Distribution, extras: frozenset[str]) -> list[tuple[Distribution, frozenset[str]]]:
    needs = []
    for requirement in dist.requires or ():
        head, _, marker = requirement.partition(";")
        named = _EXTRA.findall(marker)
        if named and not extras & set(named):
            continue
        match = _REQUIREMENT.match(head)
        if match and (need := _installed(match[1])) and canonical(match[1]) != ROOT:
            wanted = frozenset(part.strip() for part in (match[2] or "").split(",") if part.strip())
            needs.append((need, wanted))
    return needs


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:  # an extra or a platform that this machine does not have
        return None


def _licence(dist: Distribution) -> str:
    if expression := _field(dist, "License-Expression"):
        return expression
    named = [
        value.rpartition(" :: ")[2]
        for value in dist.metadata.get_all("Classifier") or ()
        if value.startswith("License ::") and not value.endswith("OSI Approved")
    ]
    words = named or [_field(dist, "License").partition("\n")[0]]
    known = [_SPDX.get(word.lower(), word) for word in words]
    # Several classifiers do not say "and" or "or"; "and" asks for more.
    return " AND ".join(sorted(set(known) - {""})) or "not stated"


def _field(dist: Distribution, name: str) -> str:
    return next(iter(dist.metadata.get_all(name) or ()), "").strip()
