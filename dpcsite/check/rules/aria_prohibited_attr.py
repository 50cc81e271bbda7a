"""A name or another word of ARIA does not stand on an element whose role forbids it."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import roles
from dpcsite.check.semantics.aria_data import GENERIC, NAMELESS
from dpcsite.formats.html import Element

NAMING = ("aria-label", "aria-labelledby", "aria-braillelabel")
DESCRIBING = ("aria-roledescription", "aria-brailleroledescription")


def targets(page: Page) -> Iterator[Element]:
    """Elements with such an attribute that assistive technology can meet, each once."""
    seen: set[int] = set()
    for name in (*NAMING, *DESCRIBING):
        for element in page.document.with_attribute(name):
            if element.index not in seen and element.attrs[name].strip() and not page.hidden(element):
                seen.add(element.index)
                yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look up what the role forbids."""
    role = _role(page, element)
    name = _forbidden(role, element)
    if not name:
        return PASSED
    who = f'the role "{role}"' if role != "generic" else f"<{element.tag}> without a role"
    return failed(f"{name} is not allowed on {who}, and is passed over.")


def _forbidden(role: str, element: Element) -> str:
    """The first attribute that the role forbids; "" where there is none."""
    if role not in NAMELESS:
        return ""
    names = (*NAMING, *DESCRIBING) if role in ("generic", "presentation") else NAMING
    return next((name for name in names if element.attrs.get(name, "").strip()), "")


def _role(page: Page, element: Element) -> str:
    explicit = roles.explicit(element)
    if explicit == "presentation" and not page.focusable(element):
        return explicit
    role = page.role(element)
    return "generic" if not role and element.tag in GENERIC else role


RULE = Rule(
    id="aria-prohibited-attr",
    level="A",
    wcag=("1.3.1",),
    act=("kb1m8s",),
    help="Give the element a role that can have a name, such as group or img, or write what it says as text.",
    targets=targets,
    verdict=verdict,
)
