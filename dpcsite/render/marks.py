"""Write the author's line on every start tag of a template: `data-at="themes/…/page.html:12:5"`."""

import re

_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])")


def with_marks(text: str, path: str) -> str:
    """The template with a mark on each tag that is written out in it; tags made by values have none."""
    hidden = [match.span() for match in _JINJA.finditer(text)]
    pieces, last = [], 0
    for match in _TAG.finditer(text):
        if any(start <= match.start() < end for start, end in hidden):
            continue
        before = text[: match.start()]
        line, column = before.count("\n") + 1, match.start() - before.rfind("\n")
        pieces.append(f'{text[last : match.end()]} data-at="{path}:{line}:{column}"')
        last = match.end()
    return "".join(pieces) + text[last:]
