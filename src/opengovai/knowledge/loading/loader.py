"""Paths to documents: every file is read by what it contains, and no file stops the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from opengovai.errors import InputError
from opengovai.knowledge.loading import assemble, detect, packed, plain, records, walk
from opengovai.knowledge.loading.content import Content, Loaded, PicturesError, Skipped, unreadable
from opengovai.knowledge.loading.decode import decode
from opengovai.knowledge.loading.isolation import Worker
from opengovai.knowledge.loading.rows import Mapping

if TYPE_CHECKING:
    from opengovai.knowledge.loading.ocr_run import Ocr

Read = Callable[[str, bytes], Content]

_ARCHIVE_DEPTH = 2


def load(
    paths: Sequence[Path],
    *,
    language: str | None = None,
    mapping: Mapping | None = None,
    ocr: bool = False,
) -> Iterator[Loaded | Skipped]:
    """Documents of files and folders, in the order given and then by name.

    `language` (ISO 639-1) holds where a source does not state its own; without it, the file's
    name (`act.sw.md`) and then the text decide. `mapping` names the fields of rows and records.
    With `ocr`, scans, pictures and PDF files with a broken text layer are read by OCR; Cyrillic
    needs `language`. Nothing is raised for a bad source: it comes out as `Skipped`, with what to
    do about it. Raises MissingExtraError for `ocr` where its engine is not installed.
    """
    with closing(Worker()) as worker, _ocr(language) if ocr else nullcontext() as engine:
        run = Run(worker.read, language, mapping or Mapping(), engine)
        for found in walk.walk(paths):
            if isinstance(found, Skipped):
                yield found
            else:
                yield from run.file(found)


class Run:
    """What one run shares: the reader of markup, the options and the ids that are taken. `whole`
    keeps what nobody would quote as well: somebody may have filled in a form."""

    def __init__(
        self,
        read: Read,
        language: str | None,
        mapping: Mapping,
        ocr: Ocr | None = None,
        *,
        whole: bool = False,
    ) -> None:
        self._whole = whole
        self._ocr = ocr
        self._reader = read
        self._language = language
        self._mapping = mapping
        self._ids: dict[str, str] = {}
        self._again: Counter[str] = Counter()

    def file(self, file: walk.File) -> Iterator[Loaded | Skipped]:
        """The documents of one file, or why there are none."""
        try:
            data = walk.read(file.path)
        except InputError as error:
            yield _skipped(file.label, error)
            return
        yield from self.data(data, file.label)

    def data(self, data: bytes, path: str) -> Iterator[Loaded | Skipped]:
        """The documents in `data`, which lies at `path`, a path or an address."""
        yield from self._bytes(data, path, depth=0)

    def _bytes(self, data: bytes, path: str, *, depth: int) -> Iterator[Loaded | Skipped]:
        try:
            for found in self._read(data, path, depth):
                yield found if not isinstance(found, Content) else self._document(found, path)
        except InputError as error:
            yield _skipped(path, error)
        except (MemoryError, RecursionError) as error:
            yield _skipped(path, unreadable(f"it is too large or too deep: {type(error).__name__}"))
        except Exception as error:  # noqa: BLE001 - a parser's own bug must not stop the run
            yield _skipped(path, unreadable(f"its reader failed: {type(error).__name__}: {error}"))

    def _document(self, content: Content, path: str) -> Loaded | Skipped:
        try:
            loaded = assemble.assemble(
                content, path=path, language=self._language, whole=self._whole
            )
        except InputError as error:
            return _skipped(f"{path}, row {content.key}" if content.key else path, error)
        return self._with_own_id(loaded, path)

    def _with_own_id(self, loaded: Loaded, path: str) -> Loaded:
        """Two sources that state the same id are two documents: the later one gets its path."""
        stated = loaded.document.id
        identity = stated
        while identity in self._ids:
            self._again[stated] += 1
            count = self._again[stated]
            suffix = "" if count == 1 else f"~{count}"
            identity = f"{path}#{stated.removeprefix(path)}{suffix}"
        self._ids[identity] = path
        if identity == stated:
            return loaded
        warning = f"the id {stated!r} is taken by {self._ids[stated]}, so it is {identity!r} here"
        return Loaded(
            document=replace(loaded.document, id=identity), warnings=(*loaded.warnings, warning)
        )

    def _read(self, data: bytes, path: str, depth: int) -> Iterator[Content | Loaded | Skipped]:
        if not data.strip():
            raise unreadable("it is empty", "Leave it out.")
        if self._ocr is not None and detect.is_picture(data):
            yield self._ocr.picture(data, self._language or "")
        elif found := detect.refused(data):
            raise unreadable(f"it is {found[0]}, which is not read", found[1])
        elif detect.is_zip(data):
            yield from self._zip(data, path, depth)
        elif detect.is_compressed(data):
            yield from self._members(packed.compressed_members(data, path), depth)
        elif packed.is_tar(data):
            yield from self._members(packed.tar_members(data, path), depth)
        elif detect.is_pdf(data):
            yield self._pdf(data)
        else:
            yield from self._text(decode(data), data, path)

    def _pdf(self, data: bytes) -> Content:
        try:
            return self._reader("pdf", data)
        except PicturesError as error:
            if self._ocr is None:
                raise
            return self._ocr.pdf(data, self._language or "", error.pages)

    def _zip(self, data: bytes, path: str, depth: int) -> Iterator[Content | Loaded | Skipped]:
        archive = packed.open_zip(data)
        names = set(archive.namelist())
        if "word/document.xml" in names:
            yield self._reader("docx", data)
        elif "META-INF/container.xml" in names:
            yield self._reader("epub", data)
        elif refused := packed.refused(names):
            raise unreadable(f"it is {refused[0]}, which is not read", refused[1])
        else:
            yield from self._members(packed.zip_members(archive, path), depth)

    def _text(self, text: str, data: bytes, path: str) -> Iterator[Content | Skipped]:
        """Tables and plain text are read line by line, here; markup is parsed by the reader."""
        start = text.lstrip("\ufeff \t\r\n")
        if start.startswith("{") and records.parse_object(start.partition("\n")[0]) is not None:
            yield from records.read_json_lines(text, self._mapping, path)
        elif (start.startswith(("{", "[")) and start.rstrip().endswith(("}", "]"))) or (
            records.is_cut(start)
        ):
            yield from records.read_json(text, self._mapping, path)
        elif kind := detect.markup(start):
            yield self._reader(kind, data)
        elif delimiter := records.delimiter_of(text):
            yield from records.read_csv(text, self._mapping, delimiter)
        elif detect.is_markdown(text):
            yield self._reader("markdown", data)
        else:
            yield plain.read(text)

    def _members(
        self, members: Iterable[packed.Member | Skipped], depth: int
    ) -> Iterator[Loaded | Skipped]:
        if depth >= _ARCHIVE_DEPTH:
            raise unreadable("it is an archive inside archives", "Unpack it and give the folder.")
        for member in members:
            if isinstance(member, Skipped):
                yield member
            else:
                yield from self._bytes(member.data, member.label, depth=depth + 1)


def _ocr(language: str | None) -> closing[Ocr]:
    from opengovai.knowledge.loading import ocr
    from opengovai.knowledge.loading.ocr_run import Ocr

    ocr.require(language or "")
    return closing(Ocr())


def _skipped(path: str, error: InputError) -> Skipped:
    return Skipped(path=path, reason=error.what, remedy=error.remedy or "Leave it out.")
