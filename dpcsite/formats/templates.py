"""Jinja templates in, before any is rendered: which strings of the theme each says, and where.

A key is found where it is written out as the first argument of `t` or `forms`, alone or as a choice:
`t("a")`, `t("a" if x else "b")`. A key that a template makes of a value is judged when the page is rendered.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import jinja2
from jinja2 import nodes

_SAYERS = ("t", "forms")
_ENVIRONMENT = jinja2.Environment(autoescape=True)
_LINE_END = re.compile(r"\r\n|\r|\n")  # as jinja counts lines


@dataclass(frozen=True, slots=True)
class SaidKey:
    """A key that a template says, with line and column from 1; `plural` where it asks for forms."""

    key: str
    plural: bool
    line: int
    column: int


@lru_cache(maxsize=1024)  # a server reads its theme again at each save
def said_keys(text: str) -> tuple[SaidKey, ...]:
    """The keys that a template says, in its order; none where it cannot be parsed, which rendering reports."""
    try:
        tree = _ENVIRONMENT.parse(text)
    except jinja2.TemplateSyntaxError:
        return ()
    lines = _LINE_END.split(text)
    found = set()
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in _SAYERS and call.args:
            for constant in _constants(call.args[0]):
                column = _column(lines[constant.lineno - 1], constant.value)
                found.add(SaidKey(constant.value, call.node.name == "forms", constant.lineno, column))
    return tuple(sorted(found, key=lambda one: (one.line, one.column, one.key)))


def _constants(node: nodes.Node) -> Iterator[nodes.Const]:
    """Yield each text that an argument may be: written out, or chosen by `if` or `or`."""
    if isinstance(node, nodes.Const):
        if isinstance(node.value, str):
            yield node
    elif isinstance(node, nodes.CondExpr):
        yield from _constants(node.expr1)
        if node.expr2 is not None:
            yield from _constants(node.expr2)
    elif isinstance(node, nodes.Or):
        yield from _constants(node.left)
        yield from _constants(node.right)


def _column(line: str, key: str) -> int:
    """Where a key stands in its line: as an argument if it can be, for an attribute may have the same words."""
    quoted = rf"[\"']{re.escape(key)}[\"']"
    match = re.search(rf"\b(?:{'|'.join(_SAYERS)})\(\s*({quoted})", line) or re.search(f"({quoted})", line)
    return match.start(1) + 1 if match else 1
