"""The built-in redactor as a plugin."""

from __future__ import annotations

from collections.abc import Sequence

from opengovai.types import Plugin, PluginInfo


def _open(*, countries: Sequence[str] | None = None, names: bool = True) -> object:
    """`countries` limits the country packs; `names` tags names of persons as well."""
    from opengovai.redaction.redactor import Redactor

    return Redactor.default(countries, names=names)


builtin = Plugin(
    info=PluginInfo(name="builtin", version="1", api_version=1, licence="Apache-2.0"),
    open=_open,
)
