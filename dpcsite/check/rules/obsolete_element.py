"""Pages use no elements that HTML has given up."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

OBSOLETE = tuple(  # HTML Living Standard, 16.2 Non-conforming features, read 2026-11
    """
    acronym applet basefont bgsound big blink center dir font frame frameset isindex keygen listing marquee multicol
    nobr noembed noframes param plaintext rb rtc spacer strike tt xmp
    """.split()
)


def targets(page: Page) -> Iterator[Element]:
    """Such elements."""
    return page.all(*OBSOLETE)


def verdict(page: Page, element: Element) -> Verdict:
    """Accept what nobody meets, and parts of SVG pictures that have the same name; of parameters say the name."""
    drawn = any(above.tag == "svg" for above in element.ancestors())
    if drawn or not (page.rendered(element) or element.tag == "param"):
        return PASSED
    name = element.attrs.get("name", "").strip()[:20] if element.tag == "param" else ""
    return failed(f"Obsolete element: <{element.tag}>{' (' + name + ')' if name else ''} is not part of HTML any more.")


RULE = Rule(
    id="obsolete-element",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Use style sheets for looks, and elements that say what a text is.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)
