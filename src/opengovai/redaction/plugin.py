"""The built-in redactor as a plugin."""

from __future__ import annotations

from collections.abc import Sequence

from opengovai.protocols import Recognizer
from opengovai.types import Plugin, PluginInfo


def _open(
    *,
    countries: Sequence[str] | None = None,
    names: bool = True,
    tagger: Recognizer | None = None,
) -> object:
    """`countries` limits the country packs; `names` tags names of persons as well; `tagger` is a
    model that finds more."""
    from opengovai.redaction.redactor import Redactor

    return Redactor.default(countries, () if tagger is None else (tagger,), names=names)


builtin = Plugin(
    info=PluginInfo(name="builtin", version="1", api_version=1, licence="Apache-2.0"),
    open=_open,
)
