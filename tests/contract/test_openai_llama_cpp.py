"""The adapter against real llama.cpp servers with a tiny model that the tests make themselves.

pip install gguf xllamacpp                  llama.cpp's own HTTP server, as a wheel
pip install "llama-cpp-python[server]"      another server around it; builds for minutes
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

SERVERS = {
    "llama.cpp": ("xllamacpp",),
    "llama-cpp-python": ("llama_cpp", "fastapi", "sse_starlette", "starlette_context"),
}
pytestmark = pytest.mark.slow
_SERVE = """
import sys, threading, xllamacpp
wanted = xllamacpp.CommonParams()
wanted.model.path, wanted.port, wanted.hostnames = sys.argv[1], int(sys.argv[2]), ["127.0.0.1"]
wanted.n_ctx, wanted.n_parallel, wanted.n_gpu_layers = 8 * 2048, 8, 0
server = xllamacpp.Server(wanted)
threading.Event().wait()
"""


def _command(name: str, file: Path, port: int) -> list[str]:
    if name == "llama.cpp":
        return [sys.executable, "-c", _SERVE, str(file), str(port)]
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(file)]
    return [*command, "--host", "127.0.0.1", "--port", str(port), "--n_ctx", "2048"]


@pytest.fixture(scope="module", params=SERVERS)
def model(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    needed = ("httpcore2", "gguf", *SERVERS[request.param])
    missing = [module for module in needed if importlib.util.find_spec(module) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    folder = tmp_path_factory.mktemp("gguf")
    make = Path(__file__).parents[1] / "data" / "models" / "make_gguf.py"
    subprocess.run([sys.executable, make, folder / "tiny.gguf"], check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "log").open("wb") as log:
        command = _command(request.param, folder / "tiny.gguf", port)
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


def test_what_a_real_server_says(model: Any, request: pytest.FixtureRequest) -> None:
    asked = [Message(role="user", text=RedactedText("Count."))]
    done = model.complete(asked, Generation(max_tokens=64))
    assert (done.text, done.finish, done.usage.counted) == ("0123456789", "stop", True)
    assert model.complete(asked, Generation(stop=("4",))).text == "0123"
    told = model.complete(asked, Generation(logprobs=True)).logprobs
    # llama-cpp-python does not offer them.
    assert len(told) >= 10 or request.node.callspec.params["model"] != "llama.cpp"
    assert all(value < 0.001 for value in told)
    assert len(model.models()) == 1
    with pytest.raises(ModelError, match=r"context|tokens"):
        model.complete([Message(role="user", text=RedactedText("word " * 4000))], Generation())
