"""The words for a picture do not repeat the text of the link or button around it."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Pictures with words inside a link or a button."""
    for picture in page.all("img"):
        if picture.attrs.get("alt", "").strip() and _around(page, picture) is not None and not page.hidden(picture):
            yield picture


def verdict(page: Page, element: Element) -> Verdict:
    """Compare the words with the text beside the picture."""
    around = _around(page, element)
    text = " ".join(around.text().casefold().split()) if around is not None else ""
    alt = " ".join(element.attrs["alt"].casefold().split())
    return (
        failed("The alt text of this picture repeats the words beside it, which are redundant.")
        if text == alt
        else PASSED
    )


def _around(page: Page, picture: Element) -> Element | None:
    return next((above for above in picture.ancestors() if page.role(above) in ("link", "button")), None)


RULE = Rule(
    id="image-redundant-alt",
    level="best-practice",
    wcag=(),
    severity="warning",
    help='Leave the words for the picture empty: alt="".',
    targets=targets,
    verdict=verdict,
)
