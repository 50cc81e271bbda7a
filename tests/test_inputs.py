"""Hostile inputs, kept as data in tests/hostile/: each is refused at its place or made harmless, and harms nobody else.

Each file there is a list of groups: `put` says where an input goes, `expect` the rule that refuses it ("any" where
several may) or "harmless", `at` the line and column of the finding, where they are the same for all. Each input has a
file of its own, so that one build can hold many and each finding still tells to which it belongs.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser, LexborNode

from dpcsite.cli import main
from tests.conftest import TODAY
from tests.sites import MINIMAL, ROOT, contents, write_site

PAGE = "---\ntitle: {title}\nsummary: {summary}\n{field}---\n\n{words}\n"
FORCE = {"name": "Other {}", "kind": "territorial", "nation": "England", "region": "South", "languages": "[en]"}
PIECES = {"title": "{}", "summary": "{}", "field": "{}\n", "words": "{}"}


@dataclass(frozen=True)
class Input:
    """One input: its group, where it goes, and the file that holds it, as path and bytes."""

    about: str
    expect: str
    at: str
    text: str
    path: str
    content: bytes

    def __str__(self) -> str:
        return f"{self.about} {ascii(self.text)[:60]}"


def page(number: int, put: str, text: str) -> str:
    """A page with an input in one of its parts."""
    parts = {"title": f"Page {number}", "summary": "a", "field": "", "words": "Words."}
    return PAGE.format(**parts | {put: PIECES[put].format(text)})


def force(number: int, line: str) -> str:
    """A force's file with one line of its own, in place of the one with the same name."""
    fields = {name: value.format(number) for name, value in FORCE.items() if not line.startswith(f"{name}:")}
    return "".join(f"{name}: {value}\n" for name, value in fields.items()) + f"{line}\n"


def placed(number: int, put: str, given: Any) -> tuple[str, str]:
    """Path and text of the file for an input."""
    home = f"forces/h{number}"
    match put:
        case "words" | "title" | "summary" | "field":
            return f"forces/kent/pages/h{number}.md", page(number, put, given)
        case "page":
            return f"forces/kent/pages/h{number}.md", given
        case "force":
            return f"{home}/force.yaml", given
        case "field-of-force":
            return f"{home}/force.yaml", force(number, given)
        case "name" | "region" | "serves" | "website":
            return f"{home}/force.yaml", force(number, f"{put}: {given}")
        case "path":
            return f"{home}/{given}", page(number, "words", "Words.")
        case "root":
            return given, page(number, "words", "Words.")
        case "picture":
            return f"{home}/assets/{given[0]}", given[1]
        case _:
            raise ValueError(put)


def inputs() -> Iterator[Input]:
    """All that the files hold but redirects, which share one file."""
    number = 0
    for group in groups():
        for given in group["inputs"] if group["put"] != "redirect" else ():
            number += 1
            path, text = placed(number, group["put"], given)
            content = text.encode("latin-1" if group.get("bytes") else "utf-8")
            yield Input(group["about"], group["expect"], group.get("at", ""), str(given), path, content)


def groups() -> list[dict[str, Any]]:
    """What the files of tests/hostile/ hold."""
    files = sorted((ROOT / "tests" / "hostile").glob("*.yaml"))
    return [group for file in files for group in yaml.safe_load(file.read_text(encoding="utf-8"))]


ALL = tuple(inputs())
REFUSED = tuple(one for one in ALL if one.expect != "harmless")
HARMLESS = tuple(one for one in ALL if one.expect == "harmless")


def put(site: Path, chosen: tuple[Input, ...]) -> None:
    """Write the files of inputs into a site; a force that has no file of its own gets one."""
    for one in chosen:
        target = site / one.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(one.content)
    for folder in sorted((site / "forces").glob("h[0-9]*")):
        if not (folder / "force.yaml").exists():
            (folder / "force.yaml").write_text(force(0, f"name: Force {folder.name}"), encoding="utf-8")


def built(folder: Path) -> tuple[int, Mapping[str, Any]]:
    """Build `folder`/site to `folder`/public; exit code and report."""
    command = ["build", "--source", str(folder / "site"), "--output", str(folder / "public"), "--today", TODAY]
    with pytest.raises(SystemExit) as left:
        main([*command, "--jobs", "1", "--format", "json", "--report", str(folder / "report.json")])
    report: Mapping[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return int(left.value.code or 0), report


# --- what is refused ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Refusal:
    """One build that holds every input that is to be refused."""

    code: int
    errors: Mapping[str, list[Mapping[str, Any]]]
    untouched: bool


@pytest.fixture(scope="module")
def refusal(tmp_path_factory: pytest.TempPathFactory) -> Refusal:
    """Build the small site, then the same with all inputs over it."""
    folder = tmp_path_factory.mktemp("refused")
    site = write_site(folder / "site", MINIMAL)
    assert built(folder)[0] == 0
    before = contents(folder / "public")
    put(site, REFUSED)
    code, report = built(folder)
    errors: dict[str, list[Mapping[str, Any]]] = {}
    for finding in report["findings"]:
        if finding["severity"] == "error":
            errors.setdefault(finding["path"], []).append(finding)
    return Refusal(code, errors, contents(folder / "public") == before)


def test_a_build_with_hostile_inputs_is_refused_and_touches_nothing(refusal: Refusal) -> None:
    """Exit 1, no exception, and what was published is the same to the byte."""
    assert refusal.code == 1
    assert refusal.untouched


def test_each_hostile_input_is_refused_at_its_place(refusal: Refusal) -> None:
    """By the rule that the data names, at the line and column of the data, or at least at one that the file has."""
    wrong = []
    for one in REFUSED:
        mine = [error for path, errors in refusal.errors.items() if belongs(path, one) for error in errors]
        fitting = [error for error in mine if one.expect in (error["rule"], "any") and there(error, one)]
        if not fitting or not all(error["message"] and error["help"] for error in mine):
            wrong.append((str(one), one.expect, one.at, [(e["rule"], e["line"], e["column"]) for e in mine][:3]))
    assert wrong == []


def belongs(path: str, one: Input) -> bool:
    """Whether a finding's path is the input's file, or a folder above it that is refused as a whole."""
    return path == one.path or (one.path.startswith(f"{path}/") and path.count("/") > 0)


def there(error: Mapping[str, Any], one: Input) -> bool:
    """Whether an error stands where the data says, or on a line of the file."""
    if one.at:
        return f"{error['line']}:{error['column']}" == one.at
    lines = one.content.decode("utf-8", "replace").splitlines() or [""]
    return 1 <= error["line"] <= len(lines) + 1 and error["column"] >= 1


def test_each_hostile_redirect_is_refused_at_its_line(tmp_path: Path) -> None:
    """One at a time: they share a file, and the same old address."""
    from datetime import date

    from dpcsite.pipeline import Options, build

    site = write_site(tmp_path, MINIMAL)
    rows = [row for group in groups() if group["put"] == "redirect" for row in group["inputs"]]
    wrong = []
    for row in rows:
        (site / "content" / "redirects.yaml").write_text(f"# A note\n{row}\n", encoding="utf-8")
        report = build(Options(site, None, date.fromisoformat(TODAY)))
        places = {(one.rule, one.place.path, one.place.line) for one in report.findings if one.severity == "error"}
        if ("redirect", "content/redirects.yaml", 2) not in places or report.built:
            wrong.append((row, places))
    assert wrong == []


# --- what is made harmless ------------------------------------------------------------------------------------------

LOADING = (
    "script style link meta base iframe frame object embed form input button svg math template video audio".split()
)
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "cite", "background", "ping", "srcset", "srcdoc"}


@dataclass(frozen=True)
class Pair:
    """The clean site and the same with the inputs that are made harmless."""

    clean: Mapping[str, bytes]
    hostile: Mapping[str, bytes]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Build both."""
    folder = tmp_path_factory.mktemp("harmless")
    site = write_site(folder / "site", MINIMAL)
    assert built(folder)[0] == 0
    clean = contents(folder / "public")
    put(site, HARMLESS)
    code, report = built(folder)
    assert [finding for finding in report["findings"] if finding["severity"] == "error"] == []
    assert code == 0
    return Pair(clean, contents(folder / "public"))


def signature(node: LexborNode) -> tuple[str, ...]:
    """What an element is and does: its tag, and those of its attributes that run, load, lead on or restyle."""
    attributes = node.attributes
    told = [str(node.tag)]
    for name in sorted(attributes):
        value = (attributes[name] or "").strip()
        if name.startswith("on") or name in ("style", "is", "http-equiv", "target", "download", "contenteditable"):
            told.append(f"{name}={value}")
        elif name.split(":")[-1] in ADDRESSES:
            scheme = re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", value)
            outside = "outside" if value.startswith(("//", "/\\")) or "\\" in value else "here"
            told.append(f"{name}={scheme[0].lower() if scheme else outside}")
            if node.tag in LOADING or node.tag == "img":
                told.append(re.sub(r"\.[0-9a-f]{10}\.", ".", value) if node.tag != "link" else "")
                told.append(f"rel={attributes.get('rel')}")
    if node.tag == "a" and (attributes.get("href") or "").startswith("http"):
        told.append(f"rel={attributes.get('rel')}")
    return tuple(told)


def signatures(pages: Mapping[str, bytes]) -> dict[str, set[tuple[str, ...]]]:
    """What the elements of each page are and do, after a parser that is not the program's own."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for path, content in pages.items():
        if path.endswith(".html"):
            nodes = LexborHTMLParser(content.decode()).css("*")
            found[path] = {signature(node) for node in nodes}
    return found


def test_no_harmless_input_runs_loads_or_leads_anywhere_new(pair: Pair) -> None:
    """On no page is there an element that the clean site has nowhere, but for those of Markdown and plain links."""
    known = {one for found in signatures(pair.clean).values() for one in found}
    markdown = "p h2 h3 pre code strong em table thead tbody tr th td br ul ol li dl dt dd sup section blockquote a div"
    known |= {(tag,) for tag in markdown.split()}
    known |= {("a", f"href={scheme}") for scheme in ("mailto:", "tel:", "sms:", "here")}
    known |= {("a", "href=https:", "rel=noreferrer")}
    strange = {path: found - known for path, found in signatures(pair.hostile).items() if found - known}
    assert strange == {}


def test_every_harmless_input_has_its_page(pair: Pair) -> None:
    """Nothing is left out because it is odd."""
    for one in HARMLESS:
        _, folder, *rest = one.path.split("/")
        name = rest[-1].removesuffix(".md")
        path = f"forces/{folder}/index.html" if name == "force.yaml" else f"forces/{folder}/{name}/index.html"
        assert path in pair.hostile, str(one)


def test_the_pages_of_other_forces_are_the_same_to_the_byte(pair: Pair) -> None:
    """Inputs of one force, and new forces with hostile names, change no page of another."""
    other = [path for path in pair.clean if re.match(r"(?:cy/)?forces/gwent/", path)]
    assert len(other) > 5
    assert [path for path in other if pair.clean[path] != pair.hostile.get(path)] == []


# --- the data itself ------------------------------------------------------------------------------------------------


def test_there_are_hundreds_of_them_and_none_twice() -> None:
    """At least three hundred, in every kind of place."""
    rows = [(group["put"], str(given)) for group in groups() for given in group["inputs"]]
    assert len(rows) == len(set(rows)) >= 300
    assert {group["put"] for group in groups()} >= {"words", "title", "field", "force", "path", "picture", "redirect"}


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<p onclick=x>a</p>",
        "<a href='javascript:x'>a</a>",
        "<a href='//evil.example/'>a</a>",
        "<a href='https://evil.example/'>a</a>",
        "<img src=https://evil.example/a.gif>",
        "<iframe></iframe>",
        "<base href=x>",
        "<meta http-equiv=refresh content=0>",
        "<form></form>",
        "<p style=color:red>a</p>",
        "<svg><a xlink:href=javascript:x></a></svg>",
        "<link rel=stylesheet href=https://evil.example/>",
    ],
)
def test_the_question_sees_what_harms(markup: str, minimal: Path) -> None:
    """Put into a clean page, each of these is something new."""
    clean = (minimal / "public" / "about" / "index.html").read_bytes()
    (before,) = signatures({"a.html": clean}).values()
    (after,) = signatures({"a.html": clean.replace(b"</main>", markup.encode() + b"</main>")}).values()
    assert after - before
