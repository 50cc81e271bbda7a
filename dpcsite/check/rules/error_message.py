"""An error message says which field is wrong and why, and can be read by everybody."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import wording
from dpcsite.formats.html import Element

FIELDS = ("input", "select", "textarea")
VAGUE = re.compile(
    r"(?:error|oops|sorry|wrong|incorrect)|(?:there (?:is|are|was|were) (?:an? )?(?:some )?"
    r"(?:errors?|problems?|mistakes?)"
    r"(?: on| in| with)?(?: th(?:e|is) (?:page|form|field|submission))?)|(?:please )?(?:you (?:need|have) to |must )?"
    r"(?:fill|correct|fix|check)(?: in| out)?(?: all| the| this| these| your)*"
    r" (?:errors?|fields?|form|problems?|entries)"
    r"(?: on this page| in this form| below| above| before continuing| correctly| and try again)*"
    r"|(?:this )?(?:field|value|input|entry|data|form) (?:is )?(?:invalid|incorrect|wrong|not valid)"
    r"|(?:invalid|incorrect|wrong) (?:value|input|entry|data|field)(?: (?:for|in) (?:the )?\w+(?: field)?)?"
)

_TOKEN = re.compile(r"(?:^|[-_])(?:error|errors|invalid|validation)(?:$|[-_])")


def targets(page: Page) -> Iterator[Element]:
    """Elements that call themselves an error or an alert and hold only words, on a page with fields."""
    if not any(page.all(*FIELDS)):
        return
    found = [one for name in ("id", "class", "role") for one in page.document.with_attribute(name) if _is_error(one)]
    for element in sorted({one.index: one for one in found}.values(), key=lambda one: one.index):
        short = 0 < len(element.text().split()) <= 40
        if short and page.rendered(element) and not any(one.tag in FIELDS for one in element.descendants()):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask that ears get it too, and that it says more than that something is wrong."""
    text = " ".join(element.text().split())
    if page.silenced(element) and not _said_elsewhere(page, element):
        return failed("This error message is hidden from people who use a screen reader.")
    vague = VAGUE.fullmatch(wording.plain(text)) and not any(one.tag == "a" for one in element.descendants())
    if vague and not _others(page, element):
        return failed(f'This error message does not say which field is wrong and why: "{text[:60]}".')
    return PASSED


def _is_error(element: Element) -> bool:
    attrs = element.attrs
    if attrs.get("role", "").strip().lower() == "alert":
        return True
    return any(_TOKEN.search(token) for token in f"{attrs.get('id', '')} {attrs.get('class', '')}".lower().split())


def _said_elsewhere(page: Page, element: Element) -> bool:
    """Whether something around it shows the reader the same without words, as an icon beside text does."""
    return not wording.words(element.text()) or any(
        element.attrs.get("id", "-") in one.attrs.get(name, "").split()
        for name in ("aria-describedby", "aria-errormessage", "aria-labelledby")
        for one in page.document.with_attribute(name)
    )


def _others(page: Page, element: Element) -> bool:
    """Whether another message on the page says more."""
    around = {element.index, *(one.index for one in element.ancestors()), *(one.index for one in element.descendants())}
    return any(one.index not in around and not VAGUE.fullmatch(wording.plain(one.text())) for one in targets(page))


RULE = Rule(
    id="error-message",
    level="A",
    wcag=("3.3.1",),
    act=("36b590",),
    severity="warning",
    help='Name the field and say what is wrong: "Enter your age in years, such as 42", beside the field.',
    targets=targets,
    verdict=verdict,
)
