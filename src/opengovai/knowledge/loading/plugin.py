"""What the entry points of group `opengovai.loaders` name: files and folders, one web site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from opengovai.errors import ConfigurationError, InputError
from opengovai.knowledge.loading.loader import load
from opengovai.knowledge.loading.rows import Mapping
from opengovai.knowledge.loading.web import Site, named_host
from opengovai.types import Loaded, Plugin, PluginInfo, Skipped


@dataclass(frozen=True, kw_only=True, slots=True)
class Files:
    """`protocols.DocumentLoader` over files and folders."""

    mapping: Mapping
    ocr: bool = False

    def load(
        self, paths: Sequence[Path], *, language: str | None = None
    ) -> Iterator[Loaded | Skipped]:
        """See the port."""
        if not paths:
            raise InputError("No file is named", remedy="Name files or folders to read.")
        return load(paths, language=language, mapping=self.mapping, ocr=self.ocr)


@dataclass(frozen=True, kw_only=True, slots=True)
class Website:
    """`protocols.DocumentLoader` over one web site; `mirror` keeps what was fetched."""

    site: Site
    mirror: Path

    def load(
        self, paths: Sequence[Path], *, language: str | None = None
    ) -> Iterator[Loaded | Skipped]:
        """See the port."""
        from opengovai.knowledge.loading.crawl import crawl

        if paths:
            raise InputError(
                "The configured loader reads a web site, not files",
                where=str(paths[0]),
                remedy="Name no files, or configure [loader] with the plugin 'files'.",
            )
        return crawl(self.site, self.mirror, language=language)


def _files(*, ocr: bool = False, mapping: dict[str, list[str]] | None = None) -> object:
    known = [field.name for field in fields(Mapping) if field.name != "usual_texts"]
    for name in mapping or {}:
        if name not in known:
            raise ConfigurationError(
                f"A mapping has no key {name!r}", remedy=f"Known: {', '.join(known)}."
            )
    return Files(mapping=Mapping(**mapping or {}), ocr=ocr)


def _website(
    *,
    start: str,
    mirror_path: str,
    contact: str = "",
    pages_limit: int = 1_000,
    seconds_between: float = 1.0,
) -> object:
    if pages_limit < 1 or seconds_between < 0:
        raise ConfigurationError("pages_limit must be at least 1, seconds_between at least 0")
    site = Site(
        start=start,
        hosts=frozenset({named_host(start)}),
        contact=contact,
        pages_limit=pages_limit,
        seconds_between=seconds_between,
    )
    return Website(site=site, mirror=Path(mirror_path))


files = Plugin(
    info=PluginInfo(name="files", version="1", api_version=1, licence="Apache-2.0"), open=_files
)

# What leaves is requests for public pages, to the one host that the configuration names.
website = Plugin(
    info=PluginInfo(
        name="website",
        version="1",
        api_version=1,
        licence="Apache-2.0",
        egress="configured",
        egress_keys=("start",),
    ),
    open=_website,
)
