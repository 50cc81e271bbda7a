"""Sources made to do harm: nothing in them becomes markup, leaves its folder, or lets a file of the machine be seen."""

import os
import re
from pathlib import Path

import pytest

from dpcsite.cli import main
from dpcsite.formats.html import Document, parse
from tests.conftest import TODAY, Ran, Run
from tests.sites import MINIMAL, PIXEL, contents, write_site

ADDRESS = "https://x.example/?a=\"><script>alert(1)</script>'onmouseover='alert(2)"
NEIGHBOUR = "words-of-another-file-of-this-machine"


def payload(name: str) -> str:
    """A text that tries every way out of where it stands, and says where it was."""
    markup = f"\"><script>alert('{name}')</script><img src=x onerror=alert(1)><style>*{{}}</style><iframe src=//x>"
    return f"{name}' {markup}</title></h1></textarea>-->]]>&amp;&lt;" + "{%x%}${7*7}{0.__class__}{number}<svg/onload=a>"


def quoted(text: str) -> str:
    """A text as a YAML value."""
    return "'" + text.replace("'", "''") + "'"


def escaped(text: str) -> str:
    """A text as words of Markdown: each sign with a backslash before it."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def coded(text: str) -> str:
    """A text as HTML entities, which Markdown reads back."""
    return re.sub(r"([!-/:-@\[-`{-~])", lambda match: f"&#{ord(match[0])};", text)


def page_of(path: str, title: str, body: str, *fields: str) -> str:
    """A Markdown file as part of a site."""
    front = "".join(f"{field}\n" for field in fields)
    return f"-- {path} --\n---\ntitle: {quoted(title)}\n{front}---\n\n{body}\n"


FIELDS = [
    *("site title", "notice", "publisher", "channel", "hours", "force", "region", "doorway", "fact", "alert"),
    *("service title", "service summary", "page title", "page summary", "welsh title", "own title"),
    *("phase", "serves", "neutral title", "takes", "need", "owner"),
    *("heading", "code", "fence", "info", "link words", "link title", "alt", "cell", "item", "entity", "reference"),
    *("callout", "step", "button", "term", "definition", "note"),
]
BODY = f"""## {escaped(payload("heading"))}

{escaped(payload("item"))}

``{payload("code")}``

~~~ {coded(payload("info").replace(" ", ""))}
{payload("fence")}
~~~

[{escaped(payload("link words"))}]({ADDRESS.replace("'", "%27")} "{coded(payload("link title"))}")
![{escaped(payload("alt"))}](assets/a.png)

| {escaped(payload("cell"))} |
|---|
| Below |

{coded(payload("entity"))}

[x][ref]

[ref]: {ADDRESS.replace("'", "%27")} '{coded(payload("reference"))}'

> [!WARNING]
> {escaped(payload("callout"))}

::: steps
1. {escaped(payload("step"))}
:::

::: cta
[{escaped(payload("button"))}]({ADDRESS.replace("'", "%27")})
:::

::: contact
101
:::

{escaped(payload("term"))}
: {escaped(payload("definition"))}

A mark[^a].

[^a]: {escaped(payload("note"))}

It costs {{{{ fact.fee }}}}; ask {{{{ force.name }}}}.
"""
SITE = f"""-- content/site.yaml --
title: {quoted(payload("site title"))}
notice: {quoted(payload("notice"))}
phase: {quoted(payload("phase"))}
feedback: {quoted(ADDRESS)}
base_url: https://www.example.org/
languages: [en, cy]
theme: national
publisher:
  name: {quoted(payload("publisher"))}
quick_exit: {quoted(ADDRESS)}
fallback: [999, 101]
navigation: [about]
footer: [about]
-- content/facts.yaml --
fee: {{value: {quoted(payload("fact"))}, about: A fee, source: none, grade: A}}
-- content/channels.yaml --
999: {{name: Emergency, kind: emergency, telephone: "999", force_contact: emergency, grade: A}}
101:
  name: {quoted(payload("channel"))}
  kind: non-emergency
  telephone: "101"
  url: {quoted(ADDRESS)}
  hours: {quoted(payload("hours"))}
  serves: {quoted(payload("serves"))}
  cost: free
  grade: A
-- content/doorways.yaml --
report-crime:
  - url: {quoted(ADDRESS)}
    site: {quoted(payload("doorway"))}
    grade: A
-- content/assets/a.png (bytes) --
{PIXEL}
-- forces/kent/force.yaml --
name: {quoted(payload("force"))}
kind: territorial
nation: England
region: {quoted(payload("region"))}
languages: [en, cy]
website: {quoted(ADDRESS)}
contacts: {{emergency: "999"}}
social: {{x: {quoted(ADDRESS)}}}
rss: {quoted(ADDRESS)}
services:
  report-stalking: {{en: {{url: {quoted(ADDRESS)}, grade: A}}}}
{page_of("content/alerts/a.md", payload("alert"), "Words.", "expires: 2030-01-01")}
{page_of("content/pages/p.md", payload("page title"), BODY, f"summary: {quoted(payload('page summary'))}")}
{page_of("content/pages/p.cy.md", payload("welsh title"), "Geiriau.", "summary: a")}
{
    page_of(
        "content/pages/danger.md",
        "Danger",
        BODY,
        "summary: a",
        "high_harm: true",
        f"neutral_title: {quoted(payload('neutral title'))}",
        "related: [report-crime, p]",
    )
}
{page_of("forces/kent/pages/p.md", payload("own title"), "Words.", "summary: a")}
{
    page_of(
        "content/services/report-crime.md",
        payload("service title"),
        BODY,
        f"summary: {quoted(payload('service summary'))}",
        "category: report",
        f"before_you_start: {{takes: {quoted(payload('takes'))}, you_need: [{quoted(payload('need'))}]}}",
        f"owner: {quoted(payload('owner'))}",
        "related: [report-stalking, danger]",
    )
}
-- content/services/report-crime.cy.md (removed) --
"""


def build(site: Path, output: Path, run: Run) -> Ran:
    """Build a site."""
    return run("build", "--source", site, "--output", output, "--today", TODAY)


def pages(output: Path) -> dict[str, Document]:
    """Every page by its path."""
    return {path.relative_to(output).as_posix(): parse(path.read_bytes()) for path in sorted(output.rglob("*.html"))}


def active(page: Document) -> list[tuple[str, str]]:
    """Whatever in a page could run, load, frame or restyle."""
    tags = (
        "script",
        "style",
        "iframe",
        "frame",
        "object",
        "embed",
        "base",
        "form",
        "svg",
        "math",
        "textarea",
        "template",
    )
    found = [(one.tag, one.get("src") or "") for one in page.all(*tags)]
    for one in page.elements:
        found += [
            (one.tag, name) for name in one.attrs if name.startswith("on") or name in ("style", "srcdoc", "srcset")
        ]
        for name in ("href", "src", "content"):
            value = (one.get(name) or "").strip().lower()
            found += [(one.tag, value)] if re.match(r"(?:javascript|data|vbscript):", value) else []
    return sorted(found)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    """The pages of the site above."""
    folder = tmp_path_factory.mktemp("hostile")
    write_site(folder / "site", MINIMAL, SITE)
    with pytest.raises(SystemExit) as left:
        main(["build", "--source", str(folder / "site"), "--output", str(folder / "public"), "--today", TODAY])
    assert left.value.code == 0
    return pages(folder / "public")


def test_no_text_of_an_author_becomes_markup(hostile: dict[str, Document], minimal: Path) -> None:
    """Out of every field, on every page: no new script, handler, style or frame, and every tag is the theme's."""
    before = pages(minimal / "public")
    known = {one.tag for page in before.values() for one in page.elements}
    assert len(hostile) >= len(before)
    scripts = {path: active(page) for path, page in hostile.items() if active(page)}
    ours = {path for path, page in hostile.items() if {"dpc-exit", "dpc-filter"} & set(page.by_id)}
    assert (
        {path for path in hostile if re.search(r"report-stalking|danger", path)} < set(scripts) == ours < set(hostile)
    )
    assert all(len(found) == 1 and re.fullmatch(r"/assets/site\.\w+\.js", found[0][1]) for found in scripts.values())
    known |= set("code pre img table thead tbody tr th td strong br section h3 ol dl dt dd sup".split())
    assert {one.tag for page in hostile.values() for one in page.elements} <= known


@pytest.mark.parametrize("field", FIELDS)
def test_every_text_of_an_author_is_shown_as_it_is(field: str, hostile: dict[str, Document]) -> None:
    """To the letter: as words, or as an attribute where it belongs into one."""
    wanted = " ".join(payload(field).split())
    if field == "info":
        wanted = wanted.replace(" ", "")
    shown = []
    for page in hostile.values():
        assert page.root is not None
        shown.append(" ".join(page.root.text().split()))
        shown += [" ".join(value.split()) for one in page.elements for value in one.attrs.values()]
    assert any(wanted in text for text in shown)


def test_a_cell_s_heading_is_one_attribute_of_it(hostile: dict[str, Document]) -> None:
    """The words that a style sheet shows before a cell stay words, whatever they hold."""
    (cell,) = hostile["services/report-crime/index.html"].all("td")
    assert cell.get("data-label") == payload("cell")
    assert set(cell.attrs) == {"data-label", "role"}


def test_an_address_stays_in_its_attribute(hostile: dict[str, Document]) -> None:
    """Wherever an address from a YAML file is a link, the whole of it is the link."""
    links = ((path, one) for path, page in hostile.items() for one in page.all("a"))
    found = {(path, one.get("id") or "") for path, one in links if one.get("href") == ADDRESS}
    assert ("services/report-crime/index.html", "") in found
    assert ("about/index.html", "") in found, "the link to say what is wrong with a page"
    assert ("services/report-stalking/index.html", "dpc-exit") in found
    assert ("forces/kent/index.html", "") in found
    assert ("forces/kent/report-stalking/index.html", "") in found


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//x.example/", "https://a@x.example/", "/local/", "https://x", "x"],
)
@pytest.mark.parametrize(
    ("path", "old"),
    [
        ("content/site.yaml", "quick_exit: https://www.example.com/"),
        ("content/site.yaml", "base_url: https://www.example.org/"),
        ("forces/kent/force.yaml", "website: https://www.kent.police.uk/"),
    ],
)
def test_a_field_takes_no_address_that_deceives(address: str, path: str, old: str, minimal: Path, run: Run) -> None:
    """Refused at its place; what was published stays."""
    before = contents(minimal / "public")
    file = minimal / "site" / path
    text = file.read_text(encoding="utf-8")
    name = old.split(":", maxsplit=1)[0]
    assert old in text
    file.write_text(text.replace(old, f"{name}: {quoted(address)}"), encoding="utf-8")
    ran = build(minimal / "site", minimal / "public", run)
    line = text[: text.index(old)].count("\n") + 1
    assert ran.code == 1
    assert f"{path}:{line}:{len(name) + 3}: error field: " in ran.out
    assert contents(minimal / "public") == before


@pytest.mark.parametrize(
    "words",
    [
        "{{ config }}",
        "{{ force.__class__ }}",
        "{{ 7*7 }}",
        "{% include '/etc/passwd' %}",
        "{{ fact.fee.source }}",
        "{{ self._TemplateReference__context }}",
        "<script>alert(1)</script>",
        "<a href=javascript:alert(1)>x</a>",
        "[x](javascript:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x](<java&NewLine;script:alert(1)>)",
        "![x](data:image/svg+xml,x)",
        "![x](//x.example/a.png)",
        "![x](assets/../../../secret.png)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_words_that_try_are_refused(words: str, minimal: Path, run: Run) -> None:
    """With their place; nothing is built of them."""
    before = contents(minimal / "public")
    site = write_site(minimal / "site", page_of("content/pages/p.md", "Title", words, "summary: a"))
    ran = build(site, minimal / "public", run)
    assert ran.code == 1
    assert re.match(r"content/pages/p\.md:[678]:1: error [a-z-]+: ", ran.out)
    assert contents(minimal / "public") == before


# --- characters that nobody sees

HIDDEN = ["\\0", "\\e", "\\a", "\\u202e", "\\x9b", "\\u2066"]


@pytest.mark.parametrize(
    ("path", "old", "escape"),
    [
        *(("content/pages/about.md", "title: About this site", escape) for escape in HIDDEN),
        ("forces/kent/force.yaml", "  en: Kent Police", "\\u202e"),
        ("content/channels.yaml", "  name: Emergency services", "\\u202e"),
        ("themes/national/strings/en.yaml", "home: Home", "\\u202e"),
    ],
)
def test_a_hidden_character_does_not_come_in_by_an_escape(
    path: str, old: str, escape: str, minimal: Path, run: Run
) -> None:
    """What may not stand in a file as itself may not be written with a backslash either."""
    file = minimal / "site" / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    key = old.split(":", maxsplit=1)[0]
    file.write_text(text.replace(old, f'{key}: "a{escape}b"'), encoding="utf-8")
    ran = build(minimal / "site", minimal / "public", run)
    assert ran.code == 1
    assert f"{path}:" in ran.out


@pytest.mark.parametrize("entity", ["&#x202e;", "&#8238;", "&#x2066;"])
def test_a_hidden_character_does_not_come_in_by_an_entity(entity: str, minimal: Path, run: Run) -> None:
    """The marks that turn text around are as unseen in Markdown as in the file itself (CVE-2021-42574)."""
    site = write_site(minimal / "site", page_of("content/pages/p.md", "Title", f"Words {entity} here.", "summary: a"))
    ran = build(site, minimal / "public", run)
    path = minimal / "public" / "p" / "index.html"
    assert ran.code == 1 or not re.search("[\u202a-\u202e\u2066-\u2069]", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", ["text", "github"])
@pytest.mark.parametrize(
    "key", ["a\\e[31mb", "a\\nfake.md:1:1: error x: y", "a\\r\\n::error file=x::y", "a\\0b", "a\\u202eb"]
)
def test_a_name_in_a_finding_cannot_forge_another(key: str, form: str, minimal: Path, run: Run) -> None:
    """A message is one line of visible text, whatever the author's file says."""
    site = write_site(minimal / "site", f'-- content/facts.yaml --\nfee:\n  "{key}": 1\n')
    ran = run("check", "--source", site, "--today", TODAY, "--format", form)
    assert ran.code == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", ran.out)
    assert not re.search(r"^(?:fake\.md|::error file=x)", ran.out, re.MULTILINE)


@pytest.mark.parametrize("form", ["text", "github"])
@pytest.mark.parametrize(
    "name", ["a\x1b[31mb.md", "a\nfake.md:1:1: error x: y.md", "a\n::error file=x::y.md", "a\u202eb.md"]
)
def test_the_name_of_a_file_cannot_forge_a_finding(name: str, form: str, minimal: Path, run: Run) -> None:
    """Git keeps names with line ends in them; a report does not."""
    (minimal / "site" / "content" / "pages" / name).write_text("Words.\n", encoding="utf-8")
    ran = run("check", "--source", minimal / "site", "--today", TODAY, "--format", form)
    assert ran.code == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", ran.out)
    assert not re.search(r"^(?:fake\.md|::error file=x)", ran.out, re.MULTILINE)


# --- out of the folder


def _outside(minimal: Path) -> Path:
    """A folder beside the site with files that nobody may see."""
    folder = minimal / "outside"
    (folder / "pages").mkdir(parents=True)
    page = f"---\ntitle: {NEIGHBOUR}\nsummary: {NEIGHBOUR}\n---\n\n{NEIGHBOUR}\n"
    (folder / "secret.md").write_text(page, encoding="utf-8")
    (folder / "pages" / "secret.md").write_text(page, encoding="utf-8")
    (folder / "secret.png").write_bytes(b"\x89PNG" + NEIGHBOUR.encode())
    (folder / "force.yaml").write_text(
        f"name: {NEIGHBOUR}\nkind: agency\nnation: Wales\nregion: Wales\nlanguages: [en]\n", encoding="utf-8"
    )
    return folder


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("content/pages/secret.md", "outside/secret.md"),
        ("content/services/secret.md", "outside/secret.md"),
        ("content/pages/deep", "outside/pages"),
        ("content/alerts", "outside/pages"),
        ("content/assets", "outside"),
        ("content/pages/again.md", "site/content/pages/about.md"),
        ("content/pages/gone.md", "nowhere"),
        ("content/pages/loop", "site/content/pages"),
        ("forces/secret", "outside"),
        ("forces/kent/pages", "outside/pages"),
        ("forces/kent/assets", "outside"),
        ("forces/kent/pages.md", "outside/secret.md"),
        ("themes/national/static/secret.png", "outside/secret.png"),
        ("themes/national/layouts/secret.html", "outside/secret.md"),
    ],
)
@pytest.mark.parametrize("absolute", [True, False])
def test_a_link_to_elsewhere_is_refused(link: str, target: str, *, absolute: bool, minimal: Path, run: Run) -> None:
    """It is named as what it is, nothing behind it is read, and what was published stays."""
    _outside(minimal)
    place = minimal / "site" / link
    place.parent.mkdir(parents=True, exist_ok=True)
    end = minimal / target
    place.symlink_to(end if absolute else Path(os.path.relpath(end, place.parent)))
    before = contents(minimal / "public")
    ran = build(minimal / "site", minimal / "public", run)
    assert ran.code == 1
    assert f"{link}:1:1: error source-file: This is a link to another place." in ran.out
    assert NEIGHBOUR not in ran.out + ran.err
    assert contents(minimal / "public") == before


@pytest.mark.parametrize("folder", ["content", "forces", "themes"])
def test_a_whole_folder_may_not_be_a_link(folder: str, minimal: Path, run: Run) -> None:
    """Not even when all that it leads to would be fine."""
    (minimal / "site" / folder).rename(minimal / "elsewhere")
    (minimal / "site" / folder).symlink_to(minimal / "elsewhere")
    before = contents(minimal / "public")
    ran = build(minimal / "site", minimal / "public", run)
    assert ran.code == 1
    assert f"{folder}:1:1: error source-file: " in ran.out
    assert contents(minimal / "public") == before


def test_a_pipe_does_not_stop_the_build(minimal: Path, run: Run) -> None:
    """What is not an ordinary file is named, and never waited for."""
    os.mkfifo(minimal / "site" / "content" / "pages" / "pipe.md")
    ran = build(minimal / "site", minimal / "public", run)
    assert ran.code == 1
    assert "content/pages/pipe.md:1:1: error source-file: This is not an ordinary file." in ran.out


@pytest.mark.parametrize(
    "text",
    [
        page_of("content/pages/p.md", "T", "[x](../../../outside/secret.md)", "summary: a"),
        page_of("content/pages/p.md", "T", "![x](assets/../../../outside/secret.png)", "summary: a"),
        page_of("content/pages/p.md", "T", "![x](../../../outside/secret.png)", "summary: a"),
        page_of("forces/kent/pages/p.md", "T", "![x](assets/../../../../outside/secret.png)", "summary: a"),
        page_of("content/pages/p.md", "T", "[x](file:///etc/passwd)", "summary: a"),
        page_of("content/pages/p.md", "T", "W.", "summary: !include ../../../outside/secret.md"),
        "-- content/facts.yaml --\nfee: !include ../../outside/secret.md\n",
        "-- content/redirects.yaml --\n/old/: /../../outside/secret/\n",
        "-- content/redirects.yaml --\n/../outside/: /about/\n",
        "-- themes/national/layouts/page.html --\n{% include '../../../../outside/secret.md' %}\n",
        "-- themes/national/layouts/page.html --\n{% extends '/etc/passwd' %}\n",
        "-- themes/national/theme.yaml --\nname: N\nstyles: [../../../../outside/secret.md]\n",
    ],
    ids=lambda text: text[-60:].strip(),
)
def test_no_name_of_a_file_leads_out_of_the_sources(text: str, minimal: Path, run: Run) -> None:
    """It is refused, and the words of the file that it names are seen nowhere."""
    _outside(minimal)
    before = contents(minimal / "public")
    ran = build(write_site(minimal / "site", text), minimal / "public", run)
    assert ran.code == 1
    assert NEIGHBOUR not in ran.out + ran.err
    assert "root:" not in ran.out
    assert contents(minimal / "public") == before


@pytest.mark.parametrize("theme", ["../../outside", "national/../national", "/etc", ".", "..", "National"])
def test_a_theme_is_a_name_and_no_path(theme: str, minimal: Path, run: Run) -> None:
    """Themes stand in themes/, side by side."""
    file = minimal / "site" / "content" / "site.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("theme: national", f"theme: {theme}"), encoding="utf-8")
    ran = build(minimal / "site", minimal / "public", run)
    assert ran.code == 1
    assert "content/site.yaml:6:8: error field: " in ran.out


@pytest.mark.parametrize(
    "path",
    [
        "forces/kent/pages/Big.md",
        "forces/kent/pages/a b.md",
        "forces/kent/pages/a%2f..%2fb.md",
        "forces/kent/pages/a\\b.md",
        "forces/kent/pages/ŵ.md",
        "forces/kent/pages/-a.md",
        "forces/kent/pages/Up/a.md",
        "forces/kent/pages/a b/c.md",
        "forces/ke nt/force.yaml",
        "forces/Kent2/force.yaml",
        "content/services/Report.md",
        "content/pages/a.b.md",
        "content/pages/a.html",
    ],
)
def test_a_name_that_cannot_be_an_address_is_refused(path: str, minimal: Path, run: Run) -> None:
    """Addresses are small letters, digits and hyphens, so that no name can mean more than itself."""
    before = contents(minimal / "public")
    file = minimal / "site" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("---\ntitle: T\nsummary: S\n---\n\nWords.\n", encoding="utf-8")
    ran = build(minimal / "site", minimal / "public", run)
    assert ran.code == 1
    assert re.search(r"error (?:file-name|source-file): ", ran.out)
    assert contents(minimal / "public") == before


def test_a_build_writes_below_its_output_and_nowhere_else(minimal: Path, run: Run) -> None:
    """Everything else in the neighbourhood, the sources too, is the same to the byte afterwards."""
    site = write_site(minimal / "site", SITE)
    _outside(minimal)
    before = {path: content for path, content in contents(minimal).items() if not path.startswith("public/")}
    assert build(site, minimal / "public", run).code == 0
    assert {path: content for path, content in contents(minimal).items() if not path.startswith("public/")} == before
    assert sorted(path.name for path in minimal.iterdir()) == ["outside", "public", "site"]
    assert all(re.fullmatch(r"[a-zA-Z0-9._/-]+", path) for path in contents(minimal / "public"))
