"""View to HTML: strict templates, components with checked parameters, template mistakes as findings."""

import re
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from functools import lru_cache
from types import CodeType
from typing import Any

import jinja2
from markupsafe import Markup, escape

from dpcsite.model.findings import Finding, Place
from dpcsite.model.plan import View
from dpcsite.model.site import Theme
from dpcsite.model.strings import NotSaidError, Strings, filled
from dpcsite.render.marks import with_marks

CACHED = 1024  # results of components that many pages share: header, footer, emergency box


_INNER = re.compile(r"'dpcsite\.[\w.]+\.(\w+) object' has no attribute '(\w+)'")


class ComponentError(jinja2.TemplateRuntimeError):
    """A component was called with a name or a parameter that it does not have."""


class _Compiled(jinja2.BytecodeCache):
    """Templates that this process compiled, by their names and texts; a server renders anew at each save.

    They are kept in memory alone: code from a file would be run whoever wrote it.
    """

    def __init__(self) -> None:
        self._codes: OrderedDict[tuple[str, str], CodeType | None] = OrderedDict()

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code
        if len(self._codes) > CACHED:
            self._codes.popitem(last=False)


_COMPILED = _Compiled()


class Renderer:
    """Renders views with one theme.

    With `marked`, every start tag of a template carries `data-at="file:line:column"`, so that an element of a
    page can be followed back to the author's line; such pages are never published.
    """

    def __init__(self, theme: Theme, *, marked: bool = False) -> None:
        self.theme = theme
        self.marked = marked
        sources = theme.templates
        if marked:
            sources = {name: with_marks(text, theme.paths[name]) for name, text in sources.items()}
        self.environment = jinja2.Environment(
            loader=jinja2.FunctionLoader(lambda name: (sources[name], name, None) if name in sources else None),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=_COMPILED,
        )
        self._tongues: dict[str, dict[str, Any]] = {}
        self._required = {name: spec.required for name, spec in theme.components.items()}
        self._known = {name: spec.required | spec.optional for name, spec in theme.components.items()}

    def page(self, view: View) -> str:
        """The HTML of one page. Raises `jinja2.TemplateError` for a mistake in the theme; see `finding_of`."""
        with _mistakes_told():
            template = self.environment.get_template(f"{view.layout}.html")
            return template.render(view=view, **self._tongue(view.lang))

    def component(self, name: str, lang: str, parameters: Mapping[str, Any]) -> str:
        """One component by itself, as its examples are shown and tested; raises as `page` does."""
        with _mistakes_told():
            return str(self._tongue(lang)["component"](name, **parameters))

    def finding_of(self, error: jinja2.TemplateError, page: str, call: Place | None = None) -> Finding:
        """A template's mistake as a finding, at the line of the theme's file where it happened.

        `call` is where a component was called, if that was not in a template.
        """
        place = self._spot(error) or call or Place(f"themes/{self.theme.id}/layouts/base.html")
        said = _INNER.sub(r'there is no "\2" in \1', error.message or "something in it is not defined")
        message = f"The template cannot be used: {said}."
        return Finding(
            "template",
            "error",
            message,
            "Mend the template, or the call of the component.",
            place,
            page=page,
        )

    def _spot(self, error: jinja2.TemplateError) -> Place | None:
        if isinstance(error, jinja2.TemplateSyntaxError):
            return self._place(str(error.name), error.lineno)
        cause = error.__cause__ or error
        frames = traceback.extract_tb(cause.__traceback__)
        named = [(frame.filename, frame.lineno or 1) for frame in frames if frame.filename in self.theme.paths]
        if named:
            return self._place(*named[-1])
        return self._place(str(error.name), 1) if isinstance(error, jinja2.TemplateNotFound) else None

    def _place(self, name: str, line: int) -> Place:
        return Place(self.theme.paths.get(name, f"themes/{self.theme.id}/layouts/{name}"), line)

    def _tongue(self, lang: str) -> dict[str, Any]:
        if lang not in self._tongues:
            strings = self.theme.strings[lang]
            spoken = {
                "t": _sayer(strings),
                "forms": _former(strings),
                "at": _marking if self.marked else _unmarked,
            }
            self._tongues[lang] = {**spoken, "component": self._caller(lang, spoken)}
        return self._tongues[lang]

    def _caller(self, lang: str, spoken: Mapping[str, Any]) -> Callable[..., Markup]:
        shared: dict[str, Any] = {**spoken, "lang": lang}

        def made(name: str, parameters: tuple[tuple[str, Any], ...]) -> Markup:
            template = self.environment.get_template(f"component:{name}")
            return Markup(template.render(**dict(parameters), **shared).strip())

        cached = lru_cache(CACHED)(made)

        def component(name: str, **parameters: Any) -> Markup:
            self._check(name, parameters.keys())
            given = tuple(parameters.items())
            try:
                return cached(name, given)
            except TypeError:  # a parameter that cannot be hashed, such as a list in an example
                return made(name, given)

        shared["component"] = component
        return component

    def _check(self, name: str, given: Set[str]) -> None:
        if name not in self._known:
            raise ComponentError(f'there is no component "{name}"')
        missing = self._required[name] - given
        surplus = given - self._known[name]
        if missing:
            raise ComponentError(f'the component "{name}" needs {", ".join(sorted(missing))}')
        if surplus:
            raise ComponentError(f'the component "{name}" does not know {", ".join(sorted(surplus))}')


@contextmanager
def _mistakes_told() -> Iterator[None]:
    """Let a template that adds a word to a number, or calls itself for ever, have a mistake like any other."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        if isinstance(error, jinja2.TemplateError):  # TemplateNotFound is a LookupError too
            raise
        raise ComponentError(f"there is no {error}" if isinstance(error, KeyError) else str(error)) from error


def _unmarked(value: object) -> Markup:
    """Stand for `_marking` in pages that are published: nothing."""
    del value
    return Markup()


def _marking(value: Any) -> Markup:
    """Where the author wrote a value, as an attribute: `<a href="…"{{ at(link) }}>`."""
    place = getattr(value, "at", "")
    return Markup(' data-of="{}"').format(place) if place else Markup()


def _sayer(strings: Strings) -> Callable[..., Markup]:
    """Say the theme's strings in one language: `t("call", number=…)` with values escaped, markup kept."""
    said: dict[str, Markup] = {}  # strings without values, which most pages repeat

    def say(key: str, /, **values: Any) -> Markup:
        if not values and key in said:
            return said[key]
        try:
            made = Markup(filled(key, escape(strings.text(key, values)), values, escape))
        except NotSaidError as error:
            raise ComponentError(str(error)) from None  # its place is the template
        if not values:
            said[key] = made
        return made

    return say


def _former(strings: Strings) -> Callable[[str], dict[str, str]]:
    """Hand over plural forms: `forms("key")` is their mapping, for a script that counts by itself."""

    def forms(key: str) -> dict[str, str]:
        try:
            return strings.forms(key)
        except NotSaidError as error:
            raise ComponentError(str(error)) from None  # its place is the template

    return forms
