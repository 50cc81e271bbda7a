"""The built site in a real browser: a server as strict as a good host, Chromium, and one page of each kind."""

import http.server
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.conftest import requires

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # nothing leaves this machine
)
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
LANGUAGES = ("en", "cy")
FORCES = {"en": "kent", "cy": "north-wales"}
MODES: Mapping[str, Mapping[str, str]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
}


@dataclass(frozen=True)
class Kind:
    """A kind of page: a layout, and what may stand on it. `path` is that of the English page."""

    name: str
    layout: str
    path: str
    high_harm: bool = False

    def address(self, lang: str) -> str:
        """Where the page stands in one language: of a force from Wales, if it is Welsh."""
        return ("" if lang == "en" else f"/{lang}") + self.path.format(force=FORCES[lang])


KINDS = (
    Kind("home", "home", "/"),
    Kind("service", "service", "/services/report-domestic-abuse/", high_harm=True),
    Kind("service-of-one-site", "service", "/services/report-fraud/"),
    Kind("force-service", "force-service", "/forces/{force}/report-domestic-abuse/", high_harm=True),
    Kind("force-service-with-fee", "force-service", "/forces/{force}/apply-shotgun-certificate/"),
    Kind("force", "force", "/forces/{force}/"),
    Kind("list", "list", "/services/"),
    Kind("list-of-forces", "list", "/forces/"),
    Kind("guide", "guide", "/firearms-licensing/fees/"),
    Kind("page", "page", "/safe-browsing/", high_harm=True),
    Kind("not-found", "not-found", "/nothing-here/"),
)


@dataclass
class Server:
    """A host on this machine.

    `changes` are made to every page on its way; `asked` are the requests, as path and headers. While `held` is
    cleared no request is answered, and while it is `silent` all are answered with "no content": a browser stays then.
    """

    address: str
    silent: bool = False
    changes: dict[bytes, bytes] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    held: threading.Event = field(default_factory=threading.Event)


@contextmanager
def hosted(folder: Path | None = None, name: str = "127.0.0.1") -> Iterator[Server]:
    """Serve a built site with the strictest policy, or, without one, a bare page at every address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path != "/favicon.ico":  # the browser's own wish
                server.asked.append((path, dict(self.headers)))
            server.held.wait()
            status, suffix, content = (204, ".html", b"") if server.silent else _found(folder, path)
            for before, after in server.changes.items() if suffix == ".html" else ():
                content = content.replace(before, after)
            self.send_response(status)
            self.send_header("Content-Type", TYPES[suffix])
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Host(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Say nothing of a browser that went away."""

    made = Host(("127.0.0.1", 0), Handler)
    server = Server(f"http://{name}:{made.server_address[1]}")
    server.held.set()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield server
    server.held.set()
    made.shutdown()
    made.server_close()


def _found(folder: Path | None, path: str) -> tuple[int, str, bytes]:
    if folder is None:
        return 200, ".html", b"<!DOCTYPE html><html lang=en><title>Elsewhere</title><h1>Elsewhere</h1></html>"
    file = folder / path.lstrip("/")
    if path.endswith("/"):
        file /= "index.html"
    if not file.is_file():
        file = folder / ("cy/404.html" if path.startswith("/cy/") else "404.html")
        return 404, ".html", file.read_bytes()
    return 200, file.suffix, file.read_bytes()


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's Chromium as a shell without a window or a profile, which shows a page in half the time."""
    yield from _launched("chromium-headless-shell")


@contextmanager
def whole_chromium(*, keeps_pages: bool) -> Iterator[Any]:
    """Chromium as people have it; with `keeps_pages` it shows a page that was left again as it was, where it can."""
    yield from _launched("chromium", without=["--disable-back-forward-cache"] if keeps_pages else [])


def _launched(program: str, without: Sequence[str] = ()) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = requires(program, f"install Debian's package {program}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS], ignore_default_args=[*without])
        yield browser
        browser.close()


@contextmanager
def window(browser: Any, width: int = 1280, height: int = 900, **options: Any) -> Iterator[Any]:
    """A fresh profile with one page in it. Nothing in it scrolls smoothly, unless the options say otherwise."""
    options = {"reduced_motion": "reduce", **options}
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    try:
        yield context.new_page()
    finally:
        context.close()


def show(page: Any, address: str, width: int, height: int = 900, mode: str = "light") -> None:
    """Open an address in a page that may have shown others before, on a screen of this size and in this mode."""
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(media="screen", reduced_motion="reduce", **MODES[mode])
    page.goto(address)


def dress(page: Any, style: str) -> None:
    """Add a style sheet to the open page by its object model, which its policy does not look at."""
    page.evaluate(
        """text => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(text);
          document.adoptedStyleSheets.push(sheet);
        }""",
        style,
    )


def unfold(page: Any) -> None:
    """Open everything that can be opened."""
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
