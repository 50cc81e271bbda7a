"""Write docs/reference/ from the program itself, so that the reference cannot tell anything else than the program does.

`python docs/generate.py` writes it; with `--check` it writes nothing, names what is out of date, and leaves with 1.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import click
import yaml
from pydantic.json_schema import GenerateJsonSchema

from dpcsite import cli, guide
from dpcsite.check.examples import HEADINGS, ON_WORDS, rule_page
from dpcsite.check.prose.rule import ProseRule
from dpcsite.check.prose.rules import PROSE_RULES
from dpcsite.check.rule import Rule
from dpcsite.check.rules import RULES
from dpcsite.model.account import BUILD_FIELDS
from dpcsite.validate import shapes

DOCS = Path(__file__).resolve().parent
REFERENCE = DOCS / "reference"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
MADE = "<!-- Made by docs/generate.py. Change what it describes, then run it again. -->\n"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that people write.

    `holds` says how the file holds its shape: once, as entries by id, or as lists of them by id. `depth` is the
    number of folders round the file; `extra` is more to know about the file.
    """

    name: str
    files: str
    shape: type[shapes.Shape]
    depth: int
    holds: Literal["one", "entries", "lists"] = "one"
    extra: str = ""

    @property
    def markdown(self) -> bool:
        """Whether the fields stand at the top of a Markdown file."""
        return self.files.endswith(".md")


KINDS = (
    Kind("site", "content/site.yaml", shapes.SiteShape, 1),
    Kind(
        "facts",
        "content/facts.yaml",
        shapes.FactShape,
        1,
        "entries",
        "Each entry has an id, by which texts name it: `{{ fact.firearm-grant-fee }}`.",
    ),
    Kind(
        "channels",
        "content/channels.yaml",
        shapes.ChannelShape,
        1,
        "entries",
        "Each entry has an id, by which `fallback` and texts name it: `{{ channel.999 }}`.",
    ),
    Kind("platform", "content/platform.yaml", shapes.PlatformShape, 1),
    Kind(
        "doorways",
        "content/doorways.yaml",
        shapes.DoorwayShape,
        1,
        "lists",
        "For each service, by its id, a list of addresses; the first that fits is taken.",
    ),
    Kind(
        "allowances",
        "content/allowances.yaml",
        shapes.AllowanceShape,
        1,
        "entries",
        "Each entry has an id of your choice. What it covers becomes a note until the day in `until`.",
    ),
    Kind(
        "link-checks",
        "forces/<force-id>/links.checked.yaml",
        shapes.LinkCheckShape,
        2,
        "entries",
        "Written by `dpcsite links`, by address; for addresses in `content/` it is `content/links.checked.yaml`.",
    ),
    Kind("service", "content/services/<service-id>.md", shapes.ServiceShape, 2),
    Kind(
        "page",
        "content/pages/**/<page>.md",
        shapes.PageShape,
        2,
        extra="A force's own pages, `forces/<force-id>/pages/**/<page>.md`, have the same fields. The text may say \
what the build knows of itself:\n\n"
        + "\n".join(f"- `{{{{ build.{name} }}}}`: {about}" for name, about in BUILD_FIELDS.items()),
    ),
    Kind(
        "words",
        "content/**/<page>.cy.md",
        shapes.WordsShape,
        2,
        extra="For the further languages of services and pages; everything else is said once, in the first language.",
    ),
    Kind(
        "section",
        "content/sections/<id>.md",
        shapes.SectionShape,
        2,
        extra="The same in each language: `<id>.md` and `<id>.cy.md`. A service that has a heading with this title \
shows its own words instead; a required one has only guidance for editors in its body.",
    ),
    Kind(
        "alert",
        "content/alerts/<id>.md",
        shapes.AlertShape,
        2,
        extra="The same in each language: `<id>.md` and `<id>.cy.md`.",
    ),
    Kind("force", "forces/<force-id>/force.yaml", shapes.ForceShape, 2),
    Kind("theme", "themes/<theme>/theme.yaml", shapes.ThemeShape, 2),
    Kind("component", "themes/<theme>/components/<name>/component.yaml", shapes.ComponentShape, 4),
)


def main(arguments: Sequence[str], folder: Path = REFERENCE) -> int:
    """Write the files, or with `--check` compare them; returns the exit code."""
    if arguments and arguments != ["--check"]:
        sys.stderr.write("Usage: python docs/generate.py [--check]\n")
        return 2
    made = files()
    stale = [name for name, content in made.items() if _content(folder / name) != content]
    strays = [f"schemas/{path.name}" for path in sorted(folder.glob("schemas/*")) if f"schemas/{path.name}" not in made]
    if arguments:
        sys.stdout.writelines(f"{name} is out of date; run python docs/generate.py\n" for name in (*stale, *strays))
        return 1 if stale or strays else 0
    for name in stale:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(made[name], encoding="utf-8")
    for name in strays:
        (folder / name).unlink()
    sys.stdout.writelines(f"{name}\n" for name in (*stale, *strays))
    return 0


def files() -> dict[str, str]:
    """Every generated file by its path below docs/reference/."""
    schemas = {kind.name: schema(kind) for kind in KINDS}
    made = {f"schemas/{name}.schema.json": _json(one) for name, one in schemas.items()}
    return made | {"fields.md": fields(schemas), "rules.md": rules(), "commands.md": commands(), "act.md": act()}


def _content(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


# --- schemas ------------------------------------------------------------------------------------------------------


class _Schemas(GenerateJsonSchema):
    """Pydantic's schemas, with the form of addresses, which only our functions know."""

    def function_after_schema(self, schema: Any) -> Json:
        """Add what the function that looks at a value asks for, as far as a schema can say it."""
        forms = {
            "_address": {"format": "uri"},
            "_base": {"format": "uri", "pattern": "/$"},
            "_contact": {"format": "uri"},
            "_feedback": {"format": "uri"},
            "_mail": {},  # its pattern says enough
            "_own_path": {"pattern": f"^{shapes.OWN_PATH.pattern}$"},
        }
        return {**super().function_after_schema(schema), **forms[schema["function"]["function"].__name__]}


def schema(kind: Kind) -> Json:
    """The JSON Schema of one kind of file."""
    made = kind.shape.model_json_schema(schema_generator=_Schemas)
    inner = {name: _refined(one) for name, one in made.pop("$defs", {}).items()}
    body = _refined(made)
    head = {"$schema": DRAFT, "title": kind.files}
    if kind.holds != "one":
        name = kind.shape.__name__
        inner[name] = body
        each: Json = {"$ref": f"#/$defs/{name}"}
        body = {
            "type": "object",
            "additionalProperties": each if kind.holds == "entries" else {"type": "array", "items": each},
        }
    return head | body | ({"$defs": dict(sorted(inner.items()))} if inner else {})


def _refined(given: Json) -> Json:
    """A schema that fits what an editor sees: `999` may be a number there, and is text here all the same."""
    made: Json = {}
    for key, value in given.items():
        if key == "title" or (key == "default" and (value in (None, []) or isinstance(value, dict))):
            continue
        if key in ("properties", "patternProperties"):
            made[key] = {name: _refined(one) for name, one in value.items()}
        elif key in ("anyOf", "oneOf"):
            made[key] = [_refined(one) for one in value]
        elif key in ("items", "additionalProperties", "propertyNames") and isinstance(value, dict):
            made[key] = _refined(value)
        elif key == "const":
            made["enum"] = [value]
        else:
            made[key] = value
    if "patternProperties" in made or set(made.get("properties", ())) == {"en", "cy"}:
        made["additionalProperties"] = False
    if made.get("type") == "string":
        made["type"] = _types(made)
    return made


def _types(text: Json) -> str | list[str]:
    """What a text may look like to a reader of YAML that guesses types."""
    pattern = text.get("pattern", "")
    if pattern.startswith(r"^\+?[0-9]"):
        return ["string", "integer"]
    known = pattern not in ("", LINE) or not {"enum", "format"}.isdisjoint(text)
    return "string" if known else ["string", "number", "boolean"]


LINE = r"^[^\n]*$"
FORMS = {
    LINE: "one line of text",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "an id: small letters, digits, hyphens",
    r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$": "an id of a service or page; in a folder: `folder/page`",
    r"^[0-9a-f]{10}$": "a digest: ten digits and letters from a to f",
    r"^#[0-9a-fA-F]{6}$": "a colour, such as `#1d3c78`",
    r"^--[a-z][a-z0-9-]*$": "the name of a CSS custom property, such as `--dpc-page`",
    r"^\+?[0-9][0-9 ]{1,20}$": "a telephone number: digits and spaces, + in front if it is for abroad",
    r"^[a-z0-9-]+(\.[a-z0-9-]+)+$": "the name of a host, such as `www.kent.police.uk`",
    r"^/[A-Za-z0-9/._-]*/$": "a path that begins and ends with /",
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": "an e-mail address",
    r"^[a-z_]+$": "small letters and _",
    r"^(content|forces|themes)/[A-Za-z0-9._/-]+$": "a file of the sources, or a folder with / at its end",
    f"^{shapes.OWN_PATH.pattern}$": "a path of this site, such as `/old-place/`",
    r"^\d{4}(-\d\d){0,2}$": "a year, a month or a day, such as `2022-11`",
    "/$": "a web address that ends with /",
}
FORMATS = {"date": "a day, such as 2026-11-23", "uri": "a web address"}


# --- fields -------------------------------------------------------------------------------------------------------


def fields(schemas: Mapping[str, Json]) -> str:
    """The fields of every kind of file."""
    rows = "\n".join(f"| `{kind.files}` | `{modeline(kind)}` |" for kind in KINDS)
    parts = [f"# Fields\n\n{MADE}\n{FIELDS_HEAD}\n\n| file | line |\n|---|---|\n{rows}\n\n{FIELDS_FRONT}\n"]
    for kind in KINDS:
        parts += _section(kind, schemas[kind.name])
    return "\n".join(parts) + f"\n{FIELDS_FOOT}\n"


def modeline(kind: Kind) -> str:
    """The comment that tells an editor which schema a file has."""
    return f"# yaml-language-server: $schema={'../' * kind.depth}docs/reference/schemas/{kind.name}.schema.json"


FIELDS_HEAD = """\
What may stand in each file, and what must. A field that is not here is refused, with its place and the nearest name.
Values stay as they are typed: `0117` is never 79, and `no` is a word. Ids have at most 60 characters.

## Completion in an editor

Each kind of file has a JSON Schema in `docs/reference/schemas/`. An editor with a YAML plug-in (yaml-language-server,
which is in VS Code's YAML extension, Neovim, Emacs and others) offers fields and marks mistakes while you type, once
the first line of a file says which schema it has:"""

FIELDS_FRONT = """\
In Markdown files the line comes behind the first `---`; it helps in editors that look at the fields there as YAML. For
each folder that a file lies deeper, put one more `../` in front. `dpcsite check` needs no such line, and it knows more:
whether a service exists, whether an address deceives, whether a fact has grown old."""

FIELDS_FOOT = """\
## `content/redirects.yaml`

Old paths of this site, each with the path that it leads to now: `/old-place/: /services/report-crime/`.

## `themes/<theme>/strings/<language>.yaml`

What the theme itself says: a name and a text for each, the same names in every language. `{braces}` in a text hold a
value, and have the same names in every language. There is no markup.

A string that changes with a number has, instead of its text, one for each plural form of the language, as Unicode CLDR
names them. `{count}` is the number; a form may spell it out.

| language | forms |
|---|---|
| English | `one` (1), `other` |
| Welsh | `zero` (0), `one` (1), `two` (2), `few` (3), `many` (6), `other` |"""


def _section(kind: Kind, schema_: Json) -> Iterator[str]:
    where = "Fields at the top, between two lines of `---`." if kind.markdown else ""
    about = " ".join(one for one in (_about(schema_), where, kind.extra) if one)
    yield f"## `{kind.files}`\n" + (f"\n{about}\n" if about else "")
    own = schema_["$defs"][kind.shape.__name__] if kind.holds != "one" else schema_
    yield _table(own)
    for name, inner in schema_.get("$defs", {}).items():
        if inner is not own:
            yield f"### {_spoken(name)}\n\n{inner['description']}\n\n{_table(inner)}"


def _about(schema_: Json) -> str:
    """The shape's own sentence, unless it only repeats the file's name."""
    words = str(schema_.get("description", ""))
    return "" if "`" in words else words


def _table(schema_: Json) -> str:
    rows = ["| field | required | what it holds | description |", "|---|---|---|---|"]
    for name, one in schema_["properties"].items():
        need = "yes" if name in schema_.get("required", ()) else "no"
        words = [one["description"]] if "description" in one else []
        words += [f"without it: {_shown(one['default'])}"] if "default" in one else []
        rows.append(_row(f"`{name}`", need, _holds(one), "; ".join(words)))
    return "\n".join(rows) + "\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(f"`{one}`" for one in value)
    return f"`{json.dumps(value)}`" if isinstance(value, bool) else f"`{value}`"


def _spoken(name: str) -> str:
    """`PlatformStatusShape` as "Platform status"."""
    return re.sub(r"(?<=[a-z])([A-Z])", lambda match: f" {match[1].lower()}", name.removesuffix("Shape"))


def _holds(one: Json) -> str:
    """What a schema asks for, in words."""
    if "$ref" in one:
        name = _spoken(one["$ref"].rpartition("/")[2])
        return f"fields: [{name}](#{name.lower().replace(' ', '-')})"
    if "enum" in one:
        return " or ".join(f"`{word}`" for word in one["enum"])
    choices = [part for part in (one.get("anyOf") or one.get("oneOf") or []) if part != {"type": "null"}]
    if choices:
        return "; or ".join(_holds(part) for part in choices)
    if one["type"] == "array":
        return f"a list, of each: {_holds(one['items'])}"
    if one["type"] == "object":
        return _mapping(one)
    return _scalar(one)


def _mapping(one: Json) -> str:
    if set(one.get("properties", ())) == {"en", "cy"}:
        return "a text for each language: `en`, `cy`"
    for pattern, inner in one.get("patternProperties", {}).items():
        return f"by name ({FORMS[pattern]}): {_holds(inner)}"
    inner = one["additionalProperties"]
    if not isinstance(inner, dict):
        return "any names and values"
    names = " ".join(f"`{name}`" for name in one["propertyNames"]["enum"])
    return f"by name ({names}): {_holds(inner)}"


def _scalar(one: Json) -> str:
    if one["type"] in ("boolean", "integer"):
        return {"boolean": "`true` or `false`", "integer": "a whole number"}[one["type"]]
    form = FORMS[one["pattern"]] if "pattern" in one else FORMATS[one["format"]] if "format" in one else "text"
    most = one.get("maxLength")
    return f"{form}, at most {most} characters" if most else form


# --- rules --------------------------------------------------------------------------------------------------------


def rules() -> str:
    """Every rule: those on pages with their words, the others with their sentence."""
    rows = [f"| [{rule.id}](#{rule.id}) | {_criteria(rule)} | {rule.level} | {rule.severity} |" for rule in RULES]
    head = "| rule | WCAG | level | what it gives |\n|---|---|---|---|\n"
    others = "\n".join(f"| `{name}` | {words} |" for name, words in guide.OTHERS.items())
    return "\n".join(
        [
            f"# Rules\n\n{MADE}\n{RULES_HEAD}\n",
            "## On every page\n\n" + head + "\n".join(rows) + "\n",
            *(_rule(rule) for rule in RULES),
            WORDS_HEAD,
            *(_prose_rule(rule) for rule in PROSE_RULES),
            f"## On sources, and on the site as a whole\n\n| rule | what is wrong |\n|---|---|\n{others}\n",
        ]
    )


def act() -> str:
    """Which W3C ACT rules the rules stand for, from docs/act-coverage.yaml."""
    ledger = yaml.load((DOCS / "act-coverage.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    ours: dict[str, list[str]] = {}
    for rule in RULES:
        for one in rule.act:
            ours.setdefault(one, []).append(f"[{rule.id}](rules.md#{rule.id})")
    counts = Counter(one["status"] for one in ledger.values())
    totals = ", ".join(f"{counts[status]} {status}" for status in ("consistent", "partial", "not covered"))
    rows = [_act_row(key, one, ours.get(key, [])) for key, one in ledger.items()]
    head = "| ACT rule | ours | status | measured | why not more |\n|---|---|---|---|---|\n"
    return f"# W3C ACT rules\n\n{MADE}\n{ACT_HEAD}\n\n{totals}.\n\n" + head + "\n".join(rows) + "\n"


def _act_row(key: str, one: dict[str, str], ours: list[str]) -> str:
    link = f"[{one['name']}](https://www.w3.org/WAI/standards-guidelines/act/rules/{key}/)"
    measured = "yes" if one["measured"] == "true" else "no"
    return f"| {link} | {', '.join(ours) or '–'} | {one['status']} | {measured} | {one.get('why', '')} |"


ACT_HEAD = """\
Consistent: finds every failed example of the ACT rule and nothing on its other examples. Partial: finds some. Measured
says whether that was seen on W3C's published examples, or is only meant by the rule's text."""

RULES_HEAD = """\
`dpcsite rules` lists them, `dpcsite explain RULE` shows one. An error keeps the site from being published; a warning
does so only with `--strict`; a note says that a person has to look, because markup alone does not tell."""


def _criteria(rule: Rule) -> str:
    return ", ".join(rule.wcag) or "–"


def _rule(rule: Rule) -> str:
    words = rule_page(rule.id).words
    stem = rule.id.replace("-", "_")
    facts = f"WCAG {_criteria(rule)}, level {rule.level}" if rule.wcag else "Not a success criterion of WCAG"
    acts = ", ".join(f"[{one}](https://www.w3.org/WAI/standards-guidelines/act/rules/{one}/)" for one in rule.act)
    parts = [f"### {rule.id}\n\n{facts}." + (f" W3C ACT rules: {acts}." if acts else "") + "\n"]
    parts += [f"**{heading}.** {words[heading]}\n" for heading in HEADINGS]
    parts.append(f"[Examples that pass and fail](../../dpcsite/check/rules/{stem}.md)\n")
    return "\n".join(parts)


WORDS_HEAD = """\
## On words

Each text is looked at once, in its Markdown file, whatever number of pages shows it. These rules warn; they have
budgets, not dogma: what must stay as it is gets an allowance in `content/allowances.yaml`, with a reason and a day."""


def _prose_rule(rule: ProseRule) -> str:
    words = rule_page(rule.id, ON_WORDS).words
    parts = [f"### {rule.id}\n\nLanguages: {', '.join(rule.languages)}. Gives: {rule.severity}.\n"]
    parts += [f"**{heading}.** {words[heading]}\n" for heading in HEADINGS]
    stem = rule.id.replace("-", "_")
    parts.append(f"[Examples that pass and fail](../../dpcsite/check/prose/rules/{stem}.md)\n")
    return "\n".join(parts)


# --- commands -----------------------------------------------------------------------------------------------------


def commands() -> str:
    """Every command with its help, arguments and options."""
    group = cli.cli
    rows = [f"| [`dpcsite {name}`](#dpcsite-{name}) | {one.help} |" for name, one in sorted(group.commands.items())]
    parts = [f"# Commands\n\n{MADE}\n{COMMANDS_HEAD}\n\n| command | does |\n|---|---|\n" + "\n".join(rows) + "\n"]
    parts += [_command(name, one) for name, one in sorted(group.commands.items())]
    return "\n".join(parts)


COMMANDS_HEAD = """\
`dpcsite COMMAND --help` shows the same. `python build.py` is `dpcsite build`; `python -m dpcsite` is `dpcsite`.

Exit codes: 0 fine; 1 findings block, or the build failed, and the last good output is untouched; 2 used wrongly;
130 interrupted. Findings go to stdout; progress and summaries go to stderr, and only to a terminal.

Environment: `NO_COLOR` and `FORCE_COLOR` switch colours off and on; `SOURCE_DATE_EPOCH` sets the day of a build."""


def _command(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"dpcsite {name}")
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    body = f"## dpcsite {name}\n\n{command.help}\n\n```\n{usage}\n```\n"
    options = [_option(one, context) for one in command.params if isinstance(one, click.Option)]
    if options:
        body += "\n| option | does | without it |\n|---|---|---|\n" + "\n".join(options) + "\n"
    return body


def _option(option: click.Option, context: click.Context) -> str:
    takes = "" if option.is_flag else f" {option.make_metavar(context)}"
    default = f"`{option.default}`" if option.show_default else ""
    return _row(f"`{', '.join(option.opts)}{takes}`", option.help or "", default)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
