"""E-mail files for a mail system to pick up: one RFC 5322 message a packet, in a folder.

The file appears once and whole, under the packet's key. No server is spoken to.
"""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from opengovai.durable import write_new
from opengovai.errors import DeliveryError
from opengovai.types import Packet, Turn


class MailFolder:
    """Implements `opengovai.protocols.Channel` with `.eml` files in `folder`."""

    def __init__(self, folder: Path, *, to: str, sender: str) -> None:
        self._folder, self._to, self._sender = folder, to, sender

    def deliver(self, packet: Packet) -> str:
        """Write the message unless its key was written before; returns the path either way."""
        path = self._folder / f"{packet.key}.eml"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists():
                write_new(path, self._message(packet).as_bytes(policy=SMTP))
        except OSError as error:
            raise DeliveryError(
                f"The e-mail file cannot be written: {error.strerror}",
                where=str(self._folder),
                remedy="Check free space and permissions.",
            ) from error
        return str(path)

    def _message(self, packet: Packet) -> EmailMessage:
        message = EmailMessage()
        message["To"], message["From"] = self._to, self._sender
        message["Subject"] = f"Conversation {packet.key} ({packet.language})"
        message["Date"] = format_datetime(datetime.fromisoformat(packet.consent))
        message["Message-ID"] = f"<{packet.key}@{self._sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834
        message.set_content(_body(packet))
        message["Content-Language"] = packet.language
        return message


def _body(packet: Packet) -> str:
    head = [
        f"Service: {packet.service}",
        f"Language: {packet.language}",
        f"The person agreed to this being passed on: {packet.consent}",
        f"Authority told to the person: {packet.referral.authority}, {packet.referral.contact}",
        f"Office hours: {packet.referral.office_hours or 'not configured'}",
        "Personal data is replaced by marks such as [PHONE-1-kqzvrt].",
    ]
    return "\n".join([*head, *(line for turn in packet.turns for line in _turn(turn))]) + "\n"


def _turn(turn: Turn) -> list[str]:
    searched = [f"Understood as: {turn.understood}"] if turn.understood != turn.asked else []
    found = [f"Found in: {', '.join(turn.documents)}"] if turn.documents else []
    return [
        "",
        f"--- {turn.time}, {turn.status.value}, record {turn.record}",
        f"Question: {turn.asked}",
        *searched,
        *found,
        f"Answer: {turn.answer}",
    ]
