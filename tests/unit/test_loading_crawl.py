"""The crawl of one site, against a real server on this machine."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from opengovai.knowledge.loading import Loaded, Skipped, web
from opengovai.knowledge.loading.crawl import crawl
from opengovai.knowledge.loading.web import Site

pytest.importorskip("protego", reason="needs the extra 'crawl'")


class Portal:
    """A small site: path to (status, headers, body); remembers what was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                portal.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                status, headers, body = portal.pages.get(self.path, (404, {}, b""))
                if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                    status, body = 304, b""
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.root = f"http://{self.host}"

    def page(self, path: str, body: str | bytes, **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = (200, {k.replace("_", "-"): v for k, v in headers.items()}, data)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def site(self, **options: Any) -> Site:
        stated = {"seconds_between": 0.0, "unsafe_private_addresses": True, **options}
        return Site(start=f"{self.root}/", hosts=frozenset({self.host}), **stated)

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def portal() -> Iterator[Portal]:
    portal = Portal()
    portal.page("/", html("Welcome", '<a href="/fees">Fees</a> <a href=visa.html#top>Visa</a>'))
    portal.page("/fees", html("Fees", "A card costs 500 shillings."), ETag='"1"')
    portal.page("/visa.html", html("Visa", "Apply online."), ETag='"2"')
    yield portal
    portal.close()


def html(title: str, body: str) -> str:
    return f"<!doctype html><html><body><main><h1>{title}</h1><p>{body}</p></main></body></html>"


def run(site: Site, folder: Path) -> list[Loaded | Skipped]:
    return list(crawl(site, folder / "mirror.sqlite", language="en"))


def uris(found: list[Loaded | Skipped]) -> list[str]:
    return [x.document.uri for x in found if isinstance(x, Loaded)]


def test_links_are_followed_and_pages_named_by_their_address(
    portal: Portal, tmp_path: Path
) -> None:
    found = run(portal.site(contact="it@example.org"), tmp_path)
    assert uris(found) == [f"{portal.root}{path}" for path in ("/", "/fees", "/visa.html")]
    fees = found[1]
    assert isinstance(fees, Loaded)
    assert fees.document.text == "Fees\n\nA card costs 500 shillings."
    assert fees.document.id == fees.document.uri
    assert portal.asked[-1][1]["user-agent"] == "OpenGovAI (+it@example.org)"


def test_robots_txt_is_obeyed(portal: Portal, tmp_path: Path) -> None:
    portal.page("/robots.txt", "User-agent: OpenGovAI\nDisallow: /*.html$\n")
    found = run(portal.site(), tmp_path)
    assert uris(found) == [f"{portal.root}/", f"{portal.root}/fees"]
    assert "/visa.html" not in portal.paths()
    assert any(isinstance(x, Skipped) and "robots.txt" in x.reason for x in found)


def test_a_broken_robots_txt_forbids_everything(portal: Portal, tmp_path: Path) -> None:
    portal.pages["/robots.txt"] = (503, {}, b"")
    assert uris(run(portal.site(), tmp_path)) == []
    assert set(portal.paths()) == {"/robots.txt"}


def test_sitemaps_are_read(portal: Portal, tmp_path: Path) -> None:
    portal.page("/robots.txt", f"Sitemap: {portal.root}/index.xml")
    portal.page(
        "/index.xml",
        f"<sitemapindex><sitemap><loc>{portal.root}/s.xml.gz</loc></sitemap></sitemapindex>",
    )
    urls = f"<urlset><url><loc>{portal.root}/alone</loc></url><url><loc>http://other/</loc></url></urlset>"
    portal.page("/s.xml.gz", gzip.compress(urls.encode()))
    portal.page("/alone", html("Alone", "Nothing links here."))
    assert f"{portal.root}/alone" in uris(run(portal.site(), tmp_path))


def test_the_next_run_asks_what_has_changed(portal: Portal, tmp_path: Path) -> None:
    run(portal.site(), tmp_path)
    portal.page("/fees", html("Fees", "A card costs 600 shillings."), ETag='"3"')
    portal.asked.clear()
    found = run(portal.site(), tmp_path)
    texts = " ".join(x.document.text for x in found if isinstance(x, Loaded))
    assert "600 shillings" in texts
    assert "Apply online." in texts
    asked = dict(portal.asked)
    assert asked["/visa.html"]["if-none-match"] == '"2"'


def test_a_crawl_that_was_cut_off_goes_on(portal: Portal, tmp_path: Path) -> None:
    first = crawl(portal.site(), tmp_path / "mirror.sqlite", language="en")
    next(first)
    next(first)
    first.close()  # type: ignore[attr-defined]
    portal.asked.clear()
    found = run(portal.site(), tmp_path)
    assert len(uris(found)) == 3
    assert "/fees" not in portal.paths()
    assert "/visa.html" in portal.paths()


def test_other_hosts_are_neither_linked_nor_redirected_to(portal: Portal, tmp_path: Path) -> None:
    portal.page("/", html("Welcome", '<a href="http://169.254.169.254/x">x</a><a href="/go">y</a>'))
    portal.pages["/go"] = (302, {"Location": "http://169.254.169.254/secret"}, b"")
    found = run(portal.site(), tmp_path)
    assert uris(found) == [f"{portal.root}/"]
    assert [x.reason for x in found if isinstance(x, Skipped)] == [
        "its host is not named for this crawl"
    ]


def test_private_addresses_are_refused(portal: Portal, tmp_path: Path) -> None:
    found = run(portal.site(unsafe_private_addresses=False), tmp_path)
    assert uris(found) == []
    assert portal.asked == []


def test_redirects_circles_noindex_and_missing_pages(portal: Portal, tmp_path: Path) -> None:
    portal.page("/", html("Welcome", "".join(f'<a href="/{n}">x</a>' for n in "abcde")))
    portal.pages["/a"] = (301, {"Location": "/fees"}, b"")
    portal.pages["/b"] = (301, {"Location": "/b"}, b"")
    portal.page("/c", html("Draft", "Not yet."), X_Robots_Tag="noindex")
    portal.page(
        "/d", '<html><head><meta name="robots" content="noindex"></head><body>No</body></html>'
    )
    found = run(portal.site(), tmp_path)
    assert uris(found) == [f"{portal.root}/", f"{portal.root}/fees"]
    reasons = sorted(x.reason for x in found if isinstance(x, Skipped))
    assert reasons == ["it redirects again and again", "the site answers with status 404"]


def test_pages_are_limited_and_requests_are_spaced(portal: Portal, tmp_path: Path) -> None:
    start = time.monotonic()
    found = run(portal.site(pages_limit=2, seconds_between=0.05), tmp_path)
    assert len(uris(found)) == 2
    assert time.monotonic() - start >= 0.05 * (len(portal.asked) - 1)


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/", "http://user@example.org/", "http://example.org:8080/", "file:///x",
     "http://example.org.evil.net/", "http://[::1]/", "http://example.org:x/", "//example.org/"],
)  # fmt: skip
def test_only_the_named_host_under_http_is_allowed(url: str) -> None:
    site = Site(start="http://example.org/", hosts=frozenset({"example.org"}))
    assert web.is_allowed("https://EXAMPLE.org/a?b=c", site)
    assert not web.is_allowed(url, site)


@pytest.mark.parametrize(
    ("address", "public"),
    [("93.184.216.34", True), ("2606:2800:220:1::1", True), ("10.0.0.1", False),
     ("127.0.0.1", False), ("169.254.169.254", False), ("::1", False), ("fe80::1%eth0", False),
     ("::ffff:10.0.0.1", False), ("100.64.0.1", False), ("224.0.0.1", False),
     ("192.0.2.1", False), ("fd00::1", False)],
)  # fmt: skip
def test_addresses_that_are_not_public_are_known(address: str, public: bool) -> None:
    assert web._is_public(address) is public
