"""RFC 3161 timestamps: an authority's word for when a checkpoint existed, kept beside the log.

A pair of files in `timestamps/`: the checkpoint as it was then, and the authority's answer over its
bytes. Certificates need to be valid at the time of the timestamp, not for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from cryptography.x509 import Certificate, load_pem_x509_certificates

from opengovai.audit.checkpoint import open_checkpoint
from opengovai.audit.files import Files, make_dirs, replace_file
from opengovai.audit.posting import post
from opengovai.audit.reading import LogReader
from opengovai.audit.verification import contains
from opengovai.errors import AuditError, InputError, MissingExtraError, VerificationError

if TYPE_CHECKING:
    from rfc3161_client import VerifierBuilder

FOLDER = "timestamps"


def request_timestamp(path: str | Path, url: str, *, roots: Path) -> datetime:
    """Have the newest checkpoint in `path` timestamped by the authority at `url`; returns when.

    `roots` is a PEM file with the certificates that one trusts. Raises AuditError if nobody answers
    or nothing can be written, VerificationError for an answer that does not hold,
    MissingExtraError without the extra `timestamp`.
    """
    library = _library()
    log, certificates = LogReader(path), _certificates(roots)
    folder = log.path / FOLDER
    name = f"{log.size:020d}-{sha256(log.note).hexdigest()[:8]}"
    request = (
        library.TimestampRequestBuilder()
        .data(log.note)
        .hash_algorithm(library.HashAlgorithm.SHA256)
        .build()
    )
    status, answer = post(url, request.as_bytes(), kind="application/timestamp-query")
    if status != 200:
        raise AuditError(f"The timestamp authority answered {status}", where=url)
    asked = library.VerifierBuilder.from_request(request)
    time = _time_of(answer, log.note, asked, certificates, where=url)
    files = Files()
    try:
        make_dirs(files, folder, {log.path})
        replace_file(files, folder / f"{name}.checkpoint", log.note)
        replace_file(files, folder / f"{name}.tsr", answer)
    except OSError as error:
        raise AuditError(f"The timestamp cannot be kept: {error}", where=str(folder)) from error
    return time


def timestamps(path: str | Path, *, roots: Path) -> list[tuple[int, datetime]]:
    """Every timestamp that lies beside the log: so many entries existed at that time.

    The log itself must have been verified. Raises VerificationError for one that does not hold,
    MissingExtraError without the extra `timestamp`.
    """
    library = _library()
    log, certificates = LogReader(path), _certificates(roots)
    found = []
    for answer in sorted((log.path / FOLDER).glob("*.tsr")):
        note = answer.with_suffix(".checkpoint").read_bytes()
        old = open_checkpoint(note, [log.key])
        if not contains(log.path, log.size, old):
            raise VerificationError(
                f"The log was rewritten since it was timestamped at {old.size} entries",
                where=answer.name,
            )
        asked = library.VerifierBuilder()
        time = _time_of(answer.read_bytes(), note, asked, certificates, where=answer.name)
        found.append((old.size, time))
    return found


def _time_of(
    answer: bytes,
    note: bytes,
    asked: VerifierBuilder,
    certificates: Sequence[Certificate],
    *,
    where: str,
) -> datetime:
    library = _library()
    for certificate in certificates:
        asked = asked.add_root_certificate(certificate)
    try:
        response = library.decode_timestamp_response(answer)
        asked.build().verify_message(response, note)
        time: datetime = response.tst_info.gen_time
    except (library.VerificationError, ValueError) as error:
        raise VerificationError(f"The timestamp does not hold: {error}", where=where) from error
    return time


def _certificates(roots: Path) -> list[Certificate]:
    try:
        return load_pem_x509_certificates(roots.read_bytes())
    except (OSError, ValueError) as error:
        raise InputError(
            f"These are no certificates: {error}",
            where=str(roots),
            remedy="Name a PEM file with the root certificates of the timestamp authority.",
        ) from error


def _library() -> ModuleType:
    try:
        import rfc3161_client
    except ImportError as error:
        raise MissingExtraError(
            "Timestamps need a library that is not installed",
            remedy='Run: pip install "opengovai[timestamp]".',
        ) from error
    return rfc3161_client
