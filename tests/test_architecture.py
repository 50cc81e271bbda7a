"""The plan of the house, held to the code: docs/architecture.md says what may import what, and here it is asked."""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

import pytest

from tests.sites import ROOT

PLAN = ROOT / "docs" / "architecture.md"
MARKDOWN_ROOMS = ("", ".parser", ".blocks", ".notes", ".positions", ".problems", ".naming", ".rendering", ".prose")
DOORS = {
    "yaml": {"formats.yaml"},
    "markdown_it": {f"formats.markdown{room}" for room in MARKDOWN_ROOMS},
    "mdit_py_plugins": {"formats.markdown.parser", "formats.markdown.notes"},
    "turbohtml": {"formats.html"},
    "tinycss2": {"formats.css"},
    "playwright": {"audit"},
    "jinja2": {"render", "pages", "gallery", "formats.templates"},
    "markupsafe": {"render", "pages"},
    "brotli": {"formats.packing"},
    "boto3": {"publish.store", "publish.edge"},
    "botocore": {"publish.store", "publish.edge"},
    "click": {"cli", "serve"},
    "livereload": {"serve"},
    "tornado": {"serve"},
    "watchfiles": {"serve"},
    "pydantic": {"validate"},
}
PURE = ("validate", "plan", "render", "check", "formats", "model")
IMPURE_MODULES = {"os", "time", "random", "secrets", "uuid", "socket", "subprocess", "tempfile", "locale", "threading"}
IMPURE_CALLS = {"now", "today", "utcnow", "fromtimestamp", "getenv", "urandom", "open", "write_text", "write_bytes"}


@dataclass(frozen=True)
class Module:
    """A module of ours: its name without `dpcsite.`, its syntax tree, and whether it is a package."""

    name: str
    tree: ast.Module
    package: bool

    @property
    def room(self) -> str:
        """The module or package directly below dpcsite/ that it belongs to."""
        return self.name.split(".")[0]


def parsed(files: Mapping[str, str]) -> dict[str, Module]:
    """Modules by name, from paths below dpcsite/ and their text."""
    found = {}
    for path, text in files.items():
        steps = path.removesuffix(".py").split("/")
        package = steps[-1] == "__init__"
        name = ".".join(steps[:-1] if package else steps)
        found[name] = Module(name, ast.parse(text), package)
    return found


@cache
def house() -> dict[str, Module]:
    """Every module below dpcsite/."""
    folder = ROOT / "dpcsite"
    paths = sorted(path for path in folder.rglob("*.py") if not path.is_symlink())
    return parsed({path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths})


def imported(module: Module) -> Iterator[str]:
    """Full name of whatever a module imports, in functions and under TYPE_CHECKING too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = _base(module, node)
            yield from (f"{start}.{alias.name}" for alias in node.names)


def _base(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    steps = ["dpcsite", *module.name.split(".")]
    steps = steps[: len(steps) - node.level + module.package]
    return ".".join([*steps, *([node.module] if node.module else [])])


def ours(module: Module, modules: Mapping[str, Module]) -> set[str]:
    """Modules of ours that a module imports; the version in dpcsite/__init__.py is for everybody."""
    found = set()
    for name in imported(module):
        if name.split(".")[0] != "dpcsite":
            continue
        inner = name.removeprefix("dpcsite").lstrip(".")
        while inner and inner not in modules:
            inner = inner.rpartition(".")[0]
        if inner:
            found.add(inner)
    return found - {module.name}


def foreign(module: Module) -> set[str]:
    """Libraries of others that a module imports."""
    tops = {name.split(".")[0] for name in imported(module)}
    return tops - {"dpcsite", ""} - sys.stdlib_module_names


def rooms(modules: Mapping[str, Module]) -> dict[str, set[str]]:
    """What each room imports of the others."""
    found: dict[str, set[str]] = {}
    for module in modules.values():
        if module.name:
            found.setdefault(module.room, set()).update(name.split(".")[0] for name in ours(module, modules))
    return {room: others - {room} for room, others in found.items()}


def layers(text: str) -> list[list[str]]:
    """The layers of the plan, the top one first."""
    (block,) = re.findall(r"^```layers\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line.split() for line in block.splitlines() if line.strip()]


def beside(text: str) -> set[tuple[str, str]]:
    """The imports within one layer that the paragraph behind the layers allows."""
    paragraph = re.split(r"^```\n\n", text.split("```layers\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[1]
    return set(re.findall(r"`(\w+)`\s+imports\s+`(\w+)`", paragraph.split("\n\n")[0]))


def trespasses(
    imports: Mapping[str, set[str]], plan: list[list[str]], allowed: set[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Imports that lead up, or to a neighbour."""
    height = {room: -number for number, layer in enumerate(plan) for room in layer}
    return {
        (room, other)
        for room, others in imports.items()
        for other in others
        if height[other] >= height[room] and (room, other) not in allowed
    }


def circles(modules: Mapping[str, Module]) -> list[str]:
    """Modules from which a chain of imports leads back to themselves."""
    edges = {name: ours(module, modules) for name, module in modules.items()}
    reached = {name: set(others) for name, others in edges.items()}
    growing = True
    while growing:
        growing = False
        for found in reached.values():
            more = set().union(*(reached[name] for name in found)) - found
            growing = growing or bool(more)
            found.update(more)
    return sorted(name for name, found in reached.items() if name in found)


def impurities(module: Module) -> list[str]:
    """What a module asks of the world: clock, environment, chance, files."""
    found = [name for name in imported(module) if name.split(".")[0] in IMPURE_MODULES]
    found += [name for name in imported(module) if name.split(".")[-1] in ("environ", "getenv", "Random")]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            found += [name] if name in IMPURE_CALLS else []
        elif isinstance(node, ast.Attribute) and node.attr == "environ":
            found.append("environ")
    return found


# --- the house itself


def test_the_plan_names_every_room_once() -> None:
    """A new module directly below dpcsite/ needs a place in the plan, and the plan names none that is gone."""
    named = [room for layer in layers(PLAN.read_text(encoding="utf-8")) for room in layer]
    assert sorted(named) == sorted(rooms(house()))


def test_a_room_imports_only_rooms_below_it() -> None:
    """Functions and type annotations included; what the plan allows within a layer is all there is."""
    text = PLAN.read_text(encoding="utf-8")
    assert trespasses(rooms(house()), layers(text), beside(text)) == set()


def test_the_exceptions_of_the_plan_are_needed() -> None:
    """Each import within a layer that the plan names is really there, between neighbours."""
    text = PLAN.read_text(encoding="utf-8")
    plan, imports = layers(text), rooms(house())
    allowed = beside(text)
    assert len(allowed) == 3
    for room, other in allowed:
        assert other in imports[room]
        assert any({room, other} <= set(layer) for layer in plan)


def test_the_table_of_the_plan_tells_what_rooms_import() -> None:
    """Under "What each room really imports" stands what each room really imports."""
    text = PLAN.read_text(encoding="utf-8")
    told: dict[str, set[str]] = {}
    for names, imports in re.findall(
        r"^\| ((?:`\w+`(?:, )?)+) \| ([^|]*) \|$", text.split("## The nouns")[0], re.MULTILINE
    ):
        words = set(re.sub(r"\([^)]*\)|nothing of ours", "", imports).replace(",", " ").split())
        told |= dict.fromkeys(re.findall(r"\w+", names), words)
    real = {room: others for room, others in rooms(house()).items() if room != "__main__"}
    assert told == real


def test_the_table_of_rooms_names_every_module_and_no_other() -> None:
    """What a reader of the plan looks for is there, by its name, by its folder, or by a pattern for tables of data."""
    table = PLAN.read_text(encoding="utf-8").split("\n## The rooms\n")[1].split("\n## ")[0]
    named: list[str] = []
    for cell in re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE):
        folder = ""
        for name in re.findall(r"`([^`]+)`", cell):
            named.append(name if "/" in name or not folder else f"{folder}/{name}")
            folder = name.rpartition("/")[0] or folder
    modules = {name.replace(".", "/") + "/" * module.package for name, module in house().items()} - {"/"}
    unnamed = {path for path in modules if not any(_told(path, name) for name in named)}
    assert unnamed == {"check/semantics/", "formats/", "model/"}, "packages that hold nothing themselves"
    assert [name for name in named if not any(_told(path, name) for path in modules)] == []


def _told(path: str, name: str) -> bool:
    """Whether a name of the table means a module, given as "check/page", or a package, given as "check/"."""
    if name.endswith("/"):
        return path.startswith(name)
    return fnmatchcase(path, name.removesuffix("__init__"))


def test_no_module_imports_itself_by_a_detour() -> None:
    """Between modules there is no circle at all."""
    assert circles(house()) == []


def test_no_rule_knows_another() -> None:
    """Each rule can be read, moved and deleted alone; only the list of all knows them."""
    rules = {name: module for name, module in house().items() if name.startswith("check.rules.")}
    assert len(rules) > 15
    for name, module in rules.items():
        assert not {other for other in ours(module, house()) if other.startswith("check.rules")}, name


def test_each_library_has_one_door() -> None:
    """Only the rooms named here import it, and no other library is imported anywhere."""
    found: dict[str, set[str]] = {}
    for module in house().values():
        for library in foreign(module):
            found.setdefault(library, set()).add(module.name)
    assert set(found) == set(DOORS)
    for library, doors in DOORS.items():
        strangers = {name for name in found[library] if not any(f"{name}.".startswith(f"{door}.") for door in doors)}
        assert strangers == set(), library


def test_build_py_goes_through_the_front_door() -> None:
    """It is the command line under another name."""
    module = parsed({"build.py": (ROOT / "build.py").read_text(encoding="utf-8")})["build"]
    assert {name.rpartition(".")[0] for name in imported(module) if name.startswith("dpcsite")} == {"dpcsite.cli"}


@pytest.mark.parametrize("room", PURE)
def test_a_stage_between_the_ends_asks_nothing_of_the_world(room: str) -> None:
    """No clock, no environment, no chance, no files: what it needs comes in as an argument."""
    modules = [module for module in house().values() if module.room == room]
    assert modules
    assert {module.name: impurities(module) for module in modules if impurities(module)} == {}


def test_nothing_is_imported_by_a_name_made_at_run_time() -> None:
    """So that reading the imports tells them all."""
    for module in house().values():
        for node in ast.walk(module.tree):
            called = node.func if isinstance(node, ast.Call) else None
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            assert name not in ("import_module", "__import__", "exec", "eval"), module.name


@pytest.mark.parametrize("name", sorted(house()), ids=lambda name: name or "dpcsite")
def test_a_module_opens_with_what_it_is_for(name: str) -> None:
    """One sentence at the top, which ends."""
    words = ast.get_docstring(house()[name].tree) or ""
    assert re.match(r"[A-Z`][^\n]*", words)
    assert "." in words


def test_the_version_is_all_that_the_package_holds() -> None:
    """Anybody may read it without importing anything else."""
    assert list(imported(house()[""])) == []


# --- the questions themselves, asked of houses that are wrong

PLAN_OF_TWO = """```layers
door
hall side
ground
```

Two: `hall` imports `side`,
and nothing else.

`ground` imports `door`.
"""


def test_the_plan_is_read_as_written() -> None:
    """Layers from the block, exceptions from the paragraph behind it and from no other."""
    assert layers(PLAN_OF_TWO) == [["door"], ["hall", "side"], ["ground"]]
    assert beside(PLAN_OF_TWO) == {("hall", "side")}


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("ground/deep.py", "def f():\n    import dpcsite.door\n", {("ground", "door")}),
        (
            "ground/__init__.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from dpcsite import hall\n",
            {("ground", "hall")},
        ),
        ("side.py", "from dpcsite.hall.x import y\n", {("side", "hall")}),
        ("side.py", "from . import hall\n", {("side", "hall")}),
        ("ground/deep.py", "from ..hall import x\n", {("ground", "hall")}),
        ("ground/__init__.py", "from ..door import x\n", {("ground", "door")}),
        ("hall/__init__.py", "from dpcsite import side, ground, __version__\n", set()),
        ("door.py", "import dpcsite.hall, dpcsite.ground.deep\n", set()),
    ],
)
def test_a_trespass_is_seen_however_it_is_written(path: str, text: str, expected: set[tuple[str, str]]) -> None:
    """In functions, under TYPE_CHECKING, with dots and without."""
    empty = dict.fromkeys(
        ("door.py", "hall/__init__.py", "hall/x.py", "side.py", "ground/__init__.py", "ground/deep.py"), ""
    )
    modules = parsed({"__init__.py": "", **empty, path: text})
    assert trespasses(rooms(modules), layers(PLAN_OF_TWO), beside(PLAN_OF_TWO)) == expected


def test_a_circle_is_seen_however_long_it_is() -> None:
    """And whoever only leads into it is not part of it."""
    files = {
        "a.py": "import dpcsite.b",
        "b.py": "from dpcsite import c",
        "c.py": "def f(): from dpcsite.a import x",
        "d.py": "import dpcsite.a",
    }
    assert circles(parsed(files)) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "text",
    [
        "import time",
        "def f():\n    from random import choice",
        "from os import environ",
        "import os.path",
        "from datetime import datetime\nx = datetime.now()",
        "from datetime import date\nx = date.today()",
        "x = open('a')",
        "x = y.environ['a']",
    ],
)
def test_an_impurity_is_seen_however_it_is_written(text: str) -> None:
    """As a module, as a name from one, as a call."""
    assert impurities(parsed({"a.py": text})["a"])
    assert not impurities(parsed({"a.py": "from datetime import date\nx: date = self.today\n"})["a"])
