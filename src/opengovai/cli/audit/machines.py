"""`audit publish`, `witness`, `cosign`, `timestamp`: several machines, peers, authorities."""

from __future__ import annotations

import argparse
from contextlib import closing

from opengovai.cli.audit.given import log_key, witness_key
from opengovai.cli.terminal import Subparsers, add_json, emit, named_path, say, whole


def register(verbs: Subparsers) -> None:
    """Add the verbs."""
    publish = verbs.add_parser("publish", help="sign what services wrote to a shared journal")
    publish.add_argument("log", type=named_path, metavar="DIR")
    publish.add_argument("--config", type=named_path, metavar="FILE", help="opengovai.toml")
    add_json(publish)
    publish.set_defaults(run=_publish)

    witness = verbs.add_parser("witness", help="run a witness for other people's logs")
    witness.add_argument("folder", type=named_path, metavar="DIR", help="its key and memory")
    witness.add_argument("--name", required=True, help="like a URL without scheme")
    witness.add_argument(
        "--log",
        action="append",
        required=True,
        metavar="KEY",
        help="verifier key of a log it serves; may be given several times",
    )
    witness.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    witness.add_argument("--port", type=whole(0, 65_535), default=0, help="port (0: any free one)")
    add_json(witness)
    witness.set_defaults(run=_witness)

    cosign = verbs.add_parser("cosign", help="ask witnesses to cosign the newest checkpoint")
    cosign.add_argument("log", type=named_path, metavar="DIR")
    cosign.add_argument(
        "--witness",
        action="append",
        required=True,
        nargs=2,
        metavar=("URL", "KEY"),
        help="where a witness takes checkpoints, and its key; may be given several times",
    )
    add_json(cosign)
    cosign.set_defaults(run=_cosign)

    timestamp = verbs.add_parser("timestamp", help="have the newest checkpoint timestamped")
    timestamp.add_argument("log", type=named_path, metavar="DIR")
    timestamp.add_argument("--tsa", required=True, metavar="URL", help="an RFC 3161 authority")
    timestamp.add_argument(
        "--roots", type=named_path, required=True, metavar="FILE", help="its certificates (PEM)"
    )
    add_json(timestamp)
    timestamp.set_defaults(run=_timestamp)


def _timestamp(arguments: argparse.Namespace) -> int:
    from opengovai.audit.timestamp import request_timestamp

    time = f"{request_timestamp(arguments.log, arguments.tsa, roots=arguments.roots):%FT%TZ}"
    if arguments.json:
        emit({"log": str(arguments.log), "time": time})
    else:
        say(f"timestamped at {time}")
    return 0


def _publish(arguments: argparse.Namespace) -> int:
    from opengovai.audit.shared import publish_shared
    from opengovai.config import load_settings, open_part

    settings = load_settings(arguments.config)
    with closing(open_part(settings, "audit", "journal")) as journal:
        size = publish_shared(journal, arguments.log, origin=settings.tables["audit"]["origin"])
    if arguments.json:
        emit({"log": str(arguments.log), "size": size})
    else:
        say(f"{size} entries signed in {arguments.log}")
    return 0


def _witness(arguments: argparse.Namespace) -> int:
    import sys

    from opengovai.audit.witness import Witness
    from opengovai.audit.witness_server import serve

    logs = [log_key(key, "--log") for key in arguments.log]
    with closing(Witness(arguments.folder, name=arguments.name, logs=logs)) as witness:
        server = serve(witness, arguments.host, arguments.port)
        url = f"http://{arguments.host}:{server.server_port}"
        if arguments.json:
            emit({"url": url, "key": str(witness.key)})
        else:
            say(f"witness {witness.key} at {url}")
        sys.stdout.flush()
        with closing(server.socket):
            server.serve_forever()
    return 0


def _cosign(arguments: argparse.Namespace) -> int:
    from opengovai.audit.cosigning import request_cosignatures

    witnesses = [(url, witness_key(key, "--witness")) for url, key in arguments.witness]
    failed = request_cosignatures(arguments.log, witnesses)
    names = [key.name for _, key in witnesses if key.name not in failed]
    if arguments.json:
        emit({"cosigned": names, "failed": failed})
    else:
        say(f"cosigned by {', '.join(names) or 'nobody'}")
        for name, reason in failed.items():
            say(f"not by {name}: {reason}")
    return 1 if failed else 0
