"""`audit verify`, `prove` and `verify-proof`: what an outsider needs, offline."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from opengovai.cli.audit.given import log_key, require_checkpoint, witness_key
from opengovai.cli.audit.printing import printable
from opengovai.cli.terminal import Subparsers, add_json, emit, named_path, read_text, say, whole
from opengovai.errors import UnreadableSourceError, VerificationError
from opengovai.types import JSON

_SIGNED = ("checkpoint", "vkey", "tile", "keys")  # one of them missing is a damaged log


def register(verbs: Subparsers) -> None:
    """Add the verbs."""
    verify = verbs.add_parser("verify", help="recompute the whole log; names the first bad entry")
    verify.add_argument("log", type=named_path, metavar="DIR")
    verify.add_argument(
        "--checkpoint", type=named_path, metavar="FILE", help="an older checkpoint it must extend"
    )
    verify.add_argument(
        "--key", metavar="KEY", help="the log's verifier key, from elsewhere than the log"
    )
    verify.add_argument(
        "--cosigned-by",
        action="append",
        default=[],
        metavar="KEY",
        help="a witness that must have cosigned; may be given several times",
    )
    verify.add_argument(
        "--timestamped",
        type=named_path,
        metavar="FILE",
        help="certificates (PEM) under which the log must be timestamped",
    )
    verify.add_argument(
        "--jobs",
        type=whole(1, 256),
        default=1,
        metavar="N",
        help="processes that share the entries (1)",
    )
    add_json(verify)
    verify.set_defaults(run=_verify)

    prove = verbs.add_parser("prove", help="print a file that proves one entry by itself")
    prove.add_argument("log", type=named_path, metavar="DIR")
    prove.add_argument("index", type=int, metavar="INDEX")
    prove.set_defaults(run=_prove)

    proof = verbs.add_parser("verify-proof", help="check such a file, without the log")
    proof.add_argument("file", type=named_path, metavar="FILE")
    proof.add_argument("--key", required=True, metavar="KEY", help="the log's verifier key")
    add_json(proof)
    proof.set_defaults(run=_verify_proof)


def _verify(arguments: argparse.Namespace) -> int:
    from opengovai.audit import verify

    if not any((arguments.log / name).exists() for name in _SIGNED):
        raise UnreadableSourceError(
            "There is no log here", where=str(arguments.log), remedy="Name the log's folder."
        )
    if arguments.key is not None:
        log_key(arguments.key, "--key")
    if arguments.checkpoint is not None:
        require_checkpoint(arguments.checkpoint)
    report = verify(
        arguments.log,
        key=arguments.key,
        checkpoint=arguments.checkpoint,
        processes=arguments.jobs,
    )
    ok, reason = report.ok, report.reason
    if ok and (missing := _not_cosigned(arguments.log, arguments.cosigned_by)):
        ok, reason = False, f"not cosigned by {', '.join(missing)}"
    times: list[dict[str, JSON]] = []
    if ok and arguments.timestamped:
        times, reason = _timestamps(arguments.log, arguments.timestamped)
        ok = not reason
    if arguments.json:
        found = {"ok": ok, "size": report.size, "first_bad": report.first_bad, "reason": reason}
        emit(found | ({"timestamps": times} if arguments.timestamped else {}))
    else:
        say(str(report) if ok == report.ok else f"NOT ok: {reason}")
        for each in times:
            say(f"{each['size']} entries existed at {each['time']}")
    return 0 if ok else 1


def _timestamps(log: Path, roots: Path) -> tuple[list[dict[str, JSON]], str]:
    """The timestamps that hold, and why they are not enough."""
    from opengovai.audit.timestamp import timestamps

    try:
        found = timestamps(log, roots=roots)
    except VerificationError as error:
        return [], str(error)
    times: list[dict[str, JSON]] = [{"size": size, "time": f"{at:%FT%TZ}"} for size, at in found]
    return times, "" if times else "it is not timestamped"


def _not_cosigned(log: Path, keys: Sequence[str]) -> list[str]:
    """The names of the witnesses that did not cosign the checkpoint."""
    if not keys:
        return []
    from opengovai.audit.cosigning import cosigned

    wanted = [witness_key(key, "--cosigned-by") for key in keys]
    return sorted({key.name for key in wanted} - cosigned(log, wanted).keys())


def _prove(arguments: argparse.Namespace) -> int:
    from opengovai.audit import prove

    say(prove(arguments.log, arguments.index).removesuffix("\n"))
    return 0


def _text(entry: bytes) -> str:
    """Another program's log may hold anything."""
    return entry.decode("utf-8", "backslashreplace")


def _verify_proof(arguments: argparse.Namespace) -> int:
    from opengovai.audit import verify_proof

    log_key(arguments.key, "--key")
    proof = read_text(arguments.file)
    try:
        proven = verify_proof(proof, keys=[arguments.key])
    except VerificationError as error:
        if arguments.json:
            emit({"ok": False, "reason": str(error)})
        else:
            say(f"NOT ok: {error}")
        return 1
    if arguments.json:
        emit({"ok": True, "index": proven.index, "entry": _text(proven.entry)})
    else:
        say(f"ok: entry {proven.index} stands in the log\n{printable(_text(proven.entry))}")
    return 0
