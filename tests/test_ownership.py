"""Whose is what: a force's folder changes its own addresses and its own entries in lists, and no other byte."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import TODAY, Run
from tests.sites import MINIMAL, PIXEL, ROOT, contents, files_of, write_site

OWN = re.compile(r"(?:cy/)?forces/kent/")
TABLES = re.compile(r"_redirects|sitemap\.xml|staticwebapp\.config\.json")
KENT = re.compile(r"/forces/(?:kent|gwen|gwent-police)\b(?!-)")
MANIFEST = "deployed.json"  # the digest of every file: held to the files by the tests of `dpcsite verify`
FORCE = files_of(MINIMAL)["forces/kent/force.yaml"][1]
HOSTILE = "'Zz \"><script>alert(1)</script></ul></main>'"


def page(path: str, fields: str = "", words: str = "Words.") -> str:
    """An own page of Kent."""
    head = f"title: {HOSTILE[:-1]} {path}'\nsummary: {HOSTILE}\n{fields}"
    return f"-- forces/kent/pages/{path}.md --\n---\n{head}---\n\n{words}\n"


def facts(old: str, new: str) -> str:
    """Kent's facts with a change."""
    assert old in FORCE
    return f"-- forces/kent/force.yaml --\n{FORCE.replace(old, new)}"


CHANGES = {
    "pages": page("ours") + page("gwent/report-crime") + page("cy/about") + page("index"),
    "a page in place of a national one": page("about"),
    "a page in place of a service": page("report-crime", words="## Words\n\nGo away. {{ fact.fee }}"),
    "a page about harm": page("danger", "high_harm: true\nneutral_title: Help\n"),
    "old addresses": page("ours", "old_paths: [/forces/kent/gwent/, /forces/kent/old/report-crime/]\n"),
    "a picture": page("ours", words="![a](assets/a.png)") + f"-- forces/kent/assets/a.png (bytes) --\n{PIXEL}\n",
    "its name": facts("en: Kent Police", f"en: {HOSTILE}"),
    "its numbers": facts('"101"', '"09 00 00"'),
    "its website": facts("https://www.kent.police.uk/", "'https://evil.example/?\"><script>'"),
    "its languages": facts("languages: [en]", "languages: [en, cy]"),
    "its services": facts("platform:", "services: {report-crime: no-page, report-stalking: not-offered}\nplatform:"),
    "its earlier names": facts("platform:", "former_ids: [gwen, gwent-police]\nplatform:"),
    "contact only": facts("platform:", "pages: contact-only\nplatform:"),
    "its colours": facts("platform:", 'brand: {}\nserves: "</main>"\nplatform:'),
}


def without_kent(content: bytes, path: str) -> object:
    """What is left of a file of the whole site without the entries of Kent."""
    text = content.decode()
    if path.endswith(".json"):
        table = json.loads(text)
        return {**table, "routes": [row for row in table.get("routes", ()) if not KENT.search(row["route"])]}
    if TABLES.fullmatch(path):
        return sorted(line for line in text.splitlines() if not KENT.search(line))
    parser = LexborHTMLParser(text)
    for entry in parser.css("li"):
        if entry.css_first('a[href*="/forces/kent/"]') is not None:
            entry.decompose()
    for group in parser.css("details"):
        if group.css_first("li") is None:  # a region that has no other force
            group.decompose()
    return " ".join((parser.html or "").split())


def built(site: Path, output: Path, run: Run) -> Mapping[str, bytes]:
    """All files of a site."""
    ran = run("build", "--source", site, "--output", output, "--today", TODAY)
    assert ran.code == 0, ran.out
    return contents(output)


@pytest.mark.parametrize("change", CHANGES)
def test_a_hostile_change_of_one_force_changes_no_byte_of_anybody_else(change: str, minimal: Path, run: Run) -> None:
    """Not of another force, not of the theme, and of national lists nothing but the force's own entries."""
    before = contents(minimal / "public")
    after = built(write_site(minimal / "site", CHANGES[change]), minimal / "public", run)
    others = {path for path in before.keys() | after.keys() if not OWN.match(path) and path != MANIFEST}
    changed = {path for path in others if before.get(path) != after.get(path)}
    new = {path for path in changed if path not in before}
    assert {path for path in new if not re.match(r"(?:cy/)?forces/(?:gwen|gwent-police)/", path)} == set()
    assert not [path for path in changed if "/gwent/" in path]
    for path in changed - new:
        assert re.fullmatch(rf"{TABLES.pattern}|(?:cy/)?(?:forces|services/[a-z-]+)/index\.html", path)
        assert without_kent(before[path], path) == without_kent(after[path], path), path
    assert before != after, "the change itself is seen"


@pytest.mark.parametrize(
    "text",
    [
        page("ours", "old_paths: [/forces/gwent/old/]\n"),
        page("ours", "old_paths: [/cy/forces/gwent/old/]\n"),
        page("ours", "old_paths: [/old/]\n"),
        page("ours", "related: [gwent/ours]\n"),
        page("ours", words="![a](../../gwent/assets/a.png)"),
        facts("platform:", "former_ids: [gwent]\nplatform:"),
        "-- forces/kent/services/report-crime.md --\nWords.\n",
        "-- forces/kent/alerts/a.md --\nWords.\n",
        "-- forces/kent/redirects.yaml --\n/forces/gwent/old/: /forces/kent/\n",
        "-- forces/kent/site.yaml --\nbase_url: https://evil.example/\n",
        "-- forces/kent/themes/national/layouts/base.html --\nWords.\n",
    ],
)
def test_what_would_reach_further_is_refused(text: str, minimal: Path, run: Run) -> None:
    """At a place in the force's folder; what was published stays."""
    before = contents(minimal / "public")
    ran = run("build", "--source", write_site(minimal / "site", text), "--output", minimal / "public", "--today", TODAY)
    assert ran.code == 1
    assert re.search(r"^forces/kent/[^:]+:\d+:\d+: error [a-z-]+: ", ran.out, re.MULTILINE)
    assert contents(minimal / "public") == before


# --- what is not for readers ------------------------------------------------------------------------------------------

CANARY = "canary-in-{}"


def test_what_is_not_for_readers_is_in_no_file_of_the_site(minimal: Path, run: Run) -> None:
    """Notes, evidence, unchecked addresses, remarks, and alerts before their first day and after their last."""
    site = minimal / "site"
    places = ["lead", "leadsource", "notes", "sources", "evidence", "remark", "factsource", "about", "early", "late"]
    texts = {name: CANARY.format(name) for name in [*places, "owner", "channel", "served", "hidden"]}
    force = FORCE.replace("status: on", f"status: on\n  evidence: {texts['evidence']}")
    force += (
        f"# {texts['remark']}\nnotes: {texts['notes']}\nsources: [{texts['sources']}]\nleads:\n"
        f"  - {{service: report-crime, url: 'https://a.example/{texts['lead']}/', source: {texts['leadsource']}}}\n"
        f"services:\n  report-stalking:\n    en: {{url: 'https://a.example/{texts['served']}/', grade: D}}\n"
    )
    (site / "forces" / "kent" / "force.yaml").write_text(force, encoding="utf-8")
    facts_path = site / "content" / "facts.yaml"
    fact = f"secret: {{value: x, about: {texts['about']}, source: {texts['factsource']}, grade: D}}\n"
    facts_path.write_text(facts_path.read_text(encoding="utf-8") + fact, encoding="utf-8")
    channels = site / "content" / "channels.yaml"
    row = f"other: {{name: {texts['channel']}, kind: support, telephone: '123', grade: D, source: x}}\n"
    channels.write_text(channels.read_text(encoding="utf-8") + row, encoding="utf-8")
    (site / "content" / ".hidden.md").write_text(texts["hidden"], encoding="utf-8")
    for name, days in (("early", "starts: 2026-11-24\nexpires: 2026-11-30"), ("late", "expires: 2026-11-22")):
        alert = site / "content" / "alerts" / f"{name}.md"
        alert.parent.mkdir(exist_ok=True)
        alert.write_text(f"---\ntitle: {texts[name]}\n{days}\n---\n\n{texts[name]}\n", encoding="utf-8")
    output = minimal / "public"
    ran = run("build", "--source", site, "--output", output, "--today", TODAY)
    assert ran.code == 0, ran.out
    everything = b"".join(contents(output).values())
    assert [name for name, text in texts.items() if text.encode() in everything] == []


# --- who is asked -------------------------------------------------------------------------------------------------


def owner(lines: list[tuple[str, str]], path: str) -> str:
    """Whose a file is, by lines of CODEOWNERS: the last that fits counts."""
    fitting = [name for pattern, name in lines if pattern == "*" or f"/{path}".startswith(pattern)]
    return fitting[-1]


def test_the_example_of_code_owners_gives_each_folder_to_its_people() -> None:
    """A force's people are asked about their force, and about nothing else."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```\n(\*.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [(pattern, name) for pattern, name in (line.split() for line in block.splitlines())]
    assert owner(lines, "forces/kent/pages/a.md") == owner(lines, "forces/kent/force.yaml") == "@example/kent-police"
    tracked = ["content/site.yaml", "themes/national/theme.yaml", "dpcsite/cli.py", "tests/sites.py", "pyproject.toml"]
    for path in [*tracked, "forces/gwent/force.yaml", "forces/kent2/force.yaml", "forces/a.yaml"]:
        assert owner(lines, path) != "@example/kent-police", path
    for pattern, _ in lines[1:]:
        assert (ROOT / pattern.strip("/")).is_dir(), pattern


def test_each_promise_names_what_keeps_it_and_what_tests_it() -> None:
    """Every file that docs/security.md names is there, and every promise has both."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    table = text.split("## What it promises")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", table, re.MULTILINE)[1:]
    assert len(rows) > 12
    for promise, keeper, test in rows:
        files = re.findall(r"`([^`]+)`", keeper)
        tests = re.findall(r"`(tests/[^`]+)`", test)
        assert files, promise
        assert tests, promise
        for path in (*files, *tests):
            assert (ROOT / path).is_file(), path


def test_the_policy_invents_no_address() -> None:
    """A report goes by the private way of the code host; links of both pages lead to files."""
    for name in ("SECURITY.md", "docs/security.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"[\w.]+@[\w-]+\.\w+", text)
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert ((ROOT / name).parent / target).resolve().is_file(), target
