"""A theme's folder to a theme: layouts, components with their parameters, styles in order, strings by language."""

import re
from collections.abc import Sequence

from dpcsite.model.findings import Finding, Place
from dpcsite.model.site import ComponentSpec, Example, Parameter, Theme
from dpcsite.model.tree import Source, Tree
from dpcsite.validate.brand import theme_brand
from dpcsite.validate.notes import Notes
from dpcsite.validate.promises import promises
from dpcsite.validate.reading import decoded, unknown, yaml_file
from dpcsite.validate.shapes import ComponentShape, ThemeShape
from dpcsite.validate.strings import strings

_STATIC = re.compile(r"^[a-z0-9-]+\.(?:js|svg|png|ico|woff2)$")
_OUTSIDE = re.compile(r"url\(\s*['\"]?\s*(?:[a-z]+:)?//|@import", re.IGNORECASE)


def theme(tree: Tree, name: str, langs: Sequence[str], place: Place, notes: Notes) -> Theme | None:
    """Read `themes/<name>/`; None where it is missing or its theme.yaml cannot be read."""
    files = {source.path.removeprefix(f"themes/{name}/"): source for source in tree.under("themes", name)}
    if "theme.yaml" not in files:
        known = sorted({path.split("/")[1] for path in tree.sources if path.startswith("themes/")})
        notes.add(unknown("theme", "theme", name, known, place))
        return None
    made = yaml_file(files["theme.yaml"], ThemeShape, notes)
    if made is None:
        return None
    shape, read = made
    notes.findings += promises(files)
    templates, paths = _templates(files, notes)
    for number, style in enumerate(shape.styles):
        if f"styles/{style}" not in files:
            known = [path.removeprefix("styles/") for path in files if path.startswith("styles/")]
            notes.add(unknown("theme", "style sheet", style, known, read.place("styles", number)))
    sheets = [f"styles/{style}" for style in shape.styles]
    sheets += sorted(path for path in files if re.fullmatch(r"components/[^/]+/style\.css", path))
    scripts = sorted(path for path in files if re.fullmatch(r"components/[^/]+/script\.js", path))
    style = "\n".join(_style(files[sheet], notes) for sheet in sheets if sheet in files)
    return Theme(
        id=name,
        templates=templates,
        paths=paths,
        style=style,
        script="\n".join(decoded(files[script], notes) or "" for script in scripts),
        statics=_statics(files, notes),
        components=_components(files, notes),
        strings=strings(files, name, langs, {paths[one]: text for one, text in templates.items()}, notes),
        brand=theme_brand(shape.brand, read, style, notes) if shape.brand else None,
    )


def _templates(files: dict[str, Source], notes: Notes) -> tuple[dict[str, str], dict[str, str]]:
    templates, paths = {}, {}
    for path, source in files.items():
        layout = re.fullmatch(r"layouts/([a-z-]+\.html)", path)
        component = re.fullmatch(r"components/([a-z-]+)/template\.html", path)
        if layout or component:
            name = layout[1] if layout else f"component:{component[1] if component else ''}"
            content = decoded(source, notes)
            templates[name] = content or ""
            paths[name] = source.path
    return templates, paths


def _style(source: Source, notes: Notes) -> str:
    content = decoded(source, notes) or ""
    for match in _OUTSIDE.finditer(content):
        before = content[: match.start()]
        line, column = before.count("\n") + 1, match.start() - before.rfind("\n")
        message = "A style sheet may not load anything from another site or by @import."
        help_ = "Put the file into static/ and name it there."
        notes.add(Finding("outside-request", "error", message, help_, Place(source.path, line, column)))
    return content


def _statics(files: dict[str, Source], notes: Notes) -> dict[str, bytes]:
    statics = {}
    for path, source in files.items():
        if not path.startswith("static/"):
            continue
        name = path.removeprefix("static/")
        if _STATIC.match(name):
            statics[name] = source.content
        else:
            message = f'"{name}" is not a name for a file of a theme.'
            help_ = "Use small letters, digits and hyphens, ending in .js, .svg, .png, .ico or .woff2."
            notes.add(Finding("file-name", "error", message, help_, Place(source.path)))
    return statics


def _components(files: dict[str, Source], notes: Notes) -> dict[str, ComponentSpec]:
    found = {}
    for path, template in files.items():
        match = re.fullmatch(r"components/([a-z-]+)/template\.html", path)
        if match is None:
            continue
        source = files.get(f"components/{match[1]}/component.yaml")
        if source is None:
            message = f'The component "{match[1]}" has no component.yaml.'
            help_ = "Write its purpose, parameters, examples and accessibility notes there."
            notes.add(Finding("theme", "error", message, help_, Place(template.path)))
            continue
        made = yaml_file(source, ComponentShape, notes)
        if made:
            shape, read = made
            found[match[1]] = ComponentSpec(
                match[1],
                shape.purpose,
                shape.accessibility,
                tuple(Parameter(name, one.about, one.required) for name, one in shape.parameters.items()),
                tuple(
                    Example(
                        one.name,
                        one.parameters,
                        read.place("examples", number),
                        {str(lang): words for lang, words in one.translations.items()},
                    )
                    for number, one in enumerate(shape.examples)
                ),
                Place(source.path),
                shape.place,
                shape.guidance or "",
            )
    return found
