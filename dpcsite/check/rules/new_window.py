"""A link that opens a new window says so."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import wording
from dpcsite.formats.html import Element

SAID = (
    "new window", "new tab", "another window", "another tab", "separate window", "external", "ffenestr", "tab newydd",
    "nouvelle fenêtre", "nouvel onglet", "neues fenster", "neuem fenster", "neuen fenster", "neuer tab", "neuem tab",
    "neuen tab", "ventana", "pestaña", "finestra", "scheda", "venster", "tabblad", "janela", "karcie", "oknie", "okno",
    "fereastr", "fuinneog",
)  # fmt: skip


def targets(page: Page) -> Iterator[Element]:
    """Links that open a new window."""
    for link in page.document.with_attribute("target"):
        if (
            link.attrs["target"].strip().lower() in ("_blank", "_new")
            and "href" in link.attrs
            and not page.hidden(link)
        ):
            yield link


def verdict(page: Page, element: Element) -> Verdict:
    """Look for the warning in the name, the description, or the words around."""
    block = next((above for above in element.ancestors() if above.tag in wording.AROUND), None)
    said = f"{page.name(element)} {page.description(element)} {wording.shown(page, block) if block else ''}".casefold()
    if any(words in said for words in SAID):
        return PASSED
    return failed("This link opens a new window without warning.")


RULE = Rule(
    id="new-window",
    level="AAA",
    wcag=("3.2.5",),
    severity="warning",
    help='Take target out, or say it in the link: "(opens in a new tab)".',
    targets=targets,
    verdict=verdict,
)
