"""Text is not stretched to both margins."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import spacing
from dpcsite.formats.html import Element

LONG = 60  # characters: less will hardly fill a line


def targets(page: Page) -> Iterator[Element]:
    """Elements that say how their text is aligned, in style or in the old attribute, and that have some text."""
    found = {one.index: one for one in page.styles.declaring("text-align")}
    found.update({one.index: one for one in page.document.with_attribute("align")})
    for index in sorted(found):
        if page.visible(found[index]) and _longest(page, found[index]) >= LONG:
            yield found[index]


def verdict(page: Page, element: Element) -> Verdict:
    """Accept any other alignment; only the element that says it is told, not those inside."""
    if page.styles.value(element, "text-align") in ("justify", "justify-all"):
        return failed("This text is justified: stretched to both margins, with gaps between its words.")
    return PASSED


def _longest(page: Page, element: Element) -> int:
    """The length of the longest text that takes its alignment from this element."""
    texts = spacing.texts(element, "text-align", page.styles)
    return max((spacing.length(one, "text-align", page.styles) for one in texts), default=0)


RULE = Rule(
    id="text-justified",
    level="AAA",
    wcag=("1.4.8",),
    severity="warning",
    help="Take text-align: justify out.",
    targets=targets,
    verdict=verdict,
)
