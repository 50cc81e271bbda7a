"""What opens and closes a part of a page has a name."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import roles
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """The first summary of each details, if assistive technology can meet it as one."""
    for details in page.all("details"):
        first = next((one for one in details.elements if one.tag == "summary"), None)
        if first is not None and roles.explicit(first) in ("", "presentation") and not page.hidden(first):
            yield first


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a name."""
    return PASSED if page.name(element) else failed("This summary has no name.")


RULE = Rule(
    id="summary-name",
    level="A",
    wcag=("4.1.2",),
    act=("2t702h",),
    help="Write into the summary what it opens.",
    targets=targets,
    verdict=verdict,
)
