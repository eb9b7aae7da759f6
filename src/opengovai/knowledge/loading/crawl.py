"""A polite crawl of one site: robots.txt, sitemaps, conditional requests, a pause between two.

Sources: RFC 9309 (robots.txt: 4xx means allowed, 5xx means disallowed), sitemaps.org 0.9,
RFC 9110 section 13 (ETag, Last-Modified).
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from opengovai.errors import MissingExtraError, UnreadableSourceError
from opengovai.knowledge.loading import packed, web, xml
from opengovai.knowledge.loading.content import Loaded, Skipped, unreadable
from opengovai.knowledge.loading.isolation import Worker
from opengovai.knowledge.loading.loader import Run
from opengovai.knowledge.loading.mirror import Mirror, Page
from opengovai.knowledge.loading.rows import Mapping
from opengovai.knowledge.loading.web import Response, Site

_REDIRECTS = 5
_SITEMAPS = 50
_URL_LENGTH = 2_000
_FORBIDDEN = "the site's robots.txt forbids it"
_NOTHING = "User-agent: *\nDisallow: /"
_LINK = re.compile(
    r"""<a\s[^<>]{0,500}?href\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))""", re.IGNORECASE
)
_NOINDEX = re.compile(
    r"""<meta\s[^<>]{0,200}name\s*=\s*["']?robots["']?[^<>]{0,200}\bno(?:index|ne)\b""",
    re.IGNORECASE,
)


def crawl(site: Site, mirror: Path, *, language: str | None = None) -> Iterator[Loaded | Skipped]:
    """Documents of `site`, their address as `uri` and `id`, in the order in which they are found.

    `mirror` is the file that keeps what was fetched: a crawl that was cut off goes on, and the
    next one asks only for what has changed. Raises StorageError for the mirror and
    MissingExtraError without the extra `crawl`; everything else comes out as `Skipped`.
    """
    with closing(Mirror(mirror)) as kept, closing(Worker()) as worker:
        documents = Run(worker.read, language, Mapping())
        walk = _Crawl(site, kept)
        for found in walk.pages():
            if isinstance(found, Skipped):
                yield found
            elif not found.noindex:
                yield from documents.data(found.body, found.final)


class _Crawl:
    """The queue of one run."""

    def __init__(self, site: Site, mirror: Mirror) -> None:
        self._site = site
        self._mirror = mirror
        self._run = mirror.begin()
        self._rules: dict[str, Any] = {}
        self._closed: dict[str, str] = {}  # why nothing of an origin may be read
        self._queue: deque[str] = deque()
        self._seen: set[str] = set()
        self._finals: set[str] = set()
        self._next = 0.0

    def pages(self) -> Iterator[Page | Skipped]:
        """Pages once each, breadth first: the start, the sitemaps, then what they link to."""
        self._add([self._site.start])
        yield from self._from_sitemaps()
        while self._queue:
            url = self._queue.popleft()
            try:
                page = self._page(url)
            except UnreadableSourceError as error:
                yield Skipped(path=url, reason=error.what, remedy=error.remedy)
                continue
            if page.final not in self._finals:
                self._finals.add(page.final)
                self._add(_links(page))
                yield page
        self._mirror.complete(self._run)

    def _add(self, urls: Iterable[str]) -> None:
        for url in urls:
            plain = urldefrag(url).url
            if len(self._seen) >= self._site.pages_limit:
                return
            allowed = len(plain) <= _URL_LENGTH and web.is_allowed(plain, self._site)
            if allowed and plain not in self._seen:
                self._seen.add(plain)
                self._queue.append(plain)

    def _page(self, url: str) -> Page:
        before = self._mirror.get(url)
        if before is not None and before.run == self._run:
            return before
        response = self._follow(url, _conditions(before))
        if response.status == 304 and before is not None:
            page = replace(before, run=self._run)
        elif response.status == 200:
            page = _fetched(url, response, self._run)
        else:
            raise unreadable(
                f"the site answers with status {response.status}", "Check the address."
            )
        self._mirror.put(page)
        return page

    def _follow(self, url: str, conditions: dict[str, str]) -> Response:
        for _ in range(_REDIRECTS + 1):
            if not self._may_fetch(url):
                raise unreadable(
                    self._closed.get(_origin(url), _FORBIDDEN), "Ask the site's owner."
                )
            response = self._get(url, conditions)
            target = response.headers.get("location", "")
            if response.status not in {301, 302, 303, 307, 308} or not target:
                return response
            url = urldefrag(urljoin(url, target)).url
        raise unreadable("it redirects again and again", "Check the address.")

    def _get(self, url: str, headers: dict[str, str]) -> Response:
        time.sleep(max(0.0, self._next - time.monotonic()))
        try:
            return web.get(url, self._site, headers)
        finally:
            rules = self._rules.get(_origin(url))
            asked = rules.crawl_delay(self._site.agent) if rules is not None else None
            self._next = time.monotonic() + max(self._site.seconds_between, min(asked or 0.0, 60.0))

    def _may_fetch(self, url: str) -> bool:
        if not web.is_allowed(url, self._site):
            return True  # `web.get` says better what is wrong
        return bool(self._robots(_origin(url)).can_fetch(url, self._site.agent))

    def _robots(self, origin: str) -> Any:
        """The rules of a host, asked for once a run."""
        if origin not in self._rules:
            self._rules[origin] = _parsed(self._robots_text(origin))
        return self._rules[origin]

    def _robots_text(self, origin: str) -> str:
        url = f"{origin}/robots.txt"
        try:
            for _ in range(_REDIRECTS + 1):
                response = self._get(url, {})
                if not 300 <= response.status < 400:
                    break
                url = urljoin(url, response.headers.get("location", ""))
        except UnreadableSourceError as error:
            self._closed[origin] = f"its robots.txt cannot be read: {error.what}"
            return _NOTHING
        if response.status >= 500:
            self._closed[origin] = f"its robots.txt has status {response.status}"
            return _NOTHING
        return response.body[:500_000].decode("utf-8", "replace") if response.status == 200 else ""

    def _from_sitemaps(self) -> Iterator[Skipped]:
        origin = _origin(self._site.start)
        stated = list(self._robots(origin).sitemaps)
        maps = deque(stated or [f"{origin}/sitemap.xml"])
        for _ in range(_SITEMAPS):
            if not maps:
                return
            url = maps.popleft()
            try:
                pages, more = _sitemap(self._follow(url, {}))
            except UnreadableSourceError as error:
                if stated:
                    yield Skipped(path=url, reason=error.what, remedy=error.remedy)
                continue
            self._add(pages)
            maps.extend(more)


def _parsed(text: str) -> Any:
    try:
        from protego import Protego
    except ImportError:
        raise MissingExtraError(
            "A crawl needs a reader of robots.txt", remedy="Run: pip install 'opengovai[crawl]'"
        ) from None
    return Protego.parse(text)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _conditions(before: Page | None) -> dict[str, str]:
    if before is None:
        return {}
    stated = {"If-None-Match": before.etag, "If-Modified-Since": before.modified}
    return {name: value for name, value in stated.items() if value}


def _fetched(url: str, response: Response, run: int) -> Page:
    header = response.headers.get("x-robots-tag", "").lower()
    noindex = "noindex" in header or "none" in header
    return Page(
        url=url,
        run=run,
        etag=response.headers.get("etag", ""),
        modified=response.headers.get("last-modified", ""),
        final=response.url,
        noindex=noindex or bool(_NOINDEX.search(_head(response.body))),
        body=response.body,
    )


def _head(body: bytes) -> str:
    return body[:20_000].decode("utf-8", "replace")


def _links(page: Page) -> Iterator[str]:
    """Addresses of the links of an HTML page; other kinds of file have none."""
    text = page.body[:5_000_000].decode("utf-8", "replace")
    if "<" not in text[:1_000]:
        return
    for match in _LINK.finditer(text):
        try:
            yield urljoin(page.final, unescape(match.group(match.lastindex or 1)).strip())
        except ValueError:
            continue


def _sitemap(response: Response) -> tuple[list[str], list[str]]:
    """Pages and further sitemaps. Raises UnreadableSourceError."""
    if response.status != 200:
        raise unreadable(f"the site answers with status {response.status}", "Check the address.")
    body = response.body
    if body.startswith(b"\x1f\x8b"):
        (member,) = packed.compressed_members(body, response.url)
        body = member.data if isinstance(member, packed.Member) else b""
    root = xml.parse(body)
    found = [(element.text or "").strip() for element in root.iterfind("./*/loc")]
    return ([], found) if root.tag == "sitemapindex" else (found, [])
