"""What every test of the repository runs under.

Examples in README.md and docs/ are executed, each document in its own empty folder: Python blocks
as they stand; TOML blocks that begin with `# name.toml` become that file; of console blocks the
lines `$ opengovai ...` and `$ printf ...`, whose output must match what is shown, `...` standing
for anything. No test reaches the network: a connection to anything but this machine is an error.
"""

from __future__ import annotations

import doctest
import os
import re
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

LOCAL = {"127.0.0.1", "::1", "localhost", ""}
RUN = ("opengovai ", "printf ")
LENIENT = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE

# Time limits for single examples fail by chance on a busy machine.
settings.register_profile("opengovai", deadline=None)
settings.load_profile("opengovai")


def _enter_folder(namespace: dict[str, Any]) -> None:
    folder = tempfile.TemporaryDirectory(prefix="opengovai-docs-")
    namespace["_folder"], namespace["_before"] = folder, Path.cwd()
    # For what a document needs and a reader has: a server, a model. Hidden blocks make it.
    namespace["closing"], namespace["tests"] = ExitStack(), Path(__file__).parent / "tests"
    os.chdir(folder.name)


def _leave_folder(namespace: dict[str, Any]) -> None:
    namespace["closing"].close()
    os.chdir(namespace["_before"])
    namespace["_folder"].cleanup()


def _run_console(example: Example) -> str | None:
    """Run the commands of a console block; return what differs from the output shown."""
    for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n?)*)", example.parsed, re.M):
        if not command.startswith(RUN):
            continue
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["sh", "-c", command],
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, "PATH": path},
        )
        if done.returncode != 0:
            return f"{command}\nexits with {done.returncode}:\n{done.stderr}{done.stdout}"
        if shown.strip() and not doctest.OutputChecker().check_output(shown, done.stdout, LENIENT):
            return f"{command}\nprints\n{done.stdout}\nand not\n{shown}"
    return None


def _write_file(example: Example) -> None:
    """A TOML block that names its file."""
    if named := re.match(r"# ([\w-]+\.toml)\n", example.parsed):
        Path(named[1]).write_text(example.parsed, "utf-8")


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(),
        CodeBlockParser(language="console", evaluator=_run_console),
        CodeBlockParser(language="toml", evaluator=_write_file),
        SkipParser(),
    ],
    patterns=["*.md"],
    setup=_enter_folder,
    teardown=_leave_folder,
).pytest()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections to other machines; sockets of this one stay usable."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host not in LOCAL:
            pytest.fail(f"a test tried to reach {host}: tests run without the network")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
