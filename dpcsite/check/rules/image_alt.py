"""A picture has a text alternative, or says that it needs none."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Pictures that assistive technology can meet."""
    return (one for one in page.all("img") if not page.hidden(one))


def verdict(page: Page, element: Element) -> Verdict:
    """It has a name, or is marked as decoration."""
    if page.role(element) == "presentation" or element.attrs.get("alt") == "" or page.name(element):
        return PASSED
    return failed("This picture has no text alternative.")


RULE = Rule(
    id="image-alt",
    level="A",
    wcag=("1.1.1",),
    act=("23a2a8",),
    help='Say between the square brackets what the picture tells; if it only decorates, write \
![](picture.png "decorative") in Markdown, or alt="" in HTML.',
    targets=targets,
    verdict=verdict,
)
