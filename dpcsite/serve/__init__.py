"""The development server: builds, shows, watches, builds again; for the person at this machine and nobody else.

livereload's server and browser script, with a watcher of our own (watchfiles), because livereload's polls, runs the
build inside the server's loop and loses a change made within three seconds of another. Pages served here are changed
(reload script in, security policy out), so what is served is never what is published.
"""

import logging
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import click
import watchfiles
from livereload import Server
from livereload.handlers import ForceReloadHandler, LiveReloadHandler, LiveReloadJSHandler
from tornado.ioloop import IOLoop
from tornado.web import HTTPError, RequestHandler

from dpcsite.gallery import HOME, gallery
from dpcsite.load import load
from dpcsite.model.report import Report
from dpcsite.pipeline import Options, build
from dpcsite.report import rendered
from dpcsite.serve.trouble import count, trouble

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
LOCAL = ("127.0.0.1", "localhost", "[::1]")
POLICY = '<meta http-equiv="Content-Security-Policy"'

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], Any]


def serve(source: Path, host: str, port: int, forces: tuple[str, ...], day: date, *, components: bool = False) -> None:
    """Serve the site below `source` until somebody stops it; with `components`, the gallery of its theme too.

    Raises OSError when the port is taken.
    """
    with tempfile.TemporaryDirectory(prefix="dpcsite-") as folder:
        site = Preview(source, Path(folder) / "site", host, port, forces, day)
        site.shows_components = components
        site.rebuild()
        if host not in LOCAL:
            click.echo(f"Warning: everybody who can reach {host} can see this preview.", err=True)
        click.echo(f"Serving on http://{host}:{port}/", err=True)
        if components:
            click.echo(f"The theme's components are on http://{host}:{port}{HOME}", err=True)
        server = Server(site.answer, watcher=Watcher(site))
        _close_doors(site)
        server.serve(port=port, host=host, debug=False, restart_delay=0)
        raise KeyboardInterrupt  # livereload swallows it; the command ends with 130


class Preview:
    """The site as it is being written: the last good build, and what is wrong with the newest."""

    def __init__(self, source: Path, output: Path, host: str, port: int, forces: tuple[str, ...], day: date) -> None:
        self.output = output
        self.source = source
        self.hosts = {f"{name}:{port}" for name in (*LOCAL, host)} | ({*LOCAL, host} if port == 80 else set())
        self.options = Options(source, output, day, forces, f"http://{host}:{port}/", jobs=1, preview=True)
        self.report: Report | None = None
        self.looked = False
        self.shows_components = False
        self.gallery: dict[str, bytes] = {}

    def rebuild(self) -> None:
        """Build once and tell the person at the terminal how it went."""
        report = build(self.options)
        self.report = report
        if report.findings:
            click.echo(rendered("text", report.findings, report.tree, colour=False), nl=False)
        self.gallery = gallery(report) if self.shows_components else {}
        word = "Built" if report.built else "Refused"
        click.echo(
            f"{word}: {report.stats.pages} pages in {report.stats.seconds:.1f} s. {count(report.findings)}", err=True
        )

    def stale(self) -> bool:
        """Whether the sources differ from those of the newest build; looked at once, when the watch begins."""
        if self.looked or self.report is None:
            return False
        self.looked = True
        return load(self.source)[0].sources != self.report.tree.sources

    def welcome(self, host: str | None) -> bool:
        """Whether a request names this machine; a page elsewhere that rebinds its name to 127.0.0.1 does not."""
        return host in self.hosts

    def answer(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        if not self.welcome(environ.get("HTTP_HOST")):
            return _reply(start, HTTPStatus.FORBIDDEN, ".txt", b"This preview answers only to its own name.\n")
        if borrowed(environ.get("HTTP_SEC_FETCH_SITE"), environ.get("HTTP_SEC_FETCH_DEST")):
            return _reply(start, HTTPStatus.FORBIDDEN, ".txt", b"This preview is no part of another site's page.\n")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _reply(start, HTTPStatus.METHOD_NOT_ALLOWED, ".txt", b"Only GET and HEAD.\n")
        if environ["REQUEST_METHOD"] == "HEAD":
            return _headless(self._answer(environ, start))
        return self._answer(environ, start)

    def _answer(self, environ: Environ, start: Start) -> Iterable[bytes]:
        path = unquote(environ.get("PATH_INFO", "/"))
        content = self.gallery.get(path)
        if content is not None:
            return _reply(start, HTTPStatus.OK, Path(path).suffix or ".html", content)
        if f"{path}/" in self.gallery:
            return _moved(start, path)
        if self.report is not None and not self.report.built:
            return _reply(start, HTTPStatus.INTERNAL_SERVER_ERROR, ".html", trouble(self.report).encode())
        return self._file(path, start)

    def _file(self, path: str, start: Start) -> Iterable[bytes]:
        try:
            target = (self.output / path.lstrip("/")).resolve()
            target.is_dir()
        except (OSError, ValueError):  # too long, or with characters that no file name has
            return self._missing(start)
        if not target.is_relative_to(self.output.resolve()):
            return _reply(start, HTTPStatus.FORBIDDEN, ".txt", b"This is outside the site.\n")
        if target.is_dir():
            if not path.endswith("/"):
                return _moved(start, path)
            target /= "index.html"
        if target.is_file():
            return _reply(start, HTTPStatus.OK, target.suffix, _previewed(target))
        return self._missing(start)

    def _missing(self, start: Start) -> Iterable[bytes]:
        missing = self.output / "404.html"
        content = _previewed(missing) if missing.is_file() else b"There is no such page.\n"
        return _reply(start, HTTPStatus.NOT_FOUND, ".html", content)


class Watcher:
    """What livereload asks of a watcher; ours builds in a thread of its own and then reloads every browser."""

    def __init__(self, site: Preview) -> None:
        self.site = site
        self.filepath: str | None = None
        self._changes: list[object] = []  # livereload reads and writes these two
        self._tasks: dict[str, object] = {"fixed": None}

    def start(self, callback: Callable[[], None]) -> bool:
        """Begin to watch; returns true, so that livereload does not poll as well."""
        del callback
        loop = IOLoop.current()
        threading.Thread(target=self._watch, args=(loop,), daemon=True).start()
        return True

    def watch(self, *arguments: Any, **options: Any) -> None:
        """Part of livereload's interface; what is watched is fixed here."""

    def examine(self) -> tuple[None, None]:
        """Part of livereload's interface; changes are told by the thread, never asked for."""
        return None, None

    def _watch(self, loop: IOLoop) -> None:
        folders = [self.site.source / name for name in ("content", "forces", "themes")]
        there = [one for one in folders if one.is_dir()]
        # The first answer comes when the watch stands: what changed before that is found by looking.
        for changes in watchfiles.watch(*there, debounce=150, step=50, rust_timeout=500, yield_on_timeout=True):
            if not changes and not self.site.stale():
                continue
            try:
                self.site.rebuild()
            except Exception:  # noqa: BLE001 - a bug of ours: say it, and go on watching
                traceback.print_exc()
            loop.add_callback(LiveReloadHandler.reload_waiters)


def borrowed(site: str | None, destination: str | None) -> bool:
    """Whether a page of another site asks for a part of this one: a frame, a script, a picture (Fetch Metadata).

    Following a link to the preview is fine. Browsers write these headers, and no page can change them.
    """
    return site in ("cross-site", "same-site") and destination != "document"


def _close_doors(site: Preview) -> None:
    """Let livereload's own addresses speak to pages of this preview only (see CVE-2025-24010)."""

    def prepare(handler: RequestHandler) -> None:
        asked = handler.request.headers
        if not site.welcome(handler.request.host) or borrowed(asked.get("Sec-Fetch-Site"), asked.get("Sec-Fetch-Dest")):
            raise HTTPError(HTTPStatus.FORBIDDEN)

    def check_origin(handler: LiveReloadHandler, origin: str) -> bool:
        return site.welcome(urlsplit(origin).netloc) and site.welcome(handler.request.host)

    for handler in (LiveReloadHandler, ForceReloadHandler, LiveReloadJSHandler):
        handler.prepare = prepare
    LiveReloadHandler.check_origin = check_origin
    logging.getLogger("livereload").disabled = True


def _headless(body: Iterable[bytes]) -> Iterable[bytes]:
    """The answer to HEAD: the headers of GET, and nothing behind them."""
    for _ in body:
        pass
    return [b""]


def _previewed(file: Path) -> bytes:
    """A file as the preview shows it: pages may run the reload script, which their own policy forbids."""
    content = file.read_bytes()
    if file.suffix != ".html":
        return content
    text = content.decode()
    before, found, after = text.partition(POLICY)
    return (before + after.partition(">")[2].lstrip("\n") if found else text).encode()


def _reply(start: Start, status: HTTPStatus, suffix: str, content: bytes) -> Iterator[bytes]:
    headers = [
        ("Content-Type", TYPES.get(suffix, "application/octet-stream")),
        ("Content-Length", str(len(content))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Content-Security-Policy", "frame-ancestors 'self'"),
    ]
    start(_status(status), headers)
    return iter([content])


def _moved(start: Start, path: str) -> Iterable[bytes]:
    """Lead to the same address with a stroke at its end."""
    start(_status(HTTPStatus.FOUND), [("Location", f"/{quote(path.strip('/'))}/")])
    return [b""]


def _status(status: HTTPStatus) -> str:
    return f"{status.value} {status.phrase}"


__all__ = ["Preview", "serve"]
