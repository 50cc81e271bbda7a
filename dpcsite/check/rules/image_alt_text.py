"""The words for a picture are not its file's name, nor a word that says only that there is a picture."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import wording
from dpcsite.check.semantics.wording_data import VAGUE_BUTTONS, VAGUE_PICTURES
from dpcsite.formats.html import Element

_FILE = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?|avif|ico|heic|pdf)", re.IGNORECASE)
_CAMERA = re.compile(r"(?:img|dsc[fn]?|image|photo|pic|picture|screenshot|scan|untitled)[-_ ]?\d{3,}", re.IGNORECASE)


def targets(page: Page) -> Iterator[Element]:
    """Pictures with words: of any kind, and image buttons."""
    for picture in page.with_role("img"):
        if page.name(picture):
            yield picture
    for button in page.all("input"):
        if button.attrs.get("type", "").strip().lower() == "image" and not page.hidden(button) and page.name(button):
            yield button


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for words about the picture, or about what a button does."""
    name = page.name(element)
    if _FILE.fullmatch(name) or _CAMERA.fullmatch(name):
        return failed(f'The alt text of this picture is a file name: "{name[:60]}".')
    if wording.wordless(name):
        return failed("The alt text of this picture contains only punctuation, which is uninformative.")
    said = wording.plain(name)
    if element.tag == "input" and said in VAGUE_BUTTONS:
        return failed(
            f'The alt text of this image button is uninformative: "{name[:60]}".', "Say what the button does."
        )
    if said in VAGUE_PICTURES and not _about_itself(page, element):
        return failed(f'The alt text of this picture is uninformative: "{name[:60]}".')
    return PASSED


def _about_itself(page: Page, picture: Element) -> bool:
    """Whether the picture stands in a caption's figure, which says the rest."""
    figure = next((above for above in picture.ancestors() if above.tag == "figure"), None)
    return figure is not None and bool(page.name(figure))


RULE = Rule(
    id="image-alt-text",
    level="A",
    wcag=("1.1.1",),
    act=("9eb3f6",),
    severity="warning",
    help="Say what the picture shows and why it is here; leave the words empty if it only decorates.",
    targets=targets,
    verdict=verdict,
)
