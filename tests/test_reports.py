"""Reports that other programs read: the JSON document, SARIF, JUnit and GitHub's workflow commands."""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from dpcsite import __version__
from dpcsite.model.findings import Finding, Place
from dpcsite.report.annotations import github
from tests.conftest import TODAY, Run
from tests.sites import ROOT, write_site

LATER = "2027-06-01"  # when the minimal site's fact is overdue: one warning

MISTAKES = """
-- content/services/report-crime.md --
---
title: Report a crime
summary: Tell the police about a crime.
category: buy
colour: red
---

## What to say

Read [this](/nowhere/), <b>and</b> "that" & more.
-- content/pages/about.md --
---
title: About this site
summary: What this site is.
---

## Words

#### Too deep

Read [this](/nowhere/), ![](assets/a.png).
-- forces/kent/force.yaml --
name: Kent Police
kind: territorial
nation: England
region: South East
languages: [en]
website: kent.police.uk
"""
OLD_PATH = """
-- content/redirects.yaml --
/old/place/: /services/report-crime/
"""

KEYS = {"version", "outcome", "pages", "findings", "stats"}
PAGE_KEYS = {"url", "path", "lang", "force", "service", "source"}
STATS_KEYS = {"pages", "rendered", "checked", "written", "unchanged", "removed", "seconds"}
FINDING_KEYS = set("rule wcag level severity message help path line column page selector".split())
MORE_FINDING_KEYS = {"act", "count"}

CASES = {
    "nothing": ("", TODAY, 0),
    "a warning": ("", LATER, 0),
    "mistakes": (MISTAKES, LATER, 1),
    "no site.yaml": ("-- content/site.yaml (removed) --\n", TODAY, 1),
    "a template": ("-- themes/national/layouts/page.html --\n<p>{{ nobody }}</p>\n", TODAY, 1),
}
cases = pytest.mark.parametrize(("changes", "day", "code"), CASES.values(), ids=CASES.keys())


def _json(run: Run, minimal: Path, changes: str, day: str, code: int, *arguments: str) -> dict[str, Any]:
    site = write_site(minimal / "site", changes)
    ran = run("build", "--source", site, "--output", minimal / "public", "--today", day, "--format", "json", *arguments)
    assert (ran.code, ran.err) == (code, "")
    document: dict[str, Any] = json.loads(ran.out)
    return document


# --- the JSON document --------------------------------------------------------------------------------------------


@cases
def test_the_document_has_exactly_the_keys_of_the_contract(
    minimal: Path, run: Run, changes: str, day: str, code: int
) -> None:
    """For the run, each page, each finding and the counts; and each value is of the kind it should be."""
    document = _json(run, minimal, changes, day, code)
    assert set(document) == KEYS
    assert document["version"] == __version__
    assert document["outcome"] == ("refused" if code else "built")
    assert all(set(page) == PAGE_KEYS for page in document["pages"])
    assert all(isinstance(value, str) for page in document["pages"] for value in page.values())
    for finding in document["findings"]:
        assert set(finding) - MORE_FINDING_KEYS == FINDING_KEYS
        assert finding["level"] in {"A", "AA", "AAA", "best-practice"}
        assert finding["severity"] in {"error", "warning", "note"}
        assert all(re.fullmatch(r"\d\.\d\.\d\d?", one) for one in finding["wcag"])
        assert bool(finding["wcag"]) == (finding["level"] != "best-practice")
        assert finding["line"] >= 1
        assert finding["column"] >= 1
        assert all(finding[name] for name in ("rule", "message", "help", "path"))
    assert set(document["stats"]) == STATS_KEYS
    assert all(isinstance(document["stats"][name], int) for name in STATS_KEYS - {"seconds"})
    assert document["stats"]["seconds"] > 0


def test_findings_of_every_kind_are_in_the_document(minimal: Path, run: Run) -> None:
    """On fields, on links, on rendered pages with the page and the element; errors and warnings in one list."""
    found = _json(run, minimal, MISTAKES, LATER, 1)["findings"]
    assert {("field", "error"), ("dead-link", "error"), ("review-due", "warning")} <= {
        (one["rule"], one["severity"]) for one in found
    }
    places = [(one["path"], one["line"], one["column"]) for one in found]
    assert places == sorted(places)
    assert all(one["page"].startswith("/") for one in found if one["rule"] == "dead-link")


def test_a_fault_on_a_page_names_the_page_and_the_element(minimal: Path, run: Run) -> None:
    """A rule's finding leads to the author's line, and says where a reader sees it."""
    page = "---\ntitle: About this site\nsummary: What.\n---\n\n## Words\n\nRead [](https://www.example.com/).\n"
    changes = f"-- content/pages/about.md --\n{page}"
    found = [one for one in _json(run, minimal, changes, TODAY, 1)["findings"] if one["rule"] == "link-name"]
    assert [(one["path"], one["line"], one["page"], one["wcag"]) for one in found] == [
        ("content/pages/about.md", 8, "/about/", ["2.4.4", "4.1.2"])
    ]
    assert found[0]["selector"] == "#main > div:nth-of-type(2) > p > a"


def test_pages_of_the_document_are_the_pages_of_the_output(minimal: Path, run: Run) -> None:
    """Every path is a file, and every HTML file is listed, once; the address and the path say the same."""
    document = _json(run, minimal, OLD_PATH, TODAY, 0)
    listed = [page["path"] for page in document["pages"]]
    there = [path.relative_to(minimal / "public").as_posix() for path in (minimal / "public").rglob("*.html")]
    assert sorted(listed) == sorted(there)
    assert "old/place/index.html" in listed
    for page in document["pages"]:
        assert page["path"] == (page["url"] + "index.html" if page["url"].endswith("/") else page["url"])[1:]
        assert f'<html lang="{page["lang"]}"' in (minimal / "public" / page["path"]).read_text(encoding="utf-8")
        assert (minimal / "site" / page["source"]).is_file()
    assert document["stats"]["pages"] == len(listed)


def test_a_page_of_a_force_names_its_force_and_service(minimal: Path, run: Run) -> None:
    """As the contract's example does, in both languages."""
    pages = {page["url"]: page for page in _json(run, minimal, "", TODAY, 0)["pages"]}
    assert pages["/forces/kent/report-crime/"] == {
        "url": "/forces/kent/report-crime/",
        "path": "forces/kent/report-crime/index.html",
        "lang": "en",
        "force": "kent",
        "service": "report-crime",
        "source": "content/services/report-crime.md",
    }
    welsh = pages["/cy/forces/gwent/report-crime/"]
    assert (welsh["lang"], welsh["force"], welsh["service"]) == ("cy", "gwent", "report-crime")
    assert welsh["source"] == "content/services/report-crime.cy.md"
    assert (pages["/about/"]["force"], pages["/about/"]["service"]) == ("", "")


def test_pages_of_our_own_site_are_listed_in_full(tmp_path: Path, run: Run) -> None:
    """The real sources have layouts and languages that the minimal site has not; two forces are enough to see them."""
    where = ("--source", ROOT, "--output", tmp_path, "--force", "kent", "--force", "gwent", "--today", TODAY)
    ran = run("build", *where, "--format", "json")
    assert ran.code == 0
    listed = [page["path"] for page in json.loads(ran.out)["pages"]]
    assert sorted(listed) == sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.html"))


def test_stats_count_what_changed(minimal: Path, run: Run) -> None:
    """A first build writes all files, a second none, and one after an edit some."""
    first = _json(run, minimal, "", TODAY, 0, "--clean")["stats"]
    files = len([path for path in (minimal / "public").rglob("*") if path.is_file()]) - 1  # without our own mark
    assert (first["written"], first["unchanged"], first["removed"]) == (files, 0, 0)
    second = _json(run, minimal, "", TODAY, 0)["stats"]
    assert (second["written"], second["unchanged"], second["removed"]) == (0, files, 0)
    fewer = _json(run, minimal, "", TODAY, 0, "--force", "gwent")["stats"]
    assert fewer["removed"] == 3  # Kent's home and its two services
    assert fewer["written"] + fewer["unchanged"] == files - 3 + 1  # a part says what it was made from


@cases
def test_the_report_file_is_the_same_document(minimal: Path, run: Run, changes: str, day: str, code: int) -> None:
    """Byte for byte what --format json prints, in a folder that is made for it, beside any other format."""
    site = write_site(minimal / "site", changes)
    report = minimal / "reports" / "today" / "report.json"
    arguments = ("build", "--source", site, "--output", minimal / "public", "--today", day, "--report", report)
    ran = run(*arguments, "--format", "json")
    assert ran.code == code
    assert report.read_text(encoding="utf-8") == ran.out
    before = report.read_text(encoding="utf-8")
    assert run(*arguments, "--format", "github").code == code
    after = report.read_text(encoding="utf-8")
    assert _without_counts(after) == _without_counts(before)


def _without_counts(text: str) -> dict[str, Any]:
    return {key: value for key, value in json.loads(text).items() if key != "stats"}


def test_check_html_lists_each_file_with_its_findings(tmp_path: Path, run: Run) -> None:
    """The document of check-html has its own keys; a file without findings is there too."""
    (tmp_path / "bad.html").write_text('<p><img src="a.png">', encoding="utf-8")
    (tmp_path / "good.html").write_text("", encoding="utf-8")
    document = json.loads(run("check-html", "--format", "json", tmp_path).out)
    assert set(document) == {"files"}
    assert [(set(one), Path(one["path"]).name, bool(one["findings"])) for one in document["files"]] == [
        ({"path", "findings"}, "bad.html", True),
        ({"path", "findings"}, "good.html", False),
    ]
    assert all(set(one) - MORE_FINDING_KEYS == FINDING_KEYS for one in document["files"][0]["findings"])


# --- SARIF --------------------------------------------------------------------------------------------------------


def _check_sarif(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The main rules of SARIF 2.1.0 (OASIS); returns the results."""
    assert document["version"] == "2.1.0"  # 3.13.2
    assert set(document) <= {"$schema", "version", "runs", "inlineExternalProperties", "properties"}
    assert document["$schema"].startswith("https://")
    assert len(document["runs"]) == 1
    run = document["runs"][0]
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}  # 3.14.17
    driver = run["tool"]["driver"]  # 3.18, 3.19
    assert driver["name"] == "dpcsite"
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids))
    for result in run["results"]:
        _check_result(result, ids)
    return list(run["results"])


def _check_result(result: dict[str, Any], rules: list[str]) -> None:
    assert rules[result["ruleIndex"]] == result["ruleId"]  # 3.27.6
    assert result["level"] in {"none", "note", "warning", "error"}  # 3.27.10
    assert result["message"]["text"].strip()  # 3.11
    assert result.get("occurrenceCount", 1) >= 1  # 3.27.18
    assert all(isinstance(one, str) for one in result["partialFingerprints"].values())  # 3.27.17
    assert isinstance(result.get("properties", {}), dict)  # 3.8
    assert len(result["locations"]) == 1
    physical = result["locations"][0]["physicalLocation"]  # 3.29
    assert set(physical) == {"artifactLocation", "region"}
    assert _is_uri_reference(physical["artifactLocation"]["uri"])  # 3.4.3
    region = physical["region"]  # 3.30
    assert isinstance(region["startLine"], int)
    assert region["startLine"] >= 1
    assert region["startColumn"] >= 1


def _is_uri_reference(text: str) -> bool:
    """RFC 3986, 4.1: only characters that may stand there, each % before two digits, no scheme by accident."""
    allowed = re.fullmatch(r"(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+", text)
    return allowed is not None and urlsplit(text).scheme in ("", "file")


@cases
def test_sarif_is_valid(minimal: Path, run: Run, changes: str, day: str, code: int) -> None:
    """With no findings too; and it tells of the same findings as the JSON document."""
    site = write_site(minimal / "site", changes)
    ran = run("check", "--source", site, "--today", day, "--format", "sarif")
    assert ran.code == code
    results = _check_sarif(json.loads(ran.out))
    found = json.loads(run("check", "--source", site, "--today", day, "--format", "json").out)["findings"]
    told = [(one["ruleId"], one["level"], one["locations"][0]["physicalLocation"]["region"]) for one in results]
    assert told == [
        (one["rule"], one["severity"], {"startLine": one["line"], "startColumn": one["column"]}) for one in found
    ]


@pytest.mark.parametrize("name", ["My page.md", "Über uns.md", "100%.md", "a#b.md", "a?b.md", "x:y.md", "a[1].md"])
def test_sarif_writes_any_file_name_as_an_address(minimal: Path, run: Run, name: str) -> None:
    """What an address may not hold is written with percent signs, and leads back to the file's name."""
    write_site(minimal / "site")
    (minimal / "site" / "content" / "pages" / name).write_text("---\n", encoding="utf-8")
    ran = run("check", "--source", minimal / "site", "--today", TODAY, "--format", "sarif")
    results = _check_sarif(json.loads(ran.out))
    address = urlsplit(results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
    assert (unquote(address.path), address.query, address.fragment) == (f"content/pages/{name}", "", "")


def test_sarif_tells_two_findings_on_one_line_apart(minimal: Path, run: Run) -> None:
    """Each has a fingerprint of its own, and keeps it when other lines move."""
    page = "---\ntitle: About this site\nsummary: What.\n---\n{}\n## Words\n\n[a](/one/) and [b](/two/)\n"
    prints = []
    for gap in ("", "\n\n"):
        site = write_site(minimal / "site", f"-- content/pages/about.md --\n{page.format(gap)}")
        ran = run("check", "--source", site, "--today", TODAY, "--format", "sarif")
        results = _check_sarif(json.loads(ran.out))
        prints.append([one["partialFingerprints"] for one in results])
    assert prints[0] == prints[1]
    assert len(prints[0]) == 2
    assert prints[0][0] != prints[0][1]


# --- JUnit --------------------------------------------------------------------------------------------------------


def _suite(text: str) -> ET.Element:
    """The one suite of a report, its counts checked."""
    root = ET.fromstring(text)  # noqa: S314 - our own
    assert root.tag == "testsuites"
    suites = root.findall("testsuite")
    assert len(suites) == 1
    suite = suites[0]
    assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
    assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
    assert int(suite.attrib["errors"]) == len(suite.findall("testcase/error"))
    names = [case.attrib["name"] for case in suite.findall("testcase")]
    assert len(names) == len(set(names))
    return suite


@cases
def test_junit_is_xml_with_right_counts(minimal: Path, run: Run, changes: str, day: str, code: int) -> None:
    """One case a file; it fails where the file has an error, and warnings are told without failing."""
    site = write_site(minimal / "site", changes)
    ran = run("check", "--source", site, "--today", day, "--format", "junit")
    assert ran.code == code
    suite = _suite(ran.out)
    found = json.loads(run("check", "--source", site, "--today", day, "--format", "json").out)["findings"]
    failed = {case.attrib["name"] for case in suite.findall("testcase") if case.find("failure") is not None}
    assert failed == {one["path"] for one in found if one["severity"] == "error"}
    told = {case.attrib["name"] for case in suite.findall("testcase")}
    assert told == ({one["path"] for one in found} or {"all files"})
    words = "".join(suite.itertext())
    assert all(one["message"] in words and one["help"] in words for one in found)


HOSTILE = '<!DOCTYPE html>\n<html lang="en"><title>A</title><main><h1>A</h1><p lang="{}">x</p></main></html>'


@pytest.mark.parametrize("value", ["]]&gt;", "&lt;b&gt;&amp;&quot;", "\x01", "&#xFFFF;", "\x1b[31m", "\x0b", "é😀"])
def test_junit_is_xml_whatever_a_page_holds(tmp_path: Path, run: Run, value: str) -> None:
    """Words of a checked page that XML may not hold are left out or shown in another way."""
    (tmp_path / "a.html").write_text(HOSTILE.format(value), encoding="utf-8")
    ran = run("check-html", "--format", "junit", tmp_path / "a.html")
    assert ran.code == 1
    suite = _suite(ran.out)
    assert [case.attrib["name"] for case in suite.findall("testcase")] == [str(tmp_path / "a.html")]
    assert "valid-lang" in "".join(suite.itertext())


def test_junit_is_xml_whatever_a_file_is_called(minimal: Path, run: Run) -> None:
    """A control character in a name is no reason for a CI job to see nothing."""
    write_site(minimal / "site")
    (minimal / "site" / "content" / "pages" / 'a\x01<"&b.md').write_text("---\n", encoding="utf-8")
    suite = _suite(run("check", "--source", minimal / "site", "--today", TODAY, "--format", "junit").out)
    assert int(suite.attrib["failures"]) == 1


# --- GitHub -------------------------------------------------------------------------------------------------------

COMMAND = re.compile(r"::(error|warning|notice) file=([^,:\n]*),line=(\d+),col=(\d+),title=([^,:\n]*)::([^\n]*)\n")


@cases
def test_github_has_one_line_for_each_finding(minimal: Path, run: Run, changes: str, day: str, code: int) -> None:
    """An annotation each, at the right place, and nothing else."""
    site = write_site(minimal / "site", changes)
    ran = run("check", "--source", site, "--today", day, "--format", "github")
    assert ran.code == code
    found = json.loads(run("check", "--source", site, "--today", day, "--format", "json").out)["findings"]
    assert re.fullmatch(f"(?:{COMMAND.pattern})*", ran.out)
    told = [(path, int(line), int(column), rule) for _, path, line, column, rule, _ in COMMAND.findall(ran.out)]
    assert told == [(one["path"], one["line"], one["column"], one["rule"]) for one in found]


def test_github_escapes_what_would_end_a_line_or_a_property() -> None:
    """Percent signs and line breaks everywhere; commas and colons in properties only."""
    finding = Finding("a:b", "note", "100% of\nthem, all: now", "Do\r\nit, 1:2", Place("a,b:c%d\ne.html", 3, 7))
    expected = (
        "::notice file=a%2Cb%3Ac%25d%0Ae.html,line=3,col=7,title=a%3Ab::100%25 of%0Athem, all: now Do%0D%0Ait, 1:2\n"
    )
    assert github([finding]) == expected


@pytest.mark.parametrize("name", ["a,b.html", "a:b.html", "100%.html", "a\nb.html", "a\rb.html", "::error::.html"])
def test_github_bears_any_file_name(tmp_path: Path, run: Run, name: str) -> None:
    """The line stays one line, and the name comes back from it whole."""
    (tmp_path / name).write_text(
        '<!DOCTYPE html><html lang="en"><title>A</title><main><h1><img src="a">A</h1>', "utf-8"
    )
    ran = run("check-html", "--format", "github", tmp_path / name)
    assert ran.code == 1
    match = COMMAND.fullmatch(ran.out)
    assert match is not None
    assert (unquote(match[2]), match[1], match[5]) == (str(tmp_path / name), "error", "image-alt")
