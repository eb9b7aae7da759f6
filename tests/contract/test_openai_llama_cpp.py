"""The adapter against a real llama.cpp server with a tiny model; runs where both are installed:

pip install gguf "llama-cpp-python[server]"
"""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from opengovai.errors import ModelError
from opengovai.plugins import build
from opengovai.testing.models import chat_model_rules
from opengovai.types import Generation, Message, RedactedText

NEEDED = ("httpcore2", "gguf", "llama_cpp", "fastapi", "sse_starlette", "starlette_context")
MISSING = [name for name in NEEDED if importlib.util.find_spec(name) is None]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}"),
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("gguf")
    make = Path(__file__).parents[1] / "data" / "models" / "make_gguf.py"
    subprocess.run([sys.executable, make, folder / "tiny.gguf"], check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "llama_cpp.server", "--model", folder / "tiny.gguf"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--n_ctx", "2048"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}/v1"
    made: Any = build("models", "openai-compatible", {"base_url": url, "model": "tiny"})
    try:
        _wait(server, port, folder / "log")
        yield made
    finally:
        made.close()
        server.terminate()
        server.wait()


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(600):
        assert server.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text())


@pytest.mark.parametrize("rule", chat_model_rules, ids=lambda rule: rule.__name__)
def test_a_real_server_keeps_the_contract(model: Any, rule: Callable[[Any], None]) -> None:
    rule(model)


def test_what_a_real_server_says(model: Any) -> None:
    asked = [Message(role="user", text=RedactedText("Count."))]
    done = model.complete(asked, Generation(max_tokens=64))
    assert (done.text, done.finish, done.usage.counted) == ("0123456789", "stop", True)
    assert model.complete(asked, Generation(stop=("4",))).text == "0123"
    assert len(model.models()) == 1
    with pytest.raises(ModelError, match=r"context|tokens"):
        model.complete([Message(role="user", text=RedactedText("word " * 4000))], Generation())
