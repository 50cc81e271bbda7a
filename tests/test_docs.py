"""The reference says what the program does: it is fresh, complete, and its schemas fit what editors really see."""

import copy
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
import yaml
from jsonschema import Draft202012Validator

from dpcsite import guide
from dpcsite.check.examples import HEADINGS, rule_page
from dpcsite.check.rule import Rule
from dpcsite.check.rules import RULES
from dpcsite.cli import cli
from dpcsite.scaffold import create
from dpcsite.validate import shapes
from tests.conftest import TODAY, Run
from tests.sites import ROOT

REFERENCE = ROOT / "docs" / "reference"
NAMES = (
    "alert allowances channels component doorways facts force link-checks page platform section service site theme "
    "words"
).split()
SHAPES = [
    one
    for one in vars(shapes).values()
    if isinstance(one, type) and issubclass(one, shapes.Shape) and one not in (shapes.Shape, shapes.DocumentShape)
]
SHIPPED = {
    "channels": ["content/channels.yaml"],
    "component": ["themes/*/components/*/component.yaml"],
    "doorways": ["content/doorways.yaml"],
    "facts": ["content/facts.yaml"],
    "force": ["forces/*/force.yaml"],
    "page": ["content/pages/**/*.md", "forces/*/pages/**/*.md"],
    "platform": ["content/platform.yaml"],
    "section": ["content/sections/*.md"],
    "service": ["content/services/*.md"],
    "site": ["content/site.yaml"],
    "theme": ["themes/*/theme.yaml"],
    "words": ["content/services/*.cy.md", "content/pages/**/*.cy.md", "forces/*/pages/**/*.cy.md"],
}
SAMPLE_ALLOWANCE = """
old-picture:
  rule: image-alt
  path: content/pages/about.md
  text: no text alternative
  reason: The photographer writes the words in January.
  until: 2027-01-31
"""
SAMPLE_CHECK = "https://www.example.org/: {state: moved, since: 2026-11-20, seen: 2026-11-23, to: https://a.example/}\n"
SAMPLE_ALERT = "title: Flooding\nforces: [kent, 999]\nstarts: 2026-11-20\nexpires: 2026-11-30\n"


# --- what an editor sees ------------------------------------------------------------------------------------------


class Editor(yaml.SafeLoader):
    """YAML 1.2's core schema (10.3.2), as editors' plug-ins read it: `999` is a number; `on` and a day are texts."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way to have none of its parent's


for _tag, _pattern, _first in (
    ("null", r"null|Null|NULL|~|", ["n", "N", "~", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", [*"tTfF"]),
    ("int", r"[-+]?[0-9]+", [*"-+0123456789"]),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", [*"-+.0123456789"]),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first)
Editor.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))


def _seen(text: str) -> Any:
    return _named(yaml.load(text, Loader=Editor))  # noqa: S506 - it is a SafeLoader


def _named(value: Any) -> Any:
    """The same with texts as the names of fields, as in JSON."""
    if isinstance(value, dict):
        return {str(key): _named(one) for key, one in value.items()}
    return [_named(one) for one in value] if isinstance(value, list) else value


def _yaml_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return text.split("---\n")[1] if path.suffix == ".md" else text


def _files(name: str) -> list[Path]:
    found = [path for pattern in SHIPPED[name] for path in sorted(ROOT.glob(pattern))]
    return found if name == "words" else [path for path in found if not path.name.endswith(".cy.md")]


def _schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((REFERENCE / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    return schema


def _wrong(name: str, value: Any) -> list[str]:
    """What a schema says against a value; nothing where it fits."""
    validator = Draft202012Validator(_schema(name), format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def _sample(name: str) -> Any:
    """The longest file of a kind, which uses most of its fields."""
    given = {"alert": SAMPLE_ALERT, "allowances": SAMPLE_ALLOWANCE, "link-checks": SAMPLE_CHECK}
    texts = [given[name]] if name in given else [_yaml_of(path) for path in _files(name)]
    return _seen(max(texts, key=len))


def _mappings(value: Any, trail: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where the mappings of a value are."""
    if isinstance(value, dict):
        yield trail
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in items:
        yield from _mappings(one, (*trail, key))


def test_an_editor_guesses_types() -> None:
    """The loader of these tests reads 999 as a number and true as a boolean, or they would show nothing."""
    seen = _seen('999: {a: 999, b: true, c: on, d: 2026-11-23, e: 0117, f: "999", g: , h: 1.5, i: +44 20}')
    expected = {"a": 999, "b": True, "c": "on", "d": "2026-11-23", "e": 117, "f": "999", "g": None, "h": 1.5}
    assert seen == {"999": {**expected, "i": "+44 20"}}
    assert any(isinstance(one, int) for one in _seen(_yaml_of(ROOT / "content" / "site.yaml"))["fallback"])


# --- schemas ------------------------------------------------------------------------------------------------------


def test_there_is_a_schema_for_each_kind_of_file_and_no_other() -> None:
    """The folder holds the thirteen schemas."""
    assert sorted(path.name for path in (REFERENCE / "schemas").iterdir()) == [f"{name}.schema.json" for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one_of_draft_2020_12(name: str) -> None:
    """It is valid against its own draft, has a title and no $id, and the file ends with one line break."""
    schema = _schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    assert "$id" not in schema
    assert re.search(r"[^\n]\n\Z", (REFERENCE / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", SHIPPED)
def test_what_we_ship_fits_its_schema(name: str) -> None:
    """No editor marks a mistake in a file that the program takes."""
    files = _files(name)
    assert files
    wrong = {str(path): _wrong(name, _seen(_yaml_of(path))) for path in files}
    assert {path: errors for path, errors in wrong.items() if errors} == {}


@pytest.mark.parametrize(("kind", "name"), [("service", "tea"), ("page", "a/tea"), ("force", "tea"), ("alert", "tea")])
def test_a_new_file_fits_its_schema(kind: str, name: str, tmp_path: Path) -> None:
    """What `dpcsite new` writes has no mark in an editor."""
    (tmp_path / "content").mkdir()
    path = tmp_path / create(tmp_path, kind, name, date.fromisoformat(TODAY))
    assert _wrong(kind, _seen(_yaml_of(path))) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_field_name_is_refused_wherever_it_stands(name: str) -> None:
    """In each mapping of a file a field that nobody knows is marked; only an example's parameters are free."""
    sample = _sample(name)
    assert _wrong(name, sample) == []
    tried = 0
    for trail in _mappings(sample):
        words = trail[2:3] == ("parameters",) or (trail[2:3] == ("translations",) and len(trail) > 3)
        if name == "component" and trail[:1] == ("examples",) and words:
            continue
        changed = copy.deepcopy(sample)
        inner = changed
        for step in trail:
            inner = inner[step]
        inner["No such field"] = "x"
        assert _wrong(name, changed), trail
        tried += 1
    assert tried


def _written(shape: type[shapes.Shape]) -> dict[str, Any]:
    """The fields of a shape by the names that authors write."""
    return {field.alias or name: field for name, field in shape.model_fields.items()}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_a_field_that_must_be_there_is_asked_for(shape: type[shapes.Shape]) -> None:
    """The schema of a shape asks for exactly the fields that the shape asks for, and knows all the others."""
    wanted = {name for name, field in _written(shape).items() if field.is_required()}
    found = [one for name in NAMES for one in (_schema(name), *_schema(name).get("$defs", {}).values())]
    same = [one for one in found if set(one.get("properties", ())) == set(_written(shape))]
    assert [set(one.get("required", ())) for one in same[:1]] == [wanted]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("alert", "title: Flooding\nexpires: soon"),
        ("alert", "title: Flooding\nexpires: 2026-02-31"),
        ("service", "title: A\nsummary: B\ncategory: buy"),
        ("service", "title: A\nsummary: B\ncategory: report\nhigh_harm: yes"),
        ("page", "title: A\nsummary: B\nold_paths: [Old Place]"),
        ("facts", "fee: {value: 1, about: A fee, source: s}"),
        ("channels", "101: {name: {en: A, fr: B}, kind: emergency}"),
        ("doorways", "report-crime: {url: https://www.example.org/, site: A, grade: A}"),
        ("theme", "name: A\nstyles: []"),
    ],
)
def test_a_wrong_value_is_refused(name: str, text: str) -> None:
    """A day that is none, a word from no list, a list that is none: the editor says so too."""
    assert _wrong(name, _seen(text))


# --- the reference is fresh ---------------------------------------------------------------------------------------


@pytest.fixture
def generate() -> ModuleType:
    """docs/generate.py as a module."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for a module's names
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_fresh() -> None:
    """`docs/generate.py --check` finds nothing to do."""
    command = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (made.returncode, made.stdout, made.stderr) == (0, "", "")


def test_what_is_out_of_date_is_named_and_then_mended(
    generate: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A changed file, a missing one and one too many are named by --check, which writes nothing; without it, mended."""
    shutil.copytree(REFERENCE, tmp_path, dirs_exist_ok=True)
    generate.main([], tmp_path)
    capsys.readouterr()
    (tmp_path / "rules.md").write_text("old", encoding="utf-8")
    (tmp_path / "schemas" / "force.schema.json").unlink()
    (tmp_path / "schemas" / "gone.schema.json").write_text("{}", encoding="utf-8")
    assert generate.main(["--check"], tmp_path) == 1
    told = capsys.readouterr().out.splitlines()
    assert [line.split(" ")[0] for line in told] == [
        "schemas/force.schema.json",
        "rules.md",
        "schemas/gone.schema.json",
    ]
    assert (tmp_path / "rules.md").read_text(encoding="utf-8") == "old"
    assert generate.main([], tmp_path) == 0
    assert generate.main(["--check"], tmp_path) == 0


def test_an_option_that_it_does_not_have_is_a_wrong_use(generate: ModuleType, tmp_path: Path) -> None:
    """A slip such as --chekc writes nothing."""
    assert generate.main(["--chekc"], tmp_path) == 2
    assert list(tmp_path.iterdir()) == []


# --- the reference is complete ------------------------------------------------------------------------------------


def _sections(text: str) -> dict[str, str]:
    """The text below each heading, by the heading's words."""
    parts = re.split(r"^#{1,6} (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _reference(name: str) -> dict[str, str]:
    return _sections((REFERENCE / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_is_in_the_reference_with_every_option(name: str) -> None:
    """Its help, its arguments, and each option with what it does."""
    said = _reference("commands.md")[f"dpcsite {name}"]
    command = cli.commands[name]
    assert command.help
    assert command.help in said
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert all(re.search(rf"^\| `[^`]*{re.escape(one)}\b", said, re.MULTILINE) for one in parameter.opts)
            assert (parameter.help or "") in said
        else:
            assert parameter.make_metavar(click.Context(command)) in said


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_on_pages_is_in_the_reference(rule: Rule) -> None:
    """Its criteria, its ACT rules, what it checks, who is helped, how to fix, its limits, and where examples are."""
    said = _reference("rules.md")[rule.id]
    page = rule_page(rule.id)
    assert all(one in said for one in (*rule.wcag, *rule.act, *(page.words[heading] for heading in HEADINGS)))
    examples = re.findall(r"\]\((\.\./[^)]+)\)", said)
    assert [(REFERENCE / one).resolve().is_file() for one in examples] == [True]


def test_every_other_rule_is_in_the_reference() -> None:
    """With the sentence that `dpcsite rules` prints."""
    said = _reference("rules.md")["On sources, and on the site as a whole"]
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", said, re.MULTILINE))
    assert rows == guide.OTHERS


def test_every_rule_that_a_site_can_break_is_in_the_reference() -> None:
    """No finding of tests/invalid/ has a rule that a reader cannot look up."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests" / "invalid").glob("*.txt"))]
    broken = {
        one for text in texts for one in re.findall(r":\d+:\d+: (?:error|warning|note) ([a-z-]+):", text, re.MULTILINE)
    }
    assert len(broken) > 10
    assert broken <= {*guide.OTHERS, *(rule.id for rule in RULES)}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_field_is_in_the_reference(shape: type[shapes.Shape]) -> None:
    """Each shape has a table with its fields, whether they must be there, what they hold and what they are for."""
    wanted = {name: "yes" if field.is_required() else "no" for name, field in _written(shape).items()}
    tables = {
        heading: dict(re.findall(r"^\| `([^`]+)` \| (yes|no) \| [^|]*(?:\\\|[^|]*)*\S \|", text, re.MULTILINE))
        for heading, text in _reference("fields.md").items()
    }
    held = [heading for heading, table in tables.items() if table == wanted]
    assert held
    said = "".join(_reference("fields.md")[heading] for heading in held)
    assert all(field.description in said for field in shape.model_fields.values() if field.description)


def test_links_inside_the_reference_lead_somewhere() -> None:
    """Each #fragment is a heading of its page."""
    for page in sorted(REFERENCE.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        anchors = {re.sub(r"[^a-z0-9 _-]", "", one.lower()).replace(" ", "-") for one in _sections(text)}
        assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors, page.name


# --- how editors find a schema ------------------------------------------------------------------------------------

MODELINES = re.findall(
    r"^\| `([^`]+)` \| `(# yaml-language-server: \$schema=([^`]+))` \|$",
    (REFERENCE / "fields.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def test_the_line_for_editors_leads_from_the_file_to_its_schema() -> None:
    """Every kind of file has one, and it is right for where the file lies."""
    found = []
    for _, _, target in MODELINES:
        name = Path(target).name.split(".")[0]
        unshipped = {"alert": "content/alerts/flooding.md", "allowances": "content/allowances.yaml"}
        unshipped["link-checks"] = "forces/kent/links.checked.yaml"
        file = ROOT / unshipped[name] if name in unshipped else _files(name)[0]
        assert file.parent.joinpath(target).resolve() == REFERENCE / "schemas" / f"{name}.schema.json"
        found.append(name)
    assert sorted(found) == NAMES


def test_the_line_for_editors_changes_nothing(minimal: Path, run: Run) -> None:
    """A site whose files have it at the top is as good as before."""
    lines = {Path(target).name.split(".")[0]: line for _, line, target in MODELINES}
    files = {
        "site": "content/site.yaml",
        "facts": "content/facts.yaml",
        "channels": "content/channels.yaml",
        "platform": "content/platform.yaml",
        "force": "forces/kent/force.yaml",
        "service": "content/services/report-crime.md",
        "words": "content/services/report-crime.cy.md",
    }
    for name, file in files.items():
        path = minimal / "site" / file
        text = path.read_text(encoding="utf-8")
        start = "---\n" if path.suffix == ".md" else ""
        path.write_text(f"{start}{lines[name]}\n{text.removeprefix(start)}", encoding="utf-8")
    ran = run("check", "--source", minimal / "site", "--today", TODAY)
    assert (ran.code, ran.out) == (0, "")
