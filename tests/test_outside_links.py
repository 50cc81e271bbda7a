"""`dpcsite links`, against a server of our own: every host leads to it, and nothing here touches the internet."""

import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dpcsite.links.visit import Visit, Visitor
from tests.conftest import TODAY, Run
from tests.sites import MINIMAL, contents, write_site

HOST = "http://www.example.com"


class Web:
    """The outside world: what was asked, and what it answers by path."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []
        self.agents: set[str] = set()
        self.answers: dict[str, list[tuple[int, dict[str, str]]]] = {}
        self.robots = ""
        self.busy: dict[str, int] = {}
        self.together = 0
        web = self

        class Handler(BaseHTTPRequestHandler):
            """One request."""

            def do_GET(self) -> None:
                web.heard(self)

            def do_HEAD(self) -> None:
                web.heard(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def heard(self, request: BaseHTTPRequestHandler) -> None:
        """Answer: 200 unless something else was said; the last answer of a list stays."""
        host, path = request.headers["Host"], request.path
        self.busy[host] = self.busy.get(host, 0) + 1
        self.together = max(self.together, self.busy[host])
        self.agents.add(request.headers["User-Agent"])
        self.asked.append((request.command, host, path))
        body = b""
        if path == "/robots.txt" and path not in self.answers:
            status, headers, body = (200, {}, self.robots.encode()) if self.robots else (404, {}, b"")
        else:
            rows = self.answers.get(path, [(200, {})])
            status, headers = rows.pop(0) if len(rows) > 1 else rows[0]
        if status == 0:
            threading.Event().wait(1.5)  # longer than the patience of these tests
            status = 200
        self.busy[host] -= 1  # once it is sent, the next may come before this thread goes on
        try:
            request.send_response(status)
            for name, value in headers.items():
                request.send_header(name, value)
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)
        except OSError:  # whoever asked is gone
            pass


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """Every connection of this process leads here."""
    made = Web()
    real = socket.create_connection

    def connect(address: tuple[str, int], *arguments: Any, **named: Any) -> socket.socket:
        if address[0] == "refused.example.com":
            raise ConnectionRefusedError
        return real(("127.0.0.1", made.server.server_port), *arguments, **named)

    monkeypatch.setattr(socket, "create_connection", connect)
    yield made
    made.server.shutdown()
    made.server.server_close()


def visitor(web: Web, waits: list[float] | None = None) -> Visitor:
    """Somebody who does not really wait."""
    return Visitor("dpcsite/test", 1.0, 0.5, (waits if waits is not None else []).append)


def look(web: Web, path: str, *answers: tuple[int, dict[str, str]]) -> Visit:
    """What becomes of one address."""
    web.answers[path] = list(answers)
    return visitor(web).visit([HOST + path], lambda _: None)[HOST + path]


@pytest.mark.parametrize(
    ("status", "state", "answer"),
    [
        (200, "ok", ""),
        (204, "ok", ""),
        (401, "cannot-tell", "401 Unauthorized"),
        (403, "cannot-tell", "403 Forbidden"),
        (404, "broken", "404 Not Found"),
        (410, "broken", "410 Gone"),
        (418, "cannot-tell", "418 I'm a Teapot"),
        (429, "cannot-tell", "429 Too Many Requests"),
        (500, "cannot-tell", "500 Internal Server Error"),
        (503, "cannot-tell", "503 Service Unavailable"),
        (0, "cannot-tell", "it did not answer in time"),
        (999, "cannot-tell", "999"),
    ],
)
def test_an_answer_is_a_state(web: Web, status: int, state: str, answer: str) -> None:
    """Only what is surely gone is broken."""
    assert look(web, "/a", (status, {})) == Visit(f"{HOST}/a", state, answer)  # type: ignore[arg-type]


def test_a_site_that_knows_no_head_is_asked_with_get(web: Web) -> None:
    """HEAD first; 405 and its like are asked again, a plain answer is not."""
    assert look(web, "/a", (405, {}), (200, {})).state == "ok"
    assert look(web, "/b", (404, {}), (200, {})).state == "ok"
    assert look(web, "/c", (200, {})).state == "ok"
    assert [(kind, path) for kind, _, path in web.asked if path != "/robots.txt"] == [
        ("HEAD", "/a"), ("GET", "/a"), ("HEAD", "/b"), ("GET", "/b"), ("HEAD", "/c")
    ]  # fmt: skip
    assert web.agents == {"dpcsite/test"}


def test_what_moved_for_good_is_told_with_its_new_address(web: Web) -> None:
    """301 and 308; what is elsewhere only for now is fine; the new address is the last of those for good."""
    web.answers["/b"] = [(308, {"Location": "https://other.example.com/c"})]
    web.answers["/d"] = [(302, {"Location": "/e"})]
    assert look(web, "/a", (301, {"Location": "/e"})) == Visit(
        f"{HOST}/a", "moved", "it has moved for good", f"{HOST}/e"
    )
    assert look(web, "/a", (301, {"Location": "/d"})).to == f"{HOST}/d"
    assert look(web, "/a", (302, {"Location": "/e"})).state == "ok"
    assert look(web, "/a", (301, {"Location": "/gone"}), (200, {})).state == "moved"
    web.answers["/gone"] = [(404, {})]
    assert look(web, "/a", (301, {"Location": "/gone"})).state == "broken"


@pytest.mark.parametrize(
    ("location", "state", "answer"),
    [
        ("/a", "broken", "it leads in a circle"),
        ("/b", "broken", "it leads in a circle"),
        ("/long/0", "broken", "it leads on without end"),
        ("", "cannot-tell", "it leads to an address that no page may hold"),
        ("javascript:alert(1)", "cannot-tell", "it leads to an address that no page may hold"),
        ("http://127.0.0.1/", "cannot-tell", "it leads to an address that no page may hold"),
        ("file:///etc/passwd", "cannot-tell", "it leads to an address that no page may hold"),
    ],
)
def test_circles_and_traps_are_not_followed(web: Web, location: str, state: str, answer: str) -> None:
    """Nobody is sent to another machine of ours, and no walk is endless."""
    web.answers["/b"] = [(302, {"Location": "/a"})]
    web.answers |= {f"/long/{number}": [(302, {"Location": f"/long/{number + 1}"})] for number in range(20)}
    assert look(web, "/a", (302, {"Location": location})) == Visit(f"{HOST}/a", state, answer)  # type: ignore[arg-type]
    assert len(web.asked) < 12


def test_a_site_that_asks_us_to_wait_is_heard(web: Web) -> None:
    """Retry-After is kept if it is short; else nothing more of that host is asked for, and other hosts are."""
    waits: list[float] = []
    web.answers["/a"] = [(429, {"Retry-After": "7"}), (200, {})]
    assert visitor(web, waits).visit([f"{HOST}/a"], lambda _: None)[f"{HOST}/a"].state == "ok"
    assert 7.0 in waits
    web.answers["/a"] = [(429, {"Retry-After": "3600"})]
    urls = [f"{HOST}/a", f"{HOST}/b", f"{HOST}/c", "http://other.example.com/b"]
    web.asked.clear()
    found = visitor(web, waits).visit(urls, lambda _: None)
    assert [found[url].state for url in urls] == ["cannot-tell", "cannot-tell", "cannot-tell", "ok"]
    assert {path for _, host, path in web.asked if host == "www.example.com"} == {"/robots.txt", "/a"}
    assert max(waits) < 60
    web.answers["/a"] = [(503, {"Retry-After": "Mon, 23 Nov 2020 10:00:00 GMT"}), (200, {})]
    assert look(web, "/a", *web.answers["/a"]).state == "ok"


def test_one_request_at_a_time_for_each_host_with_a_pause(web: Web) -> None:
    """Before each request a pause, also before robots.txt, which is asked for once."""
    waits: list[float] = []
    urls = [f"http://{host}.example.com/{number}" for host in ("a", "b", "c") for number in range(10)]
    found = visitor(web, waits).visit(urls, lambda _: None)
    assert {one.state for one in found.values()} == {"ok"}
    assert web.together == 1
    assert waits == [1.0] * len(web.asked)
    assert [path for *_, path in web.asked].count("/robots.txt") == 3


def test_robots_txt_is_obeyed(web: Web) -> None:
    """What it forbids is not asked for; one that fails forbids all, one that is not there nothing."""
    web.robots = "User-agent: *\nDisallow: /private/\n"
    assert look(web, "/private/a", (200, {})).answer == "robots.txt asks programs to stay away"
    assert look(web, "/public/a", (200, {})).state == "ok"
    assert all(path != "/private/a" for *_, path in web.asked)
    web.answers["/robots.txt"] = [(500, {})]
    assert look(web, "/public/a", (200, {})).state == "cannot-tell"


def test_no_connection_and_no_trust_are_no_proof(web: Web, tmp_path: Path) -> None:
    """A refused connection, a server that does not encrypt, and a certificate that nobody vouches for."""
    urls = ["http://refused.example.com/", "https://www.example.com/"]
    found = visitor(web).visit(urls, lambda _: None)
    assert [found[url].answer for url in urls] == [
        "there was no connection to it",
        "its certificate, or the way it encrypts, was not accepted",
    ]
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=www.example.com"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    web.server.socket = context.wrap_socket(web.server.socket, server_side=True)
    visit = visitor(web).visit(["https://www.example.com/"], lambda _: None)["https://www.example.com/"]
    assert (visit.state, "certificate" in visit.answer) == ("cannot-tell", True)


# --- the command --------------------------------------------------------------------------------------------------

SITE = MINIMAL.replace("https://www.kent.police.uk/", "http://www.kent.police.uk/").replace(
    "These are the words.", "See [their page](http://www.example.com/page)."
)
KENT = "forces/kent/links.checked.yaml"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with links over plain HTTP, which a server of ours can answer; all others cannot be told."""
    return write_site(tmp_path / "site", SITE)


def asked(run: Run, site: Path, *more: str, day: str = TODAY) -> Any:
    """The command without a pause."""
    return run("links", "--source", site, "--pause", "0", "--today", day, *more)


def test_what_is_found_stands_at_the_authors_line(web: Web, site: Path, run: Run) -> None:
    """Broken is an error and the exit code; moved a warning; what cannot be told a note."""
    web.answers["/page"] = [(404, {})]
    web.answers["/"] = [(301, {"Location": "/new/"})]
    ran = asked(run, site)
    assert ran.code == 1
    told, since, new = "outside-link:", f"so since {TODAY}.", "http://www.kent.police.uk/new/"
    rows = [line for line in ran.out.splitlines() if ": error " in line or ": warning " in line]
    assert rows == [
        f"content/pages/about.md:8:5: error {told} http://www.example.com/page is broken (404 Not Found); {since}",
        f"forces/kent/force.yaml:7:10: warning {told} http://www.kent.police.uk/ has moved to {new}; {since}",
    ]
    assert "note outside-link: https://www.gwent.police.uk/ could not be looked at" in ran.out
    assert "Open it in a browser" in ran.out


def test_what_was_seen_is_written_down_and_the_day_of_the_change_stays(web: Web, site: Path, run: Run) -> None:
    """In the folder that the address is of; a build reads it without a network."""
    web.answers["/page"] = [(404, {})]
    before = contents(site)
    asked(run, site, day="2026-11-20")
    assert (site / KENT).read_text(encoding="utf-8").splitlines()[1:] == [
        '"http://www.kent.police.uk/":',
        "  state: ok",
        "  since: 2026-11-20",
        "  seen: 2026-11-20",
    ]
    assert contents(site).keys() - before.keys() == {
        KENT,
        "content/links.checked.yaml",
        "forces/gwent/links.checked.yaml",
    }
    web.answers["/page"] = [(410, {})]
    ran = asked(run, site)
    assert "is broken (410 Gone); so since 2026-11-20." in ran.out
    assert "seen: 2026-11-23" in (site / KENT).read_text(encoding="utf-8")
    ran = run("check", "--source", site, "--today", TODAY)
    assert ran.code == 0
    assert "http://www.example.com/page was broken when dpcsite links last looked, on 2026-11-23." in ran.out
    assert contents(site).keys() >= before.keys()


def test_new_looks_can_be_passed_over_and_old_addresses_go(web: Web, site: Path, run: Run) -> None:
    """--older-than asks only for what was not seen lately; --force only for one force's; --dry-run writes nothing."""
    assert asked(run, site, "--dry-run").code == 0
    assert not (site / KENT).exists()
    asked(run, site)
    web.asked.clear()
    assert asked(run, site, "--older-than", "7", day="2026-11-25").code == 0
    assert web.asked == []
    asked(run, site, "--force", "kent", day="2026-12-25")
    assert {host for _, host, _ in web.asked} == {"www.kent.police.uk"}
    assert "seen: 2026-12-25" in (site / KENT).read_text(encoding="utf-8")
    assert "seen: 2026-11-23" in (site / "content/links.checked.yaml").read_text(encoding="utf-8")
    force = site / "forces/kent/force.yaml"
    force.write_text(force.read_text(encoding="utf-8").replace("website: http://www.kent.police.uk/\n", ""))
    asked(run, site)
    assert not (site / KENT).exists()


def test_links_as_json(web: Web, site: Path, run: Run) -> None:
    """Each link with its owner, its line, its state and its days."""
    rows = json.loads(asked(run, site, "--format", "json").out)["links"]
    (kent,) = (row for row in rows if row["owner"] == "kent")
    assert kent == {
        "url": "http://www.kent.police.uk/",
        "owner": "kent",
        "path": "forces/kent/force.yaml",
        "line": 7,
        "state": "ok",
        "since": TODAY,
        "seen": TODAY,
        "answer": "",
        "to": "",
    }


def test_a_wrong_use_and_a_broken_site_ask_nobody(web: Web, site: Path, run: Run) -> None:
    """An unknown force is a usage error; mistakes in the sources are told instead."""
    assert (asked(run, site, "--force", "kemt").code, web.asked) == (2, [])
    (site / KENT).write_text("http://www.kent.police.uk/: {state: fine, since: soon, seen: 2026-11-23}\n")
    ran = asked(run, site)
    assert ran.code == 1
    assert f"{KENT}:1:37: error field: " in ran.out
    assert web.asked == []
