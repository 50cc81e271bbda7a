"""Pictures of the sources: named as addresses are, what their ending says, and no larger than a page can bear."""

import re

from dpcsite.formats.picture import head
from dpcsite.model.findings import Finding, Place
from dpcsite.model.limits import PICTURE_BYTES, PICTURE_SIDE
from dpcsite.model.names import misnamed
from dpcsite.model.site import Picture
from dpcsite.model.tree import Source, Tree
from dpcsite.validate.notes import Notes

_FOLDER = re.compile(r"(?:content|forces/[^/]+)/assets/(.+)", re.DOTALL)
_FILE = re.compile(r"([^/]+)\.(png|jpg|jpeg|gif|webp|avif)")

Words = tuple[str, str]  # what is wrong, and what to do


def pictures(tree: Tree, notes: Notes) -> dict[str, Picture]:
    """Pictures by source path; those that may not be shown are left out and told."""
    found = {}
    for source in tree.sources.values():
        match = _FOLDER.fullmatch(source.path)
        if match is None:
            continue
        words = _misnamed(match[1]) or _not_shown(source)
        if words:
            notes.add(Finding("picture", "error", *words, Place(source.path)))
        else:
            found[source.path] = Picture(f"/{source.path.removeprefix('content/')}", source.content)
    return found


def _misnamed(file: str) -> Words | None:
    match = _FILE.fullmatch(file)
    if match is None and file.rpartition(".")[2].lower() in ("svg", "svgz"):
        return "A page may not show an .svg file: it can hold scripts.", "Save it as .png, .jpg, .webp, .avif or .gif."
    if match is None:
        message = "This is not a name for a picture."
        return message, "Put it straight into the folder assets/, as .png, .jpg, .webp, .avif or .gif."
    return misnamed(match[1])


def _not_shown(source: Source) -> Words | None:
    ending = source.path.rpartition(".")[2]
    made = head(source.content)
    if made is None or made.kind != ending.replace("jpeg", "jpg"):
        message = f'The content of this file is not a whole picture of the kind ".{ending}".'
        return message, "Open it in a program for pictures and save it again."
    if len(source.content) > PICTURE_BYTES.most:
        return f"This picture is larger than {PICTURE_BYTES}.", "Save it smaller: readers pay for every byte."
    if not 0 < min(made.width, made.height) <= max(made.width, made.height) <= PICTURE_SIDE.most:
        message = f"This picture is {made.width} pixels wide and {made.height} high."
        return message, f"Make each side at most {PICTURE_SIDE} long."
    return None
