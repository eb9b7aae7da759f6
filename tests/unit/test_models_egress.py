"""Where data may go: no way of writing an address gets around the policy."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.egress import destinations, is_loopback
from opengovai.errors import ConfigurationError
from opengovai.types import PluginInfo


def _to(url: Any, **more: Any) -> tuple[str, ...]:
    info = PluginInfo(
        name="m",
        version="1",
        api_version=1,
        licence="MIT",
        egress="configured",
        egress_keys=("base_url", "proxy"),
    )
    return destinations(info, {"base_url": url, **more}, where="here")


@pytest.mark.parametrize(
    "url",
    ["http://localhost:8000/v1", "http://127.0.0.1/v1", "https://127.9.9.9", "http://[::1]:80/v1"],
)
def test_this_machine_is_nowhere(url: str) -> None:
    assert _to(url) == ()


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://API.Example.com/v1", "api.example.com"),
        ("http://localhost.example.com", "localhost.example.com"),
        ("http://127.0.0.1.example.com", "127.0.0.1.example.com"),
        ("http://127.1", "127.1"),
        ("http://2130706433", "2130706433"),
        ("http://10.0.0.1", "10.0.0.1"),
        ("http://[2001:db8::1]/v1", "2001:db8::1"),
        ("http://[::ffff:10.0.0.1]/v1", "::ffff:10.0.0.1"),
    ],
)
def test_every_other_host_is_named(url: str, host: str) -> None:
    assert _to(url) == (host,)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost@evil.example/v1",
        "http://evil.example\\@localhost/v1",
        "http://localhost#@evil.example",
        "http://localhost?@evil.example",
        "http://localhost\n.evil.example",
        "http://localhost\t.evil.example",
        "http://evil.example%2f@localhost",
        "http://user:secret@localhost",
        "http:///v1",
        "//localhost",
        "localhost:8000",
        "ftp://localhost",
        "http://ex\u00e4mple.com",
        "http://localhost\uff0eevil.example",
        "http://a..b/%2e%2e",
        "",
        7,
    ],
)
def test_an_address_that_could_be_read_in_two_ways_is_refused(url: Any) -> None:
    with pytest.raises(ConfigurationError, match="no plain address"):
        _to(url)


@given(st.text(max_size=40))
def test_whatever_is_accepted_has_one_host_for_every_parser(tail: str) -> None:
    httpcore2 = pytest.importorskip("httpcore2")
    url = "http://h" + tail
    try:
        (host,) = _to(url)
    except ConfigurationError:
        return
    assert httpcore2.URL(url).host.decode().lower() == host


def test_a_proxy_is_a_destination_too() -> None:
    assert _to("https://a.example", proxy="http://b.example:3128") == ("a.example", "b.example")
    assert _to("http://localhost", proxy="http://b.example") == ("b.example",)


def test_a_plugin_that_does_not_say_which_keys_may_go_anywhere() -> None:
    info = PluginInfo(name="m", version="1", api_version=1, licence="MIT", egress="configured")
    assert destinations(info, {"base_url": "http://localhost"}, where="here") == ("anywhere",)


@pytest.mark.parametrize("host", ["", "localhost.", "LOCALHOST", "10.0.0.1", "::"])
def test_only_the_plain_names_of_this_machine_count(host: str) -> None:
    assert not is_loopback(host)
