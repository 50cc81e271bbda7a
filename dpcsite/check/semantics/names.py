"""Accessible names, after Accessible Name and Description Computation 1.2 and HTML-AAM 1.0."""

from collections.abc import Callable

from dpcsite.check.semantics.role_data import NAMED_FROM_CONTENT
from dpcsite.check.semantics.roles import role
from dpcsite.formats.html import Document, Element

Hidden = Callable[[Element], bool]

LABELLABLE = frozenset({"input", "select", "textarea", "button", "meter", "output", "progress"})
MAX_DEPTH = 40  # of elements inside the named one; deeper text is not a name anybody hears to its end


def name(element: Element, document: Document, hidden: Hidden) -> str:
    """The accessible name of an element, white space folded; "" where it has none."""
    return _folded(_Naming(document, hidden).of(element))


def _folded(text: str) -> str:
    return " ".join(text.split())


class _Naming:
    """One computation; `seen` keeps labels that point at each other from going round for ever."""

    def __init__(self, document: Document, hidden: Hidden) -> None:
        self.document = document
        self.hidden = hidden
        self.seen: set[int] = set()

    def of(self, element: Element) -> str:
        """Steps 2B to 2I for the element itself."""
        labelled = self._labelled_by(element)
        if labelled:
            return labelled
        label = element.attrs.get("aria-label", "")
        if label.strip():
            return label
        native = self._native(element)
        if native is not None and native.strip():
            return native
        if role(element) in NAMED_FROM_CONTENT or element.tag in ("summary", "legend", "figcaption", "caption"):
            content = self._content(element, 0)
            if content.strip():
                return content
        return element.attrs.get("title", "") or element.attrs.get("placeholder", "")

    def _labelled_by(self, element: Element) -> str:
        ids = element.attrs.get("aria-labelledby", "").split()
        targets = [target for identity in ids for target in self.document.by_id.get(identity, ())[:1]]
        parts = [self._referenced(target) for target in targets]
        return " ".join(part for part in parts if part.strip())

    def _referenced(self, target: Element) -> str:
        if target.index in self.seen:
            return ""
        self.seen.add(target.index)
        label = target.attrs.get("aria-label", "")
        if label.strip():
            return label
        native = self._native(target)
        return native if native and native.strip() else self._content(target, 0, whatever=True)

    def _native(self, element: Element) -> str | None:
        """What the host language gives: alt, label, legend, caption, title element of SVG."""
        tag, attrs = element.tag, element.attrs
        if tag in ("img", "area"):
            return attrs.get("alt")
        if tag == "input":
            return self._input(element)
        if tag in LABELLABLE:
            return self._labels(element) or None
        if tag in ("fieldset", "table", "figure", "svg"):
            part = {"fieldset": "legend", "table": "caption", "figure": "figcaption", "svg": "title"}[tag]
            child = next((one for one in element.elements if one.tag == part), None)
            return self._content(child, 0, whatever=True) if child is not None else None
        if tag == "iframe":
            return attrs.get("title")
        return None

    def _input(self, element: Element) -> str | None:
        kind = element.attrs.get("type", "text").strip().lower()
        if kind in ("submit", "reset", "button"):
            default = {"submit": "Submit", "reset": "Reset", "button": ""}[kind]
            return self._labels(element) or element.attrs.get("value", default)
        if kind == "image":
            return self._labels(element) or element.attrs.get("alt") or element.attrs.get("title") or None
        return self._labels(element) or None

    def _labels(self, element: Element) -> str:
        identity = element.attrs.get("id")
        found = [
            label
            for label in self.document.tags.get("label", ())
            if (identity and label.attrs.get("for") == identity)
            or ("for" not in label.attrs and any(above is label for above in element.ancestors()))
        ]
        return " ".join(self._content(label, 0, skip=element) for label in found)

    def _content(self, element: Element, depth: int, *, whatever: bool = False, skip: Element | None = None) -> str:
        """Text inside, with names of what is inside in place; `whatever` reads hidden referenced elements too."""
        if depth > MAX_DEPTH:
            return ""
        parts: list[str] = []
        for child in element.children:
            if isinstance(child, str):
                parts.append(child)
            elif child is not skip and not (self.hidden(child) and not whatever):
                inner = self._inner(child, depth + 1, whatever=whatever)
                parts.append(f" {inner} " if child.tag in BLOCKS else inner)
        return "".join(parts)

    def _inner(self, element: Element, depth: int, *, whatever: bool) -> str:
        if element.tag in ("script", "style", "template"):
            return ""
        label = element.attrs.get("aria-label", "")
        if label.strip():
            return label
        native = self._native(element) if element.tag in ("img", "svg", "input", "select", "textarea") else None
        if native is not None:
            return native
        content = self._content(element, depth, whatever=whatever)
        return content if content.strip() else element.attrs.get("title", content)


BLOCKS = frozenset(
    """
    address article aside blockquote br dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6
    header hr li main nav ol p pre section summary table td th tr ul
    """.split()
)
