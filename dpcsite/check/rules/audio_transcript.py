"""An audio has its words in text near it, or a link to them."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import wording
from dpcsite.formats.html import Element

ENOUGH = 30  # words; less is a title or a sentence about the audio

# Words with which a page says that it has the same in text, or that an audio gives it once more.
_SAID = re.compile(
    r"transcri|trawsgrif|listen|gwrand|audio|sain\b|podcast|recording|recorded|recordiad|sound|écout|enregistr|anhör"
    r"|aufnahme|escuch|grabaci|ascolt|registraz|luister|opname|posłuch|nagran|text version|fersiwn testun",
    re.IGNORECASE,
)


def targets(page: Page) -> Iterator[Element]:
    """Audios that a reader can play, or that play themselves."""
    for audio in page.all("audio"):
        heard = "autoplay" in audio.attrs and page.rendered(audio.parent or audio)
        if page.visible(audio) if "controls" in audio.attrs else heard:
            yield audio


def verdict(page: Page, element: Element) -> Verdict:
    """Look for text that says it belongs to an audio, or for a link that does."""
    body = page.body
    if body is None or any(_SAID.search(page.name(link)) for link in page.with_role("link", "button")):
        return PASSED
    if any(one.tag == "track" for one in element.elements) or "aria-describedby" in element.attrs:
        return PASSED
    text = _text(page, body)
    if len(text.split()) >= ENOUGH and _SAID.search(text):
        return PASSED
    return failed("This audio has no transcript: no text on this page, and no link, says that it has the same words.")


def _text(page: Page, body: Element) -> str:
    """What both eyes and ears can read of the page."""
    blocks = (one for one in body.descendants() if any(isinstance(child, str) for child in one.children))
    seen = (one for one in blocks if one.tag not in wording.SILENT and one.tag not in ("audio", "video"))
    readable = (one for one in seen if not page.hidden(one) and _readable(page, one))
    loose = [child for child in body.children if isinstance(child, str)]
    texts = [child for one in readable for child in one.children if isinstance(child, str)]
    return " ".join([*loose, *texts])


def _readable(page: Page, element: Element) -> bool:
    """Text for screen readers alone counts, text drawn far out of its own box does not."""
    indent = page.styles.length(element, "text-indent")
    return indent is None or indent > -500


RULE = Rule(
    id="audio-transcript",
    level="A",
    wcag=("1.2.1",),
    act=("2eb176", "afb423", "e7aa44"),
    severity="warning",
    help='Write down what is said below the audio, or link to it: "Transcript".',
    targets=targets,
    verdict=verdict,
)
