"""A witness over HTTP (c2sp.org/tlog-witness), on the standard library's threading server.

It is small on purpose. Put TLS and rate limits in front of it, as in front of any service.
"""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opengovai.audit.witness import Reply, Witness

_LIMIT = 64 * 1024  # 63 proof lines and a checkpoint with 100 signatures stay far below
_SECONDS = 10


def serve(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """A server bound to `host` and `port` (0: any free one); call `serve_forever` on it."""

    class Handler(BaseHTTPRequestHandler):
        timeout = _SECONDS
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not length.isdecimal() or int(length) > _LIMIT:
                self.close_connection = True
                self._send(Reply(413, "the request is too large or has no length\n"))
            elif self.path != "/add-checkpoint":
                self.rfile.read(int(length))
                self._send(Reply(404, "only /add-checkpoint takes requests\n"))
            else:
                self._send(witness.add_checkpoint(self.rfile.read(int(length))))

        def do_GET(self) -> None:
            origin, _, rest = self.path.strip("/").partition("/")
            known = rest == "checkpoint"
            self._send(witness.checkpoint(origin) if known else Reply(404, "not found\n"))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Requests are not logged: who submits is nobody's business."""

        def _send(self, reply: Reply) -> None:
            body = reply.body.encode()
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return ThreadingHTTPServer((host, port), Handler)
