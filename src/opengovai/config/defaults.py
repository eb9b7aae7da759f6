"""What holds where a configuration says nothing: everything local, nothing leaves the machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opengovai.guards.boundaries import DEFAULTS as BOUNDARIES

DEFAULTS: Mapping[str, Any] = {
    "service": {
        "name": "opengovai",
        "languages": ["en", "sw", "rw", "kk", "ru", "de", "fr"],
        "passages": 12,
        "floor": 0.68,
        "calibration_path": "",
    },
    "redactor": {"use": "builtin"},
    "loader": {"use": "files"},
    "store": {"use": "embedded", "path": "kb"},
    "drafter": {"use": "extractive"},
    "question_guards": [{"use": "length", "limit": 2000}, {"use": "characters"}],
    "answer_guards": [{"use": "length", "limit": 20000}, {"use": "characters"}],
    "audit": {"use": "directory", "path": "audit"},
    "handoff": {
        "use": "contact",
        "authority": "",
        "contact": "",
    },
    "channels": [],
    "conversation": {
        "turns": 10,
        "minutes": 60,
        "most": 10_000,
        "path": "",
        "key_path": "",
        "outbox_path": "handovers",
    },
    "boundaries": BOUNDARIES,
    "cases": {"path": "opengovai-cases"},
    "egress": {"personal": [], "redacted": [], "records": [], "public": []},
    "model_policy": {
        "licences": ["Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CC-BY-4.0"],
        "residency": ["local"],
        "exceptions": [],
    },
}
