"""The name of a control holds the words that its readers see on it."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

SAYING = frozenset(
    """
    button checkbox link menuitem menuitemcheckbox menuitemradio option radio switch tab treeitem
    """.split()
)
BUTTONS = frozenset({"button", "submit", "reset"})

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD = re.compile(r"[^\W_]+")


def targets(page: Page) -> Iterator[Element]:
    """Controls that are named by ARIA and show words too, if assistive technology can meet them."""
    seen: set[int] = set()
    for name in ("aria-label", "aria-labelledby"):
        for element in page.document.with_attribute(name):
            if element.index not in seen and page.role(element) in SAYING and not page.hidden(element):
                seen.add(element.index)
                if page.name(element) and len("".join(_words(_shown(page, element)))) > 1:
                    yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look for the words, one after the other, in the name; punctuation and what stands in brackets do not count."""
    shown = _words(_shown(page, element))
    name = _words(page.name(element))
    for start in range(len(name) - len(shown) + 1):
        if name[start : start + len(shown)] == shown:
            return PASSED
    return failed(
        f'Readers see "{" ".join(shown)[:60]}" here, but the name is "{page.name(element)[:60]}": '
        "who speaks to the computer says what they see."
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(_ASIDE.sub(" ", text.lower()))


def _shown(page: Page, element: Element) -> str:
    """The text that the eye can see, without icons that are letters of a font."""
    if element.tag == "input":
        kind = element.attrs.get("type", "").strip().lower()
        return element.attrs.get("value", "") if kind in BUTTONS else ""
    parts: list[str] = []
    waiting: list[Element | str] = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            parts.append(one)
        elif page.visible(one) and not _icons(page, one):
            if one.tag == "br" or page.styles.display(one) != "inline":
                parts.append(" ")
            waiting.extend(one.children[::-1])
    return "".join(parts)


def _icons(page: Page, element: Element) -> bool:
    return "icon" in page.styles.value(element, "font-family").lower()


RULE = Rule(
    id="label-content-name-mismatch",
    level="A",
    wcag=("2.5.3",),
    act=("2ee8b8",),
    severity="warning",
    help="Begin the aria-label with the words that can be seen, or take it out.",
    targets=targets,
    verdict=verdict,
)
