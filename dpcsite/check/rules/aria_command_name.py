"""A menu item, a tab or another part made with ARIA has a name."""

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

WORDS = {
    "menuitem": "menu item",
    "meter": "meter",
    "progressbar": "progress bar",
    "tab": "tab",
    "tooltip": "tooltip",
    "treeitem": "tree item",
}


def targets(page: Page) -> list[Element]:
    """Elements with such a role that assistive technology can meet."""
    return page.with_role(*WORDS)


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a name."""
    return PASSED if page.name(element) else failed(f"This {WORDS[page.role(element)]} has no name.")


RULE = Rule(
    id="aria-command-name",
    level="A",
    wcag=("4.1.2",),
    act=("m6b1q3",),
    help="Write into it what it does or is; if it shows no words, give it an aria-label.",
    targets=targets,
    verdict=verdict,
)
