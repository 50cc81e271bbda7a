"""Limits: each is kept, told at a place, and told in the docs as the program has it."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dpcsite.model import limits
from dpcsite.model.limits import COMPLAINTS, LIMITS, Limit
from tests.conftest import TODAY, Run
from tests.sites import MINIMAL, PIXEL, ROOT, contents, files_of

FORCE = files_of(MINIMAL)["forces/kent/force.yaml"][1]
PAGE = "---\ntitle: Page {}\nsummary: a\n{}---\n\n{}\n"

Files = dict[str, str]


def pages(count: int) -> Files:
    """Own pages of a force."""
    return {f"forces/kent/pages/p{number}.md": PAGE.format(number, "", "Words.") for number in range(count)}


# What is just beyond each limit, and where it is told.
BEYOND: dict[Limit, tuple[Callable[[int], Files], str]] = {
    limits.SOURCE_BYTES: (lambda most: {"forces/kent/pages/a.md": "a" * (most + 1)}, "forces/kent/pages/a.md:1:1"),
    limits.SOURCE_FOLDERS: (
        lambda most: {f"forces/kent/pages/{'a/' * (most - 2)}a.md": PAGE.format(1, "", "Words.")},
        f"forces/kent/pages{'/a' * 10}:1:1",
    ),
    limits.NAME_LENGTH: (
        lambda most: {f"forces/kent/pages/{'a' * (most + 1)}.md": PAGE.format(1, "", "Words.")},
        f"forces/kent/pages/{'a' * 61}.md:1:1",
    ),
    limits.YAML_BYTES: (lambda most: {"forces/kent/force.yaml": "#" * most + "\n"}, "forces/kent/force.yaml:1:1"),
    limits.YAML_DEPTH: (
        lambda most: {"forces/kent/force.yaml": f"notes: {'[' * most}{']' * most}\n"},
        "forces/kent/force.yaml:1:19",
    ),
    limits.YAML_ENTRIES: (
        lambda most: {"forces/kent/force.yaml": "sources:\n" + "- a\n" * (most + 1)},
        "forces/kent/force.yaml:10002:3",
    ),
    limits.PAGE_BYTES: (
        lambda most: {"forces/kent/pages/a.md": PAGE.format(1, "", "a" * most)},
        "forces/kent/pages/a.md:5:1",
    ),
    limits.PAGE_DEPTH: (
        lambda most: {"forces/kent/pages/a.md": PAGE.format(1, "", "> " * most + "a")},
        "forces/kent/pages/a.md:6:1",
    ),
    limits.PAGE_PARTS: (
        lambda most: {"forces/kent/pages/a.md": PAGE.format(1, "", "a\n\n" * most)},
        "forces/kent/pages/a.md:4006:1",
    ),
    limits.PARAGRAPH_PARTS: (
        lambda most: {"forces/kent/pages/a.md": PAGE.format(1, "", "a\n" * most)},
        "forces/kent/pages/a.md:6:1",
    ),
    limits.OLD_PATHS: (
        lambda most: {
            "forces/kent/pages/a.md": PAGE.format(
                1, f"old_paths: [{', '.join(f'/forces/kent/{number}/' for number in range(most + 1))}]\n", "Words."
            )
        },
        "forces/kent/pages/a.md:4:12",
    ),
    limits.FORCE_PAGES: (lambda most: pages(most + 1), "forces/kent/force.yaml:1:1"),
}


@pytest.mark.parametrize("limit", [one for one in BEYOND if one is not limits.FORCE_PAGES], ids=lambda one: one.of)
def test_what_is_beyond_a_limit_is_refused_at_its_place(limit: Limit, minimal: Path, run: Run) -> None:
    """With the limit in what to do or in the message; what was published stays."""
    make, place = BEYOND[limit]
    before = contents(minimal / "public")
    for path, text in make(limit.most).items():
        (minimal / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (minimal / "site" / path).write_text(text, encoding="utf-8")
    ran = run("build", "--source", minimal / "site", "--output", minimal / "public", "--today", TODAY)
    assert ran.code == 1
    assert re.search(rf"^{re.escape(place)}: error ", ran.out, re.MULTILINE)
    assert re.search(rf"\b{limit.most:,}\b|\b{re.escape(str(limit))}|\b{limit.most}\b", ran.out)
    assert contents(minimal / "public") == before


def test_a_force_has_no_more_pages_of_its_own_than_a_build_can_bear() -> None:
    """Asked of the reading alone: making five hundred pages takes seconds."""
    from datetime import date

    from dpcsite.model.tree import Source, Tree
    from dpcsite.validate import validate

    make, _ = BEYOND[limits.FORCE_PAGES]
    files = {path: text for path, (_, text) in files_of(MINIMAL).items()} | make(limits.FORCE_PAGES.most)
    tree = Tree({path: Source(path, text.encode()) for path, text in sorted(files.items())})
    (finding,) = [one for one in validate(tree, date.fromisoformat(TODAY))[1] if "pages of its own" in one.message]
    assert (finding.place.path, finding.severity) == ("forces/kent/force.yaml", "error")
    assert str(limits.FORCE_PAGES) in finding.help


def test_folders_without_end_are_no_end_of_the_program(minimal: Path, run: Run) -> None:
    """Git takes two thousand folders in one another; following them all would be more than Python can."""
    descriptor = os.open(minimal / "site" / "content" / "pages", os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("a", dir_fd=descriptor)  # the whole path would be too long
        inner = os.open("a", os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = inner
    os.close(descriptor)
    ran = run("check", "--source", minimal / "site", "--today", TODAY)
    subprocess.run(["rm", "-rf", minimal / "site" / "content"], check=True)  # Python's own would not come to an end
    assert ran.code == 1
    assert re.search(r"^content/pages(?:/a)+:1:1: error source-file: Too many folders", ran.out, re.MULTILINE)


def test_a_file_that_is_wrong_ten_thousand_times_is_told_of_in_few_words(minimal: Path, run: Run) -> None:
    """The first of them, and how many more there are; other files' findings are all there."""
    fields = "".join(f"field-{number}: a\n" for number in range(9000))
    (minimal / "site" / "forces" / "kent" / "force.yaml").write_text(FORCE + fields, encoding="utf-8")
    (minimal / "site" / "forces" / "gwent" / "force.yaml").write_text("a: b\n", encoding="utf-8")
    ran = run("check", "--source", minimal / "site", "--today", TODAY)
    assert ran.code == 1
    assert len(re.findall(r"^forces/kent/force\.yaml:\d+:1: error field: ", ran.out, re.MULTILINE)) == COMPLAINTS.most
    assert f"(There are {9000 - COMPLAINTS.most} more like it in this file.)" in ran.out
    assert 'forces/gwent/force.yaml:1:1: error field: There is no field "a" here.' in ran.out


def test_each_limit_is_tried() -> None:
    """Those on pictures are in tests/hostile/pictures.yaml and below, the last in the test above."""
    assert {*BEYOND, limits.PICTURE_BYTES, limits.PICTURE_SIDE, limits.COMPLAINTS} == {*LIMITS}


def test_a_picture_of_too_many_bytes_is_refused(minimal: Path, run: Run) -> None:
    """A whole one, with a part in it that nobody sees."""
    import ast

    pixel: bytes = ast.literal_eval(PIXEL)
    folder = minimal / "site" / "forces" / "kent" / "assets"
    folder.mkdir()
    (folder / "a.png").write_bytes(pixel[:33] + b"\0" * limits.PICTURE_BYTES.most + pixel[33:])
    ran = run("check", "--source", minimal / "site", "--today", TODAY)
    assert ran.code == 1
    assert "forces/kent/assets/a.png:1:1: error picture: This picture is larger than 2 MiB." in ran.out


def test_the_docs_tell_every_limit_as_the_program_has_it() -> None:
    """The table of docs/security.md is the table of the program."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| ([a-z][^|]+?) \| ([0-9][^|]*?) \|$", text, re.MULTILINE))
    assert told == {one.of: str(one) for one in LIMITS}


@pytest.mark.parametrize("last", ["/about/", "/old/0/"], ids=["a chain", "a circle"])
def test_thousands_of_redirects_in_a_row_are_told_of_in_short(last: str, minimal: Path, run: Run) -> None:
    """Each is followed for a few steps; a list of all of them in each message would fill the memory."""
    rows = [f"/old/{number}/: /old/{number + 1}/\n" for number in range(300)]
    text = "".join([*rows, f"/old/300/: {last}\n"])
    (minimal / "site" / "content" / "redirects.yaml").write_text(text, encoding="utf-8")
    ran = run("check", "--source", minimal / "site", "--today", TODAY)
    assert ran.code == 1
    assert re.search(r"^content/redirects\.yaml:1:1: error redirect: /old/0/ leads on more than twice", ran.out)
    assert max(map(len, ran.out.splitlines())) < 500
