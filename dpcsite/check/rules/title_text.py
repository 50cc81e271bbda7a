"""The title of a page is not a placeholder."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import wording
from dpcsite.check.semantics.wording_data import PLACEHOLDER_TITLES
from dpcsite.formats.html import Element

_FILE = re.compile(r"\S+\.(?:html?|php|aspx?|jsp|docx?|pdf|md|indd|xhtml|txt|odt)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:page|document|slide|untitled|tudalen|seite|pagina|página)[-_ ]?\d+", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def targets(page: Page) -> Iterator[Element]:
    """The first title, if it has words."""
    titles = (one for one in page.all("title") if not any(above.tag == "svg" for above in one.ancestors()))
    title = next(titles, None)
    if title is not None and title.text().strip():
        yield title


def verdict(page: Page, element: Element) -> Verdict:
    """Look it up among the titles that templates and editors give."""
    del page
    title = " ".join(element.text().split())
    if wording.plain(title) in PLACEHOLDER_TITLES or title.casefold().startswith("lorem ipsum"):
        return failed(f'The title of this page is a placeholder: "{title[:60]}".')
    if any(kind.fullmatch(title) for kind in (_FILE, _NUMBERED, _ADDRESS)):
        return failed(
            f'The title of this page is a file name, a number or an address, not descriptive: "{title[:60]}".'
        )
    return PASSED if any(sign.isalpha() for sign in title) else failed("The title of this page has no words.")


RULE = Rule(
    id="title-text",
    level="A",
    wcag=("2.4.2",),
    act=("c4a8a4",),
    severity="warning",
    help="Say in <title> what this page is about, and then the name of the site.",
    targets=targets,
    verdict=verdict,
)
