"""Accessible names and descriptions (Accessible Name and Description Computation 1.2, HTML-AAM 1.0, SVG-AAM 1.0)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dpcsite.check.semantics.role_data import NAMED_FROM_CONTENT
from dpcsite.check.semantics.sight import Sight
from dpcsite.formats.html import Document, Element

LABELLABLE = frozenset({"input", "select", "textarea", "button", "meter", "output", "progress"})
MAX_DEPTH = 60  # of elements inside the named one; deeper text is not a name that anybody hears to its end
CAPTIONS = {"fieldset": "legend", "table": "caption", "figure": "figcaption"}
GRAPHICS = frozenset("svg g path circle rect ellipse line polygon polyline use image text".split())
SPEECHLESS = frozenset({"script", "style", "template", "noscript", "head"})


def name(element: Element, page: Sight) -> str:
    """The accessible name of an element, white space folded; "" where it has none."""
    return folded(_Naming(page).name(element))


def description(element: Element, page: Sight) -> str:
    """The accessible description: what aria-describedby points at, aria-description, or an unused title."""
    naming = _Naming(page)
    described = naming.referenced(element, "aria-describedby")
    if described.strip():
        return folded(described)
    given = element.attrs.get("aria-description", "")
    if given.strip():
        return folded(given)
    title = folded(element.attrs.get("title", ""))
    return title if title != name(element, page) else ""


def folded(text: str) -> str:
    """Text with its white space as one space each, as assistive technology gets it."""
    return " ".join(text.split())


def labels(element: Element, document: Document) -> list[Element]:
    """The label elements of a form control (HTML, labelable elements)."""
    if element.tag not in LABELLABLE:
        return []
    identity = element.attrs.get("id")
    found = [label for label in document.tags.get("label", ()) if identity and label.attrs.get("for") == identity]
    if identity and document.by_id.get(identity, [element])[0] is not element:
        found = []  # of several elements with one id, the first one has the label
    for above in element.ancestors():
        if above.tag == "label" and "for" not in above.attrs:
            first = next((one for one in above.descendants() if one.tag in LABELLABLE), None)
            if first is element:
                found.append(above)
            break
    return sorted(found, key=lambda label: label.index)


@dataclass(slots=True)
class _Naming:
    """One computation; `seen` keeps elements that name each other from going round for ever."""

    page: Sight
    seen: set[int] = field(default_factory=set)

    def name(self, element: Element) -> str:
        """The name of the element that was asked about (steps 2B to 2I)."""
        labelled = self.referenced(element, "aria-labelledby")
        if labelled.strip():
            return labelled
        own = self._own(element)
        if own.strip():
            return own
        if self._from_content(element):
            content = self._content(element, 0, unhidden=False)
            if content.strip():
                return content
        return self._tooltip(element)

    def referenced(self, element: Element, attribute: str) -> str:
        """Step 2B: the texts that an id list points at, hidden ones too if they were pointed at themselves."""
        if attribute not in element.attrs:
            return ""
        known = self.page.document.by_id
        targets = [known[identity][0] for identity in element.attrs[attribute].split() if identity in known]
        parts = [self._target(target) for target in targets]
        return " ".join(part for part in parts if part.strip())

    def _target(self, target: Element) -> str:
        if target.index in self.seen:
            return ""
        self.seen.add(target.index)
        own = self._own(target)
        found = own if own.strip() else self._content(target, 0, unhidden=self.page.hidden(target))
        found = found if found.strip() else self._tooltip(target)
        self.seen.discard(target.index)
        return found

    def _own(self, element: Element) -> str:
        """Steps 2D and 2E: aria-label, then what the host language gives."""
        label = element.attrs.get("aria-label", "")
        if label.strip():
            return label
        return self._native(element) or ""

    def _native(self, element: Element) -> str | None:
        tag, attrs = element.tag, element.attrs
        if tag in ("img", "area"):
            return attrs.get("alt") if self.page.role(element) != "presentation" else None
        if tag == "input":
            return self._input(element)
        if tag in LABELLABLE:
            return self._labels(element)
        if tag in CAPTIONS:
            return self._part(element, CAPTIONS[tag])
        if tag in GRAPHICS:
            return self._part(element, "title")
        if tag == "optgroup":
            return attrs.get("label")
        if tag == "option":
            return attrs.get("label") or None
        return None

    def _part(self, element: Element, tag: str) -> str | None:
        child = next((one for one in element.elements if one.tag == tag), None)
        return None if child is None else self._content(child, 0, unhidden=True)

    def _input(self, element: Element) -> str | None:
        kind = element.attrs.get("type", "text").strip().lower()
        label = self._labels(element)
        if label and label.strip():
            return label
        if kind in ("submit", "reset", "button"):
            default = {"submit": "Submit", "reset": "Reset", "button": ""}[kind]
            return element.attrs.get("value") or ("" if "value" in element.attrs and kind == "button" else default)
        if kind == "image":
            return element.attrs.get("alt") or element.attrs.get("title") or None
        return None

    def _labels(self, element: Element) -> str | None:
        found = labels(element, self.page.document)
        texts = [self._content(label, 0, unhidden=self.page.hidden(label), control=element) for label in found]
        return " ".join(text for text in texts if text.strip()) or None

    def _tooltip(self, element: Element) -> str:
        title = element.attrs.get("title", "")
        if title.strip() and not (element.tag == "img" and element.attrs.get("alt") == ""):
            return title
        if element.tag in ("input", "textarea"):
            return element.attrs.get("placeholder", "") or element.attrs.get("aria-placeholder", "")
        return ""

    def _from_content(self, element: Element) -> bool:
        return self.page.role(element) in NAMED_FROM_CONTENT or element.tag in ("summary", "legend", "label")

    def _content(self, element: Element, depth: int, *, unhidden: bool, control: Element | None = None) -> str:
        """Steps 2F to 2H: text inside, with the names of what is inside in their places."""
        if depth > MAX_DEPTH or element.tag in SPEECHLESS:
            return ""
        parts = [self._generated(element, "before")]
        for child in element.children:
            if isinstance(child, str):
                parts.append(child)
            elif child is not control and (unhidden or not self.page.hidden(child)):
                parts.append(self._spaced(child, self._inner(child, depth + 1, unhidden=unhidden, control=control)))
            elif child is not control and self.page.rendered(child) and not self.page.silenced(child):
                parts += [
                    self._spaced(one, self._inner(one, depth + 1, unhidden=False, control=control))
                    for one in self._shown(child)
                ]
        parts.append(self._generated(element, "after"))
        parts.append(self.referenced(element, "aria-owns"))
        return "".join(parts)

    def _inner(self, element: Element, depth: int, *, unhidden: bool, control: Element | None) -> str:
        if element.index in self.seen:
            return ""
        labelled = self.referenced(element, "aria-labelledby")
        if labelled.strip():
            return labelled
        value = self._value(element)  # step 2C: a control inside a label says its value
        if value is not None and control is not None:
            return value
        own = self._own(element)
        if own.strip():
            return own
        if value is not None:
            return value or self._tooltip(element)
        content = self._content(element, depth, unhidden=unhidden, control=control)
        if content.strip() or self.page.role(element) in ("", "generic", "presentation"):
            return content
        return self._tooltip(element) or content

    def _value(self, element: Element) -> str | None:
        """The value of a text box, list box or range; None for other elements."""
        role = self.page.role(element)
        attrs = element.attrs
        if role in ("textbox", "searchbox", "combobox") and element.tag == "input":
            return attrs.get("value", "")
        if element.tag == "textarea":
            return element.text()
        if element.tag == "select":
            options = [one for one in element.descendants() if one.tag == "option"]
            chosen = [one for one in options if "selected" in one.attrs] or options[:1]
            return " ".join(one.text() for one in chosen)
        if role in ("slider", "spinbutton", "scrollbar", "meter", "progressbar"):
            return attrs.get("aria-valuetext") or attrs.get("aria-valuenow") or attrs.get("value", "")
        return element.text() if role == "textbox" else None

    def _shown(self, element: Element) -> Iterator[Element]:
        """What `visibility: visible` shows again inside of an element that `visibility` hides."""
        for child in element.elements:
            if not self.page.hidden(child):
                yield child
            elif self.page.rendered(child) and not self.page.silenced(child):
                yield from self._shown(child)

    def _generated(self, element: Element, side: str) -> str:
        """Text that a style sheet puts before or behind the content; its words after `/` are the alternative."""
        styles = self.page.styles
        if styles.plain:
            return ""
        declared = styles.pseudo(element, side).get("content")
        if declared is None:
            return ""
        shown, slash, spoken = declared.value.partition("/")
        return _quoted(spoken if slash else shown, element)

    def _spaced(self, child: Element, text: str) -> str:
        display = self.page.styles.display(child)
        return text if display in ("inline", "contents") and child.tag != "br" else f" {text} "


def _quoted(value: str, element: Element) -> str:
    """The strings in a value of `content`, with `attr()` put in."""
    parts, rest = [], value.strip()
    while rest:
        if rest[0] in "\"'":
            end = rest.find(rest[0], 1)
            end = len(rest) if end < 0 else end
            parts.append(_unescaped(rest[1:end]))
            rest = rest[end + 1 :]
        elif rest.startswith("attr("):
            inside, _, rest = rest[5:].partition(")")
            parts.append(element.attrs.get(inside.strip().lower(), ""))
        else:
            rest = rest[1:]
    return "".join(parts)


def _unescaped(text: str) -> str:
    """CSS escapes, a backslash and a hexadecimal number, as characters."""
    pieces = text.split("\\")
    out = [pieces[0]]
    for piece in pieces[1:]:
        digits = ""
        while len(digits) < 6 and len(digits) < len(piece) and piece[len(digits)] in "0123456789abcdefABCDEF":
            digits += piece[len(digits)]
        number = int(digits, 16) if digits else 0
        rest = piece[len(digits) :]
        rest = rest[1:] if digits and rest[:1] == " " else rest
        out.append((chr(number) if 0 < number < 0x110000 else "") + rest)
    return "".join(out)
