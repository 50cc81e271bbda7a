"""A dialog has a name."""

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> list[Element]:
    """Dialogs that assistive technology can meet."""
    return page.with_role("dialog", "alertdialog")


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a name."""
    return PASSED if page.name(element) else failed("This dialog has no name.")


RULE = Rule(
    id="aria-dialog-name",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Point with aria-labelledby at the heading of the dialog, or give it an aria-label.",
    targets=targets,
    verdict=verdict,
)
