"""A link to a document says which kind of file it is, and how large."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import wording
from dpcsite.check.semantics.wording_data import DOCUMENTS
from dpcsite.formats.html import Element

SIZE = re.compile(r"\d[\d.,]*\s*(?:bytes|[kmg]i?b|(?:kilo|mega|giga)bytes?|pages?|tudalen(?:nau)?)\b")


def targets(page: Page) -> Iterator[Element]:
    """Links whose address ends as that of a document."""
    for link in page.all("a"):
        if _ending(link) and not page.hidden(link) and page.name(link):
            yield link


def verdict(page: Page, element: Element) -> Verdict:
    """Look for kind and size in the link, its description and its paragraph or item; a number of pages is a size."""
    ending = _ending(element)
    block = next((above for above in element.ancestors() if above.tag in wording.AROUND), None)
    said = f"{page.name(element)} {page.description(element)} {wording.shown(page, block) if block else ''}".lower()
    kind, size = any(word in said for word in DOCUMENTS[ending]), SIZE.search(said) is not None
    if kind and size:
        return PASSED
    if kind:
        return failed(f"This link leads to a file ({ending.upper()}), but does not say how large it is.")
    if size:
        return failed(f"This link leads to a file ({ending.upper()}), but does not say which kind.")
    return failed(f"This link leads to a file ({ending.upper()}), but says neither file type nor file size.")


def _ending(link: Element) -> str:
    path = link.attrs.get("href", "").split("?")[0].split("#")[0]
    ending = path.rsplit(".", 1)[-1].lower() if "." in path else ""
    return ending if ending in DOCUMENTS else ""


RULE = Rule(
    id="link-file-type",
    level="best-practice",
    wcag=(),
    severity="warning",
    help='Say it in the link: "Annual report (PDF, 2 MB)".',
    targets=targets,
    verdict=verdict,
)
