"""The server that Lighthouse looks at, and how its reports are told; Lighthouse itself is not part of the tests."""

import gzip
import http.client
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import brotli
import pytest

from benchmarks import lighthouse

HTML = "<!DOCTYPE html><title>T</title>" + "police " * 200


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[http.client.HTTPConnection]:
    """To a server of a small site, beside a file that is not part of it."""
    site = tmp_path / "public"
    (site / "assets").mkdir(parents=True)
    (site / "a").mkdir()
    for path, text in (("a/index.html", HTML), ("404.html", "none"), ("assets/site.0123456789.css", "a { b: c; }")):
        (site / path).write_text(text, encoding="utf-8")
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    with lighthouse.serving(site) as address:
        one = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
        yield one
        one.close()


def ask(
    connection: http.client.HTTPConnection, path: str, **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def test_pages_come_packed_as_the_browser_likes_best(connection: http.client.HTTPConnection) -> None:
    """Brotli before gzip before nothing, over one connection that stays open."""
    _, headers, content = ask(connection, "/a/", Accept_Encoding="gzip, deflate, br")
    assert headers["Content-Encoding"] == "br"
    assert brotli.decompress(content).decode() == HTML
    used = connection.sock
    _, headers, content = ask(connection, "/a/?q", Accept_Encoding="gzip;q=1.0")
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(content).decode() == HTML
    _, headers, content = ask(connection, "/a/")
    assert headers["Content-Encoding"] is None
    assert content.decode() == HTML
    assert used is not None
    assert connection.sock is used


def test_only_what_has_its_digest_in_its_name_is_kept_for_good(connection: http.client.HTTPConnection) -> None:
    """A page may be another tomorrow."""
    assert "immutable" in ask(connection, "/assets/site.0123456789.css")[1]["Cache-Control"]
    assert "immutable" not in ask(connection, "/a/")[1]["Cache-Control"]


def test_a_page_that_did_not_change_is_not_sent_again(connection: http.client.HTTPConnection) -> None:
    """By its tag; a page that is not there has none of these."""
    tag = ask(connection, "/a/")[1]["ETag"]
    assert ask(connection, "/a/", If_None_Match=tag)[::2] == (304, b"")
    gone = ask(connection, "/b/")[1]["ETag"]
    assert ask(connection, "/b/", If_None_Match=gone)[::2] == (404, b"none")


def test_answers_have_the_headers_of_a_content_network(connection: http.client.HTTPConnection) -> None:
    """Each of them, on each answer, with a type that browsers heed."""
    for path, kind in (("/a/", "text/html"), ("/assets/site.0123456789.css", "text/css"), ("/b/", "text/html")):
        headers = ask(connection, path)[1]
        assert headers["Content-Type"].startswith(kind)
        assert headers["Vary"] == "Accept-Encoding"
        assert {name: headers[name] for name in lighthouse.SECURITY} == lighthouse.SECURITY


@pytest.mark.parametrize("path", ["/../secret.html", "/a/../../secret.html", "/assets", "//secret.html", "/a/nothing"])
def test_nothing_but_files_of_the_site_is_served(path: str, connection: http.client.HTTPConnection) -> None:
    """What is not there, or not below the folder, gives the page for what is not found."""
    assert ask(connection, path)[::2] == (404, b"none")


def report(performance: float, *audits: tuple[str, float | None]) -> Any:
    """A report of Lighthouse, as far as it is read."""
    categories: dict[str, Any] = {name: {"score": 1, "auditRefs": []} for name in lighthouse.CATEGORIES}
    refs = [{"id": name, "weight": 1} for name, _ in audits]
    categories["performance"] = {"score": performance, "auditRefs": refs}
    found: dict[str, Any] = {name: {"displayValue": "1.0\xa0s"} for name in lighthouse.TIMES}
    for name, score in audits:
        items = [{"node": {"snippet": "<p>"}}, {"url": "/b"}]
        found[name] = {"id": name, "title": name.upper(), "score": score, "details": {"items": items}}
    return {"categories": categories, "audits": found}


def test_the_run_in_the_middle_is_told() -> None:
    """A run on a busy machine does not count; audits without a score and those that are passed are left out."""
    runs = [report(0.5, ("a", 0)), report(0.98, ("b", 0.4), ("c", None), ("d", 1)), report(1)]
    told = lighthouse.told(runs)
    assert told.scores == {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
    assert set(told.times.values()) == {"1.0 s"}
    assert [(one.audit, one.score, one.found) for one in told.missed] == [("b", 0.4, "<p>")]


def test_an_audit_that_several_pages_miss_is_told_once() -> None:
    """With its worst score, and where."""
    found = {name: lighthouse.told([report(1, ("a", score))]) for name, score in (("home", 0.5), ("guide", 0.25))}
    assert list(lighthouse.audits(found))[2:] == ["| performance | A (`a`) | 1 | 0.25 | all | <p> |"]
    found["force"] = lighthouse.told([report(1)])
    assert list(lighthouse.audits(found))[2:] == ["| performance | A (`a`) | 1 | 0.25 | home, guide | <p> |"]
    assert list(lighthouse.scores(found))[-1] == "| force | 100 | 100 | 100 | 100 | 1.0 s | 1.0 s | 1.0 s |"
