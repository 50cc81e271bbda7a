"""The deep look: axe-core in a real browser, on a sample of pages or on all, with findings like every other.

The build's own rules see every page without a browser; this shows what they cannot see, or miss. It needs the extra
`axe` (playwright, and the axe-core that axe-playwright-python carries) and a Chromium on the PATH.
"""

import contextlib
import http.server
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

from dpcsite.check.counts import counts
from dpcsite.formats.html import Document, parse
from dpcsite.load import load
from dpcsite.model.findings import Finding, Level, Place, Severity, blocks, merged
from dpcsite.model.plan import Output, View
from dpcsite.model.tree import Tree
from dpcsite.pages import Locator, Work
from dpcsite.pipeline import Options, build
from dpcsite.plan import make_plan
from dpcsite.validate import validate

WIDTHS = (1280, 320)  # a desk, and a phone or 400 % zoom (WCAG 1.4.10)
SEVERITIES: dict[str, Severity] = {"critical": "error", "serious": "error", "moderate": "warning", "minor": "warning"}
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # the quickest first


class CannotAuditError(Exception):
    """Something that the audit needs is not there; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit gave: findings, those that only the browser saw among them, and the pages it opened."""

    findings: tuple[Finding, ...]
    pages: tuple[Output, ...]
    tree: Tree


def audit(source: Path, today: date, *, everything: bool = False, say: Callable[[str], None]) -> Audit:
    """Build the site below `source` in a temporary folder, open pages in a browser, and ask axe-core.

    Without `everything` it opens one page for each layout, language and kind of next step. Raises
    `CannotAuditError` where the browser or the extra is missing.
    """
    axe = _axe()
    with tempfile.TemporaryDirectory(prefix="dpcsite-audit-") as folder, _served(Path(folder) / "site") as address:
        options = Options(source, Path(folder) / "site", today, base_url=address)
        report = build(options)
        if blocks(list(report.findings)):
            return Audit(report.findings, (), report.tree)
        work = _work(source, today, address)
        chosen = work.plan.outputs if everything else sample(work)
        say(f"{len(chosen)} of {len(work.plan.outputs)} pages")
        seen = list(_opened(chosen, address, axe, work, say))
        return Audit(tuple(merged([*report.findings, *seen])), tuple(chosen), report.tree)


def sample(work: Work) -> tuple[Output, ...]:
    """One page for each layout, language and state of a force's service, in the order of the site."""
    chosen: dict[tuple[object, ...], Output] = {}
    for output in work.plan.outputs:
        if output.layout != "redirect":
            chosen.setdefault((output.layout, output.lang, *_state(work.views.view(output))), output)
    return tuple(chosen.values())


def _state(view: View) -> tuple[object, ...]:
    step = (view.step.kind, view.step.checked, view.step.offered) if view.step else ()
    return (step, view.high_harm, view.payment, bool(view.words_lang), bool(view.groups), bool(view.alerts))


def _work(source: Path, today: date, address: str) -> Work:
    tree, _ = load(source)
    site, _ = validate(tree, today)
    if site is None:
        raise CannotAuditError("The site cannot be read.")
    made, _ = make_plan(replace(site, settings=replace(site.settings, base_url=address)), today, counts())
    return Work(made.plan, made.views, site.theme)


def _axe() -> str:
    try:
        return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    except ModuleNotFoundError as error:
        raise CannotAuditError("Install the extra: pip install 'dpcsite[axe]'.") from error


@contextlib.contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Serve a folder to this machine only, on a free port."""
    handler = partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that says nothing of its requests."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


def _opened(
    pages: Sequence[Output], address: str, axe: str, work: Work, say: Callable[[str], None]
) -> Iterator[Finding]:
    from playwright.sync_api import sync_playwright

    browser_path = next(filter(None, (shutil.which(name) for name in BROWSERS)), None)
    if browser_path is None:
        raise CannotAuditError("Install Chromium; on Debian the package is called chromium.")
    locator = Locator(work)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(bypass_csp=False, java_script_enabled=True)
        for number, output in enumerate(pages, start=1):
            say(f"{number}/{len(pages)} {output.url}")
            page.goto(address + output.url.lstrip("/"))
            document = parse(page.content())
            page.evaluate(axe)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                yield from _findings(_asked(page), output, document, locator)
                yield from _too_wide(page, width, output)
        browser.close()


def _asked(page: Any) -> Any:
    return page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")


def _findings(result: Any, output: Output, document: Document, locator: Locator) -> Iterator[Finding]:
    for violation in result["violations"]:
        level, criteria = _criteria(violation["tags"])
        for node in violation["nodes"]:
            selector = str(node["target"][0])
            found = document.select(selector)
            place = locator.place(output, found[0]) if found else Place(output.source)
            yield Finding(
                rule=f"axe-{violation['id']}",
                severity=SEVERITIES.get(violation["impact"], "warning"),
                message=f"{violation['help']}.",
                help=_first_line(node.get("failureSummary", "")) or violation["description"],
                place=place,
                wcag=criteria,
                level=level,
                page=output.url,
                selector=selector,
            )


def _too_wide(page: Any, width: int, output: Output) -> Iterator[Finding]:
    """Reading must not need scrolling to the side (WCAG 1.4.10)."""
    needed = page.evaluate("() => document.documentElement.scrollWidth")
    if needed > width:
        message = f"This page is {needed} pixels wide on a screen of {width}."
        yield Finding(
            "reflow",
            "error",
            message,
            "Let the wide part wrap, or scroll by itself.",
            Place(output.source),
            ("1.4.10",),
            "AA",
            page=output.url,
        )


def _criteria(tags: Sequence[str]) -> tuple[Level, tuple[str, ...]]:
    """Axe's tags, such as wcag2aa and wcag143, as a level and criteria."""
    found = [re.fullmatch(r"wcag(\d)(\d)(\d+)", tag) for tag in tags]
    criteria = tuple(f"{match[1]}.{match[2]}.{match[3]}" for match in found if match)
    if not criteria:
        return "best-practice", ()
    level: Level = "AAA" if any(tag.endswith("aaa") for tag in tags) else "A"
    return ("AA" if level == "A" and any(re.fullmatch(r"wcag2\d?aa", tag) for tag in tags) else level), criteria


def _first_line(summary: str) -> str:
    lines = [line.strip() for line in summary.splitlines() if line.strip()]
    return lines[1] if len(lines) > 1 else ""
