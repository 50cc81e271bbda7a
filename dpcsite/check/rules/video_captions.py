"""A video has a track of captions, or says that it only repeats the text beside it."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import wording
from dpcsite.formats.html import Element

KINDS = frozenset({"captions", "subtitles"})  # readers accept both

_WRITTEN_IN = re.compile(r"caption|subtitl|\bcc\b|silent|mute|no-?(?:audio|sound)", re.IGNORECASE)
_AGAIN = re.compile(
    r"\b(?:same|again|also|instead|as a video|version|captions?|subtitles?|captioned|subtitled|no sound|silent"
    r"|without sound|isdeitlau|capsiynau|yr un|hefyd)\b",
    re.IGNORECASE,
)
_VIDEO = re.compile(r"video|film|fideo|clip|watch|gwyli", re.IGNORECASE)


def targets(page: Page) -> Iterator[Element]:
    """Videos with sound that a reader can play, or that play themselves."""
    for video in page.all("video"):
        plays = "controls" in video.attrs or "autoplay" in video.attrs
        if plays and "muted" not in video.attrs and page.visible(video):
            yield video


def verdict(page: Page, element: Element) -> Verdict:
    """Look for a track; for a file that says it has captions or no sound; for words that say so."""
    inside = list(element.descendants())
    kinds = {one.attrs.get("kind", "subtitles").strip().lower() for one in inside if one.tag == "track"}
    if kinds & KINDS or _has_audio_beside(element):
        return PASSED
    if any(_WRITTEN_IN.search(one.attrs.get("src", "")) for one in (element, *inside)):
        return PASSED
    if page.body is not None and _is_alternative(page, page.body):
        return PASSED
    return failed("This video has no captions track.")


def _has_audio_beside(video: Element) -> bool:
    return video.parent is not None and any(one.tag == "audio" for one in video.parent.elements)


def _is_alternative(page: Page, body: Element) -> bool:
    """Whether a sentence says that the video has captions or no sound, or shows the same as the text."""
    sentences = re.split(r"[.!?]\s", wording.shown(page, body))
    return any(_VIDEO.search(one) and _AGAIN.search(one) for one in sentences)


RULE = Rule(
    id="video-captions",
    level="A",
    wcag=("1.2.2",),
    act=("ab4d13", "f51b46"),
    severity="warning",
    help='Put <track kind="captions" srclang="en" src="…"> into the video, or say beside it that it has captions.',
    targets=targets,
    verdict=verdict,
)
