"""The development server: what it shows, what it tells browsers, and whom it does not answer."""

import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.serving import DPCSITE, SERVICE, Browser, Served, free_port, until
from tests.sites import MINIMAL, contents, write_site

WORDS = """---
title: Report stalking
summary: Tell the police about stalking.
category: report
---

## Who can help

{}
"""
PAGE = "/services/report-stalking/"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server for tests that change nothing."""
    folder = tmp_path_factory.mktemp("served")
    server = Served(write_site(folder / "site", MINIMAL), folder)
    try:
        until(server.listens, "the server listens")
        yield server
    finally:
        server.process.kill()
        server.process.wait()


# --- what it shows ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/cy/", "/forces/kent/", "/services/report-crime/", "/about/index.html"])
def test_pages_come_with_the_reload_script_and_without_their_policy(served: Served, minimal: Path, path: str) -> None:
    """The policy of a published page would forbid the script; what is published keeps the policy and has no script."""
    answer = served.ask(path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "/livereload.js" in answer.text
    assert "Content-Security-Policy" not in answer.text
    published = (minimal / "public" / path.lstrip("/") / "x").parent
    published = published / "index.html" if path.endswith("/") else published
    assert "Content-Security-Policy" in published.read_text(encoding="utf-8")
    assert "livereload" not in published.read_text(encoding="utf-8")


def test_nothing_of_a_page_is_lost_with_its_policy(served: Served, minimal: Path) -> None:
    """But for the policy, the script and the address of the site a page is the published one."""
    html = served.ask("/about/").text
    html = re.sub(r"<script type=\"text/javascript\">.*?</script>", "", html, flags=re.DOTALL)
    html = html.replace(f"http://127.0.0.1:{served.port}/", "https://www.example.org/")
    published = (minimal / "public" / "about" / "index.html").read_text(encoding="utf-8")
    assert html.split() == re.sub(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>\n", "", published).split()


def test_files_have_their_types_and_are_not_kept(served: Served) -> None:
    """A browser asks again each time, and guesses nothing."""
    home = served.ask("/services/report-stalking/").text
    kinds = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
    for ending, kind in kinds.items():
        match = re.search(rf'"(/assets/[a-z0-9.-]+\.{ending})"', home)
        assert match is not None
        answer = served.ask(match[1])
        assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.text
        assert "/livereload.js" not in answer.text


@pytest.mark.parametrize("path", ["/nowhere/", "/forces/kent/nowhere/", "/nowhere.html", "/%ff%fe", "/%41%zz"])
def test_a_page_that_is_not_there_is_answered_with_the_404_page(served: Served, path: str) -> None:
    """With the code 404, the site's own words, and the script, so that it goes away when the page is written."""
    answer = served.ask(path)
    assert answer.status == 404
    assert "<h1" in answer.text
    assert "Page not found" in answer.text
    assert "/livereload.js" in answer.text


def test_a_folder_without_its_stroke_leads_to_the_page(served: Served) -> None:
    """As web servers do."""
    answer = served.ask("/forces/kent")
    assert (answer.status, answer.headers["Location"]) == (302, "/forces/kent/")


def test_a_question_mark_changes_nothing(served: Served) -> None:
    """A browser may put a question behind an address."""
    assert served.ask("/about/?a=b&c=../../x").text == served.ask("/about/").text


def test_head_is_answered_without_a_body(served: Served) -> None:
    """The headers are those of GET."""
    answer = served.ask("/about/", method="HEAD")
    assert (answer.status, answer.text) == (200, "")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_it_says_where_it_is_and_what_it_built(served: Served) -> None:
    """The address can be clicked in a terminal."""
    assert f"Serving on http://127.0.0.1:{served.port}/" in served.said()
    assert re.search(r"^Built: \d+ pages in .* 0 errors, 0 warnings\.$", served.said(), re.MULTILINE)


# --- whom it does not answer --------------------------------------------------------------------------------------

ENTRIES = ["/", "/forces/kent/", "/nowhere/", "/livereload.js", "/forcereload", "/livereload"]


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1.evil.example:{port}",
        "localhost.evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "evil.example@127.0.0.1:{port}",
        "0.0.0.0:{port}",
        "127.0.0.1:{port}:{port}",
        " ",
    ],
)
def test_a_foreign_host_is_refused(served: Served, host: str) -> None:
    """A site elsewhere that has its name lead to this machine (DNS rebinding) sees nothing of the preview."""
    for path in ENTRIES:
        answer = served.ask(path, host=host.format(port=served.port))
        assert answer.status in (400, 403), path  # 400 where it is no name at all
        assert "<h1" not in answer.text
        assert "LiveReload" not in answer.text


@pytest.mark.parametrize("path", ["/", "/livereload.js"])
def test_a_request_without_a_host_is_refused(served: Served, path: str) -> None:
    """HTTP/1.1 asks for one; every browser sends it."""
    assert served.ask(path, host="").status in (400, 403)


@pytest.mark.parametrize("path", ["/", "/livereload.js"])
@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_its_own_names_are_welcome(served: Served, path: str, name: str) -> None:
    """However somebody writes this machine's own address."""
    assert served.ask(path, host=f"{name}:{served.port}").status == 200


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://evil.example:{port}",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "http://127.0.0.1.evil.example:{port}",
        "http://evil.example/127.0.0.1:{port}",
        "http://evil.example#127.0.0.1:{port}",
        "http://evil.example?@127.0.0.1:{port}",
        "null",
        "file://",
        "",
    ],
)
def test_a_websocket_of_another_site_is_refused(served: Served, origin: str) -> None:
    """A page elsewhere may not listen to what its reader is writing (see CVE-2025-24010)."""
    with Browser(served.port, origin=origin.format(port=served.port)) as browser:
        assert browser.status == 403


def test_a_websocket_to_another_host_is_refused(served: Served) -> None:
    """Even when page and socket agree on the name."""
    name = f"evil.example:{served.port}"
    with Browser(served.port, origin=f"http://{name}", host=name) as browser:
        assert browser.status == 403


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_a_websocket_of_the_preview_itself_is_accepted(served: Served, name: str) -> None:
    """The handshake is answered (RFC 6455, 4.2.2, with its own example), and so is hello."""
    own = f"{name}:{served.port}"
    with Browser(served.port, origin=f"http://{own}", host=own) as browser:
        assert browser.status == 101
        assert browser.headers["Sec-WebSocket-Accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
        browser.greet()


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("destination", ["iframe", "script", "image", "style", "empty", "object"])
def test_no_page_of_another_site_has_a_part_of_the_preview(served: Served, site: str, destination: str) -> None:
    """Not in a frame, not as a script; another port of this machine is another site too."""
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Dest": destination}
    for path in ("/", "/nowhere/", "/livereload.js"):
        assert served.ask(path, headers=headers).status == 403, path


@pytest.mark.parametrize(("site", "destination"), [("cross-site", "document"), ("same-origin", "image"), ("none", "x")])
def test_a_link_and_the_preview_s_own_parts_are_welcome(served: Served, site: str, destination: str) -> None:
    """And no other site may frame what they lead to, whether its browser says so or not."""
    answer = served.ask("/", headers={"Sec-Fetch-Site": site, "Sec-Fetch-Dest": destination})
    assert answer.status == 200
    assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_reading_is_allowed(served: Served, method: str) -> None:
    """Nothing can be sent to a preview."""
    for path in ("/", "/nowhere/", "/livereload.js", "/forcereload"):
        answer = served.ask(path, method=method, headers={"Content-Length": "0"})
        assert answer.status == 405, path
        assert "<h1" not in answer.text


UP = ["..", "%2e%2e", "%2E%2e", ".%2e", "%2e.", "%252e%252e", "%c0%ae%c0%ae", "..%00", "%2e%2e%2f.", "..;"]
STROKES = ["/", "%2f", "%2F", "%5c", "\\", "//", "%252f"]


@pytest.mark.parametrize("up", UP)
def test_no_way_leads_out_of_the_site(served: Served, up: str) -> None:
    """However the steps up are written, no file outside is given, and the server stays whole."""
    (served.folder / "secret.txt").write_text("base_url: a secret", encoding="utf-8")
    targets = ("secret.txt", "site/content/site.yaml", "log.txt")
    for stroke, start, levels, target in product(STROKES, ("/", "/assets/", "//"), (1, 2, 3, 4), targets):
        path = start + f"{up}{stroke}" * levels + target.replace("/", stroke)
        answer = served.ask(path)
        assert answer.status in (302, 400, 403, 404), path
        assert "base_url" not in answer.text
        assert "Serving on" not in answer.text


def test_what_the_ways_out_would_find_is_there(served: Served) -> None:
    """Three steps up from the preview's pages lie the files that must not be given."""
    pages = [path.parent for path in (served.folder / "tmp").glob("*/site/index.html")]
    assert [(path / "../../../site/content/site.yaml").resolve().is_file() for path in pages] == [True]


@pytest.mark.parametrize("path", ["//etc/passwd", "/%2fetc/passwd", "/%2f%2fetc/passwd", "///etc/passwd"])
def test_a_whole_path_is_one_below_the_site(served: Served, path: str) -> None:
    """A stroke more does not begin at the root of the disk."""
    answer = served.ask(path)
    assert answer.status in (403, 404)
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    "path", ["/%00", "/about/%00", "/" + "a" * 3000, "/" + "a/" * 3000, "/x%0d%0aX-Evil:%201/../forces/kent", "/%"]
)
def test_an_odd_address_is_no_fault_of_the_server(served: Served, path: str) -> None:
    """What no file can be called is not there; nothing gets into the headers, and no traceback into the terminal."""
    before = len(served.said())
    answer = served.ask(path)
    assert answer.status in (302, 400, 403, 404)
    assert "X-Evil" not in answer.headers
    assert "Traceback" not in served.said()[before:]


# --- edits --------------------------------------------------------------------------------------------------------


def test_an_edit_is_built_and_browsers_are_told(start: Callable[..., Served]) -> None:
    """When a browser is told to reload, the new page is there already."""
    server = start()
    server.watches()
    assert "Three new words" not in server.ask(PAGE).text
    with Browser(server.port) as browser:
        browser.greet()
        server.edit(SERVICE, WORDS.format("Three new words."))
        while True:
            assert browser.receive()["command"] == "reload"
            if "Three new words" in server.ask(PAGE).text:
                break


def test_a_new_file_and_one_that_goes_are_seen(start: Callable[..., Served]) -> None:
    """Pages come and go with their files."""
    server = start()
    server.watches()
    path = server.site / "content" / "pages" / "hours.md"
    path.write_text("---\ntitle: Hours\nsummary: When.\n---\n\nAlways.\n", encoding="utf-8")
    until(lambda: server.ask("/hours/").status == 200, "the new page is there")
    path.unlink()
    until(lambda: server.ask("/hours/").status == 404, "the page is gone")


def test_a_broken_edit_shows_the_findings_and_a_good_one_the_site(start: Callable[..., Served]) -> None:
    """On every address, with the code 500, the place, the author's line, and what to do; words of it run no script."""
    server = start()
    server.watches()
    server.edit(SERVICE, WORDS.format("Fine.").replace("category: report", "category: <script>alert(1)</script>"))
    until(lambda: server.ask("/").status == 500, "the mistake is told")
    for path in ("/", PAGE, "/nowhere/"):
        answer = server.ask(path)
        assert answer.status == 500
        assert f"{SERVICE}:4:11" in answer.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
        assert "<script>alert" not in answer.text
        assert "Use one of: report," in answer.text
        assert "/livereload.js" in answer.text
    assert f"{SERVICE}:4:11: error field:" in server.said()
    with Browser(server.port) as browser:
        browser.greet()
        server.edit(SERVICE, WORDS.format("Mended."))
        while server.ask(PAGE).status != 200:
            assert browser.receive()["command"] == "reload"
    assert "Mended." in server.ask(PAGE).text


def test_a_site_that_is_broken_from_the_start_is_served_too(minimal: Path, start: Callable[..., Served]) -> None:
    """Whoever begins with a mistake sees it in the browser, and then the site."""
    good = (minimal / "site" / SERVICE).read_text(encoding="utf-8")
    (minimal / "site" / SERVICE).write_text("no fields", encoding="utf-8")
    server = start()
    answer = server.ask("/")
    assert answer.status == 500
    assert f"{SERVICE}:1:1" in answer.text

    def mended() -> bool:
        server.edit(SERVICE, good)
        return server.ask(PAGE).status == 200

    until(mended, "the site is shown")


@pytest.mark.parametrize("apart", [False, True], ids=["at once", "as each is built"])
def test_four_quick_edits_end_with_the_newest(start: Callable[..., Served], apart: bool) -> None:
    """No edit is lost because a build was under way; some may share one."""
    server = start()
    server.watches()
    with Browser(server.port) as browser:
        browser.greet()
        for number in range(1, 5):
            before = server.said().count("Built: ")
            server.edit(SERVICE, WORDS.format(f"Edit number {number}."))
            if apart and number < 4:
                until(partial(_more_built, server, before), "an edit is built")
        while "Edit number 4." not in server.ask(PAGE).text:
            assert browser.receive()["command"] == "reload"


def _more_built(server: Served, before: int) -> bool:
    return server.said().count("Built: ") > before


EDITED_MEANWHILE = """
import sys
from pathlib import Path
import dpcsite.serve
from dpcsite.cli import main
real = dpcsite.serve.build
def first(options):
    dpcsite.serve.build = real
    report = real(options)
    page = Path(options.source) / "content" / "pages" / "about.md"
    page.write_text(page.read_text(encoding="utf-8") + "\\nSaved meanwhile.\\n", encoding="utf-8")
    return report
dpcsite.serve.build = first
main()
"""


def test_an_edit_during_the_first_build_is_not_lost(start: Callable[..., Served]) -> None:
    """The first build of the whole country takes seconds; what is saved in them is shown without a further edit."""
    server = start(command=(sys.executable, "-c", EDITED_MEANWHILE))
    until(lambda: "Saved meanwhile." in server.ask("/about/").text, "the edit is shown", seconds=10)


def test_an_edit_of_the_theme_is_seen(start: Callable[..., Served]) -> None:
    """Templates and styles are watched as words are."""
    server = start()
    server.watches()
    style = server.site / "themes" / "national" / "styles" / "base.css"
    before = re.search(r'href="(/assets/site\.[^"]+)"', server.ask("/").text)
    style.write_text(style.read_text(encoding="utf-8") + "\nhr { margin-top: 7px; }\n", encoding="utf-8")
    until(lambda: before and before[1] not in server.ask("/").text, "the page names the new style sheet")
    after = re.search(r'href="(/assets/site\.[^"]+)"', server.ask("/").text)
    assert after is not None
    assert "margin-top: 7px" in server.ask(after[1]).text


def test_a_mistake_that_is_saved_twice_is_told_and_the_old_site_is_not_shown(start: Callable[..., Served]) -> None:
    """As long as the newest sources are broken, nobody takes an old page for the new one."""
    server = start()
    server.watches()
    broken = WORDS.format("A.").replace("title: Report stalking\n", "")
    server.edit(SERVICE, broken)
    until(lambda: server.ask("/").status == 500, "the mistake is told")
    server.edit(SERVICE, broken + "\nMore.\n")
    until(lambda: server.said().count("Refused: ") >= 2, "it was built again")
    assert server.ask(PAGE).status == 500


# --- starting and ending ------------------------------------------------------------------------------------------


def test_ctrl_c_ends_it_and_leaves_nothing_behind(minimal: Path, start: Callable[..., Served]) -> None:
    """No traceback, no folder of its own, nothing changed in the site, and the port is free."""
    before = contents(minimal / "site"), contents(minimal / "public")
    server = start()
    server.ask("/")
    assert server.stop() in (0, 130)
    assert "Traceback" not in server.said()
    assert list((server.folder / "tmp").iterdir()) == []
    assert (contents(minimal / "site"), contents(minimal / "public")) == before
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", server.port)) != 0


def test_ctrl_c_ends_it_while_a_browser_listens(start: Callable[..., Served]) -> None:
    """An open page does not keep the server alive."""
    server = start()
    with Browser(server.port) as browser:
        browser.greet()
        server.ask("/")  # when this is answered, so is the greeting
        assert server.stop() in (0, 130)
    assert "Traceback" not in server.said()


def test_one_force_alone_can_be_served(start: Callable[..., Served]) -> None:
    """Quicker while somebody writes for one force."""
    server = start("--force", "kent")
    assert server.ask("/forces/kent/").status == 200
    assert server.ask("/forces/gwent/").status == 404


def test_a_port_that_is_taken_is_told(minimal: Path) -> None:
    """Without a traceback, and with the address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [DPCSITE, "serve", "--source", str(minimal / "site"), "--port", str(port)]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in made.stderr
    assert "Traceback" not in made.stderr


def test_a_force_that_is_not_there_is_a_wrong_use(minimal: Path, run: Run) -> None:
    """With the nearest name, as in a build."""
    ran = run("serve", "--source", minimal / "site", "--port", str(free_port()), "--force", "kemt")
    assert ran.code == 2
    assert 'Did you mean "kent"?' in ran.err


def test_serving_to_others_is_warned_of(minimal: Path) -> None:
    """Another host than this machine's own shows the preview to a network. (The one here is nobody's: RFC 5737.)"""
    command = [DPCSITE, "serve", "--source", str(minimal / "site"), "--host", "192.0.2.1", "--port", str(free_port())]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Warning: everybody who can reach 192.0.2.1 can see this preview." in made.stderr
    assert made.returncode == 1
    assert "Cannot listen on 192.0.2.1:" in made.stderr
