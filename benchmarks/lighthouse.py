"""What Lighthouse says of the shipped site, as a phone on a slow line sees it, served as a content network serves it.

`python benchmarks/lighthouse.py` builds the site, serves it to this machine, fetches Lighthouse from npm into a folder
that is not ours, and prints its scores in Markdown and each audit that is not passed. It needs Node.js and Chromium.
"""

import argparse
import contextlib
import gzip
import http.server
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import brotli

ROOT = Path(__file__).resolve().parent.parent
TODAY = "2026-11-23"
LIGHTHOUSE = "lighthouse@12"  # 13 needs a newer Node.js than Debian has
PAGES = {
    "home": "/",
    "service": "/services/report-crime/",
    "force": "/forces/kent/",
    "high-harm service of a force": "/forces/kent/report-domestic-abuse/",
    "service of a force, in Welsh": "/cy/forces/north-wales/report-crime/",
    "guide": "/firearms-licensing/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
WANTED = {"performance": 99, "accessibility": 100, "best-practices": 100}  # seo: see README.md
TIMES = {"first-contentful-paint": "FCP", "largest-contentful-paint": "LCP", "total-blocking-time": "TBT"}
TRIES = 3  # on a busy machine a browser may miss the start of its own recording
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
    " --disable-default-apps --disable-extensions --disable-sync --no-first-run"
)
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
SECURITY = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}


@dataclass(frozen=True)
class Missed:
    """An audit that a page did not pass: its score of 1, what it counts in its category, and what was found."""

    category: str
    audit: str
    title: str
    weight: float
    score: float
    found: str


@dataclass(frozen=True)
class Told:
    """What Lighthouse told of one page: scores of 100 by category, times in words, and what it did not pass."""

    scores: dict[str, int]
    times: dict[str, str]
    missed: tuple[Missed, ...]


# --- the server


@lru_cache(1024)
def packed(path: Path, encoding: str) -> bytes:
    """A file as it goes over the wire, packed once as well as it can be."""
    content = path.read_bytes()
    if encoding == "br":
        return bytes(brotli.compress(content, quality=11))
    return gzip.compress(content, 9, mtime=0) if encoding == "gzip" else content


def encoding_of(accepted: str) -> str:
    """The best encoding that a browser accepts, or ""."""
    names = {part.split(";")[0].strip().lower() for part in accepted.split(",")}
    return next((name for name in ("br", "gzip") if name in names), "")


def file_of(folder: Path, address: str) -> tuple[Path, int]:
    """The file that an address names, and the status: the page for what is not there comes with 404."""
    path = urlsplit(address).path.lstrip("/")
    file = folder / path / "index.html" if not path or path.endswith("/") else folder / path
    if file.is_file() and file.resolve().is_relative_to(folder.resolve()):
        return file, 200
    return folder / "404.html", 404


class Edge(http.server.BaseHTTPRequestHandler):
    """Answers as a content network does: packed, with lifetimes and security headers, over connections that stay."""

    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, *given: Any) -> None:
        self.folder = folder
        super().__init__(*given)

    def do_GET(self) -> None:
        """Send a file."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Send what would be said of a file."""
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        file, status = file_of(self.folder, self.path)
        encoding = encoding_of(self.headers.get("Accept-Encoding", ""))
        content = packed(file, encoding)
        tag = f'"{sha256(content).hexdigest()[:16]}"'
        same = status == 200 and self.headers.get("If-None-Match") == tag
        self.send_response(304 if same else status)
        for name, value in self._headers(file, encoding, tag).items():
            self.send_header(name, value)
        if not same:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body and not same:
            self.wfile.write(content)

    def _headers(self, file: Path, encoding: str, tag: str) -> dict[str, str]:
        kept = file.parent.name == "assets"  # its digest is in its name
        return {
            "Content-Type": TYPES.get(file.suffix, "application/octet-stream"),
            "Cache-Control": "public, max-age=31536000, immutable" if kept else "public, max-age=300",
            "ETag": tag,
            "Last-Modified": formatdate(file.stat().st_mtime, usegmt=True),
            "Vary": "Accept-Encoding",
            **({"Content-Encoding": encoding} if encoding else {}),
            **SECURITY,
        }

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder, which may be filled later, to this machine only; gives its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Edge, folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


# --- Lighthouse


def fetched(tools: Path) -> Path:
    """Lighthouse's command, put into a folder by npm if it is not there; packages run nothing while they are put."""
    command = tools / "node_modules" / ".bin" / "lighthouse"
    if not command.exists():
        quiet = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(["npm", "install", "--prefix", tools, *quiet, LIGHTHOUSE], check=True, stdout=sys.stderr)
    return command


def asked(command: Path, browser: str, url: str, file: Path) -> Any:
    """Let Lighthouse look at one page, as a phone, and again where the browser was too busy; gives its report."""
    options = ["--quiet", "--output=json", f"--output-path={file}", f"--chrome-flags={FLAGS}"]
    options += [f"--only-categories={','.join(CATEGORIES)}", "--no-enable-error-reporting"]
    for _ in range(TRIES):
        file.unlink(missing_ok=True)
        done = subprocess.run([command, url, *options], check=False, env=os.environ | {"CHROME_PATH": browser})
        if done.returncode == 0:
            return json.loads(file.read_text(encoding="utf-8"))
    sys.exit(f"Lighthouse could not look at {url}.")


def told(reports: Sequence[Any]) -> Told:
    """What the run with the median performance told."""
    scores = [report["categories"]["performance"]["score"] for report in reports]
    middle = reports[scores.index(statistics.median_low(scores))]
    return Told(
        {name: round(middle["categories"][name]["score"] * 100) for name in CATEGORIES},
        {name: middle["audits"][name]["displayValue"].replace("\xa0", " ") for name in TIMES},
        tuple(missed(middle)),
    )


def missed(report: Any) -> Iterator[Missed]:
    """Each audit below 1; those without a score are advice or did not apply."""
    for category in CATEGORIES:
        for ref in report["categories"][category]["auditRefs"]:
            audit = report["audits"][ref["id"]]
            if audit["score"] is not None and audit["score"] < 1:
                items = (audit.get("details") or {}).get("items", ())
                found = next(filter(None, map(_shown, items)), "") or audit.get("displayValue", "")
                yield Missed(category, audit["id"], audit["title"], ref["weight"], audit["score"], found)


def _shown(item: Any) -> str:
    said = (item.get("node") or {}).get("snippet") or item.get("url") or item.get("label") or ""
    return str(said)[:120].replace("|", "/")


def scores(found: dict[str, Told]) -> Iterator[str]:
    """Scores and times of each page, in Markdown."""
    yield f"| page | {' | '.join(name.replace('-', ' ') for name in CATEGORIES)} | {' | '.join(TIMES.values())} |"
    yield "|---|" + "--:|" * (len(CATEGORIES) + len(TIMES))
    for name, one in found.items():
        values = [*one.scores.values(), *one.times.values()]
        yield f"| {name} | {' | '.join(map(str, values))} |"


def audits(found: dict[str, Told]) -> Iterator[str]:
    """Each audit that some page did not pass, once, with its worst score; a weight of 0 changes no score."""
    pages: dict[str, list[tuple[str, Missed]]] = {}
    for name, one in found.items():
        for audit in one.missed:
            pages.setdefault(audit.audit, []).append((name, audit))
    yield "| category | audit below 1 | weight | worst | pages | such as |"
    yield "|---|---|--:|--:|---|---|"
    for rows in pages.values():
        _, worst = min(rows, key=lambda row: row[1].score)
        names = "all" if len(rows) == len(found) else ", ".join(name for name, _ in rows)
        told = f"{worst.title} (`{worst.audit}`) | {worst.weight:g} | {worst.score:.2f}"
        yield f"| {worst.category} | {told} | {names} | {worst.found} |"


def build(folder: Path, address: str) -> None:
    """Build the shipped site for an address."""
    command = [sys.executable, "-m", "dpcsite", "build", "--today", TODAY, "--base-url", f"{address}/"]
    command += ["--source", str(ROOT), "--output", str(folder)]
    if subprocess.run(command, cwd=ROOT, check=False, stdout=sys.stderr).returncode:
        sys.exit("The build failed.")


def main() -> None:
    """Read the command line, and print scores and what was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", "--runs", type=int, default=1, help="runs of each page; the median counts (default: 1)")
    parser.add_argument("--tools", type=Path, help="a folder to keep Lighthouse in (default: one that is thrown away)")
    given = parser.parse_args()
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None or shutil.which("npm") is None:
        sys.exit("Install Chromium and Node.js; on Debian the packages are called chromium, nodejs and npm.")
    found: dict[str, Told] = {}
    with tempfile.TemporaryDirectory(prefix="dpcsite-lighthouse-") as temporary:
        top = Path(temporary)
        command = fetched(given.tools.resolve() if given.tools else top / "tools")
        with serving(top / "public") as address:
            build(top / "public", address)
            for name, url in PAGES.items():
                print(f"{name}: {url}", file=sys.stderr)
                runs = [asked(command, browser, address + url, top / "report.json") for _ in range(given.runs)]
                found[name] = told(runs)
    print("\n".join([*scores(found), "", *audits(found)]))
    short = {name for name, one in found.items() for what, least in WANTED.items() if one.scores[what] < least}
    sys.exit(f"\nBelow what we want: {', '.join(sorted(short))}." if short else 0)


if __name__ == "__main__":
    main()
