"""The built-in drafter and hand-over, as plugins."""

from __future__ import annotations

from opengovai import __version__
from opengovai.answering.contact import ContactHandOff
from opengovai.errors import ConfigurationError
from opengovai.languages import SUPPORTED
from opengovai.protocols import Drafter
from opengovai.types import Plugin, PluginInfo


def _info(name: str) -> PluginInfo:
    return PluginInfo(name=name, version=__version__, api_version=1, licence="Apache-2.0")


def _open_extractive(*, sentences: int = 4) -> Drafter:
    from opengovai.answering.extractive import ExtractiveDrafter

    if sentences < 1:
        raise ConfigurationError(
            "An answer needs at least one sentence", where="sentences", remedy="Try sentences = 4."
        )
    return ExtractiveDrafter(sentences=sentences)


def _open_contact(
    *,
    authority: str,
    contact: str,
    office_hours: str = "",
    emergency: dict[str, str] | None = None,
    helplines: dict[str, str] | None = None,
) -> ContactHandOff:
    for key, numbers in (("emergency", emergency), ("helplines", helplines)):
        for tag in numbers or {}:
            if tag not in (*SUPPORTED, "all"):
                raise ConfigurationError(
                    f"{tag!r} is no language that is served here",
                    where=key,
                    remedy=f"Choose among all, {', '.join(SUPPORTED)}.",
                )
    return ContactHandOff(
        authority=authority,
        contact=contact,
        office_hours=office_hours,
        emergency=emergency or {},
        helplines=helplines or {},
    )


extractive = Plugin(info=_info("extractive"), open=_open_extractive)
contact = Plugin(info=_info("contact"), open=_open_contact)
