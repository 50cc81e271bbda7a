"""The gallery of components: complete, accessible, honest about what is broken, and only in the preview."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from dpcsite.check import faults, sheets_of
from dpcsite.check.page import Page
from dpcsite.formats.html import Document, parse
from dpcsite.formats.yaml import read
from dpcsite.gallery import gallery
from dpcsite.load import load
from dpcsite.model.report import Report, Stats
from dpcsite.model.site import Theme
from dpcsite.render import Renderer
from dpcsite.validate import validate
from tests.conftest import TODAY, Run, requires
from tests.serving import Browser, Served, until
from tests.sites import MINIMAL, ROOT, contents, write_site

LANGUAGES = ("en", "cy")
COMPONENTS = sorted(path.parent.name for path in ROOT.glob("themes/national/components/*/component.yaml"))
FOLDER = "themes/bare/components/sample"
BARE = """
-- themes/bare/theme.yaml --
name: Bare
styles: [all.css]
-- themes/bare/styles/all.css --
body { margin: 1rem; }
-- themes/bare/strings/en.yaml --
hello: Hello
-- themes/bare/strings/cy.yaml --
hello: Helô
-- themes/bare/components/greeting/component.yaml --
purpose: A greeting.
accessibility: A paragraph.
examples:
  - name: the only one
-- themes/bare/components/greeting/template.html --
<p>{{ t("hello") }}</p>
"""
SAMPLE = f"""
-- {FOLDER}/component.yaml --
purpose: A sample for tests.
guidance: Use it in tests, and nowhere else.
accessibility: A named region.
parameters:
  title: {{about: What it says}}
  links: {{about: Where it leads, required: false}}
examples:
  - name: plain
    parameters:
      title: One & two
  - name: with links
    parameters:
      title: Three
      links:
        - {{url: /, text: Home}}
-- {FOLDER}/template.html --
<section class="sample" aria-label="Sample">
<h2>{{{{ title }}}}</h2>
{{% for link in links|default([]) %}}
<a href="{{{{ link.url }}}}">{{{{ link.text }}}}</a>
{{% endfor %}}
</section>
"""


def report_of(folder: Path) -> Report:
    """What a build says of a site, without making its pages."""
    tree, unread = load(folder)
    site, found = validate(tree, date.fromisoformat(TODAY))
    return Report(True, (), (*unread, *found), Stats(), tree, site)


@cache
def shipped() -> tuple[Theme, dict[str, bytes]]:
    """The shipped theme, and its gallery."""
    report = report_of(ROOT)
    assert report.site is not None
    return report.site.theme, gallery(report)


def pages(answers: dict[str, bytes]) -> dict[str, str]:
    """The pages among the answers of a gallery."""
    return {url: content.decode() for url, content in answers.items() if url.endswith("/")}


def examples(answers: dict[str, bytes], name: str, lang: str) -> list[str]:
    """Addresses of a component's examples in one language, as its page has them."""
    document = parse(answers[f"/gallery/{name}/" if lang == "en" else f"/gallery/{name}/{lang}/"])
    return [frame.attrs["src"] for frame in document.all("iframe")]


def links(document: Document) -> set[str]:
    """Where a page leads and what it shows, as addresses of the gallery."""
    found = [element.attrs.get("href") or element.attrs.get("src") or "" for element in document.all("a", "iframe")]
    return {one for one in found if one.startswith("/gallery/")}


def with_sample(folder: Path, *texts: str) -> dict[str, bytes]:
    """The gallery of a theme that has only the components of these tests, with changes to them."""
    settings = MINIMAL.replace("theme: national", "theme: bare")
    assert settings != MINIMAL
    return gallery(report_of(write_site(folder, settings, BARE, SAMPLE, *texts)))


def national(text: str) -> str:
    """The same in the shipped theme."""
    return text.replace("themes/bare/", "themes/national/")


# --- what is in it ------------------------------------------------------------------------------------------------


def test_every_component_and_example_has_a_page() -> None:
    """In each language, and every page can be reached from the first one."""
    theme, answers = shipped()
    expected = 1 + sum(len(LANGUAGES) * (1 + len(spec.examples)) for spec in theme.components.values())
    assert len(theme.components) == len(COMPONENTS) > 5
    assert len(pages(answers)) == expected
    reached, left = set(), ["/gallery/"]
    while left:
        url = left.pop()
        reached.add(url)
        if len(url.split("/")) < 6:  # what an example links to is its own affair
            left += links(parse(answers[url])) - reached
    assert reached == set(pages(answers))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", COMPONENTS)
def test_the_page_of_a_component_tells_all_of_it(name: str, lang: str) -> None:
    """What it is for, for whom, what it takes, and of each example the HTML and the parameters."""
    theme, answers = shipped()
    spec = theme.components[name]
    document = parse(answers[f"/gallery/{name}/" if lang == "en" else f"/gallery/{name}/{lang}/"])
    words = document.by_id["main"][0].text()
    for text in (name, spec.purpose, spec.accessibility, spec.guidance):
        assert text in words
    rows = [[cell.text() for cell in row.children] for row in document.all("tr")]
    expected = [[one.name, "yes" if one.required else "no", one.about] for one in spec.parameters]
    assert [[str(cell).strip() for cell in row] for row in rows[1:]] == expected
    frames = list(document.all("iframe"))
    assert [frame.attrs["title"] for frame in frames] == [f"Example: {one.name}" for one in spec.examples]
    sources = [element.text() for element in document.all("pre")]
    for example in spec.examples:
        told = example.within(lang)
        assert Renderer(theme).component(name, lang, told) in sources
        given = [read(source)[0] for source in sources if not source.lstrip().startswith("<")]
        assert not told or told in [one.value for one in given if one]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_example_stands_where_a_page_would_have_it(lang: str, tmp_path: Path) -> None:
    """In the main part, or before it where component.yaml says so; in its language, and untouched."""
    around = SAMPLE.replace("accessibility:", "place: page\naccessibility:")
    for changes, within in (("", True), (around, False)):
        answers = with_sample(tmp_path / str(within), changes)
        document = parse(answers[f"/gallery/sample/plain/{lang}/"])
        (section,) = document.select("section.sample")
        assert ("main" in [above.tag for above in section.ancestors()]) is within
        (html,) = document.all("html")
        assert html.attrs["lang"] == lang
        assert "<h2>One &amp; two</h2>" in answers[f"/gallery/sample/plain/{lang}/"].decode()


def test_an_example_may_say_it_in_welsh(tmp_path: Path) -> None:
    """What is not said otherwise stays; the other language is untouched."""
    shape = SAMPLE.replace("title: Three\n", "title: Three\n    translations: {cy: {title: Tri}}\n", 1)
    shape = shape.replace("      links:\n        - {url: /, text: Home}\n", "", 1)
    shape = shape.replace("title: Three\n", "title: Three\n      links: [{url: /, text: Home}]\n")
    answers = with_sample(tmp_path, shape)
    for lang, words in (("en", "Three"), ("cy", "Tri")):
        example = answers[f"/gallery/sample/with-links/{lang}/"].decode()
        assert f"<h2>{words}</h2>\n" in example
        assert '<a href="/">Home</a>' in example
        page = answers["/gallery/sample/" if lang == "en" else "/gallery/sample/cy/"].decode()
        assert f"title: {words}\n" in page


@pytest.mark.parametrize(("level", "above"), [(1, []), (2, ["h1"]), (4, ["h1", "h2", "h3"])])
def test_no_level_of_headings_is_left_out_above_an_example(level: int, above: list[str], tmp_path: Path) -> None:
    """As on the page where it will stand."""
    template = f"<h{level}>{{{{ title }}}}</h{level}>\n<h5>More</h5>\n"
    page = parse(with_sample(tmp_path, f"-- {FOLDER}/template.html --\n{template}")["/gallery/sample/plain/en/"])
    assert [one.tag for one in page.all("h1", "h2", "h3", "h4", "h5")] == [*above, f"h{level}", "h5"]


def test_pages_name_the_files_that_the_site_s_pages_name(minimal: Path) -> None:
    """Style sheet, script and icon have the addresses of a build, and the gallery answers to them itself."""
    answers = gallery(report_of(minimal / "site"))
    built = "".join(path.read_text(encoding="utf-8") for path in (minimal / "public").rglob("*.html"))
    page = answers[examples(answers, "header", "en")[0]].decode()
    named = re.findall(r'"(/assets/[^"]+)"', page)
    assert {Path(one).suffix for one in named} == {".css", ".js", ".svg"}
    for address in named:
        assert f'"{address}"' in built
        assert answers[address] == (minimal / "public" / address.lstrip("/")).read_bytes()


def test_no_page_is_for_search_engines() -> None:
    """Each says noindex."""
    for url, page in pages(shipped()[1]).items():
        assert '<meta name="robots" content="noindex">' in page, url


def test_examples_of_like_names_keep_apart(tmp_path: Path) -> None:
    """Addresses are made of names in small letters; where two are the same, or nothing is left, a number helps."""
    names = ["Like this", "like, this!", "Tŷ’r Heddlu", "…", "?"]
    calls = (f'  - {{name: "{name}", parameters: {{title: "{number}"}}}}\n' for number, name in enumerate(names))
    shape = f"{SAMPLE.split('  - name', maxsplit=1)[0]}{''.join(calls)}"
    answers = with_sample(tmp_path, shape)
    found = examples(answers, "sample", "en")
    slugs = ["like-this", "like-this-2", "tyr-heddlu", "example", "example-2"]
    assert found == [f"/gallery/sample/{slug}/en/" for slug in slugs]
    for number, url in enumerate(found):
        assert f"<h2>{number}</h2>" in answers[url].decode()


def test_words_of_a_component_run_no_script(tmp_path: Path) -> None:
    """What an author writes into YAML, and the source of an example, are text on the gallery's pages."""
    evil = "<script>alert(1)</script><style>"
    shape = SAMPLE.replace("A sample for tests", evil).replace("name: plain", f'name: "{evil}"')
    answers = with_sample(tmp_path, shape.replace("One & two", evil).replace("What it says", evil))
    for url, page in pages(answers).items():
        assert "<script>alert" not in page, url
    assert "&lt;script&gt;alert(1)" in pages(answers)["/gallery/sample/"]


def test_a_theme_need_bring_nothing_for_it(tmp_path: Path) -> None:
    """No layout, no script, no icon, no class of ours: the gallery's frame is the program's."""
    answers = with_sample(tmp_path)
    assert "<p>Hello</p>" in answers["/gallery/greeting/the-only-one/en/"].decode()
    assert "<p>Helô</p>" in answers["/gallery/greeting/the-only-one/cy/"].decode()
    for url, page in pages(answers).items():
        assert _faults(page, answers) == [], url


def test_without_a_theme_there_is_no_gallery(tmp_path: Path) -> None:
    """The preview then says what is wrong, as everywhere."""
    settings = MINIMAL.replace("theme: national", "theme: nowhere")
    assert gallery(report_of(write_site(tmp_path, settings))) == {}


# --- accessibility ------------------------------------------------------------------------------------------------


def _faults(page: str, answers: dict[str, bytes]) -> list[tuple[str, str, str]]:
    document = parse(page)
    sheets = sheets_of(document, lambda address: answers[address].decode())
    assert sheets
    return [(one.rule.id, one.verdict.message, one.element.selector) for one in faults(Page(document, sheets))]


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_page_of_a_component_passes_every_rule(name: str) -> None:
    """Its own page and all of its examples, in both languages: no fault, and not even a doubt."""
    answers = shipped()[1]
    own = {url: page for url, page in pages(answers).items() if url.startswith(f"/gallery/{name}/")}
    assert len(own) >= 4
    assert {url: found for url, page in own.items() if (found := _faults(page, answers))} == {}


def test_the_list_of_components_and_the_pages_of_broken_ones_pass_every_rule(tmp_path: Path) -> None:
    """Whatever the gallery shows."""
    answers = with_sample(tmp_path, f"-- {FOLDER}/template.html --\n<p>{{{{ titel }}}}</p>\n")
    for url in ("/gallery/", "/gallery/sample/", "/gallery/sample/cy/", "/gallery/sample/plain/cy/"):
        assert _faults(answers[url].decode(), answers) == [], url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = requires("chromium-headless-shell", "install Debian's package chromium-headless-shell")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


def _opened(chromium: Any, answers: dict[str, bytes]) -> Any:
    """A page of a browser that finds the gallery at every address, and nothing else anywhere."""
    kinds = {"": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

    def answer(route: Any) -> None:
        path = urlsplit(route.request.url).path
        content = answers.get(path)
        if content is None:
            route.fulfill(status=404, body="")
        else:
            route.fulfill(body=content, content_type=kinds[Path(path).suffix])

    page = chromium.new_page()
    page.route("**/*", answer)
    return page


def _violations(page: Any, url: str) -> list[str]:
    """What axe-core says of a page: in light on a desk, in dark on a phone; and whether it needs scrolling there."""
    axe = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    found = []
    page.goto(f"http://gallery.example{url}")
    page.evaluate(axe)
    for width, scheme in ((1280, "light"), (320, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        ran = page.evaluate("() => axe.run(document, {resultTypes: ['violations'], iframes: false})")
        found += [
            f"{url} {width} {scheme} {violation['id']} {node['target']}"
            for violation in ran["violations"]
            for node in violation["nodes"]
        ]
        if page.evaluate("() => document.documentElement.scrollWidth") > width:
            found.append(f"{url} {width} is too wide")
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing_on_any_example(chromium: Any, lang: str) -> None:
    """Every example alone, as the gallery shows it."""
    answers = shipped()[1]
    page = _opened(chromium, answers)
    urls = [url for name in COMPONENTS for url in examples(answers, name, lang)]
    assert len(urls) >= len(COMPONENTS)
    assert [one for url in urls for one in _violations(page, url)] == []


def test_axe_finds_nothing_on_the_gallery_s_own_pages(chromium: Any) -> None:
    """The list, and the page of a component with parameters and of one without: the others differ in words alone."""
    theme, answers = shipped()
    page = _opened(chromium, answers)
    kinds = {bool(spec.parameters): name for name, spec in theme.components.items()}
    urls = ["/gallery/", *(f"/gallery/{name}/" for name in kinds.values()), f"/gallery/{kinds[True]}/cy/"]
    assert [one for url in urls for one in _violations(page, url)] == []


def test_axe_would_find_a_faulty_example(chromium: Any, tmp_path: Path) -> None:
    """A text too faint, a name that is missing, and one that is too wide."""
    faulty = f"""
-- {FOLDER}/template.html --
<section class="sample" aria-label="Sample"><h2>{{{{ title }}}}</h2><input>{{{{ links }}}}</section>
-- {FOLDER}/style.css --
.sample {{ color: #999999; background-color: #ffffff; min-width: 900px; }}
"""
    found = _violations(_opened(chromium, with_sample(tmp_path, faulty)), "/gallery/sample/with-links/en/")
    assert {"color-contrast", "label", "is too wide"} <= set(_rules(found))


def _rules(found: list[str]) -> Iterator[str]:
    for one in found:
        yield "is too wide" if one.endswith("is too wide") else one.split()[3]


# --- what is broken -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("<p>Fine</p>\n<p>{{ titel }}</p>\n", 2, "is undefined"),
        ("<p>Fine</p>\n\n<p>{{ title }</p>\n", 3, "unexpected"),
        ("<p>{{ title + 1 }}</p>\n", 1, "str"),
        ("\n<p>{{ 1 / 0 }}</p>\n", 2, "division"),
        ("\n{% for a, b in title %}{{ a }}{% endfor %}\n", 2, "unpack"),
        ('\n{{ component("nothing") }}\n', 2, 'no component "nothing"'),
        ('{{ component("sample", title=title) }}\n', 1, "recursion"),
        ("<p>Fine</p>\n{{ title|nosuch }}\n", 2, "nosuch"),
        ('<p>Fine</p>\n{% include "nothing.html" %}\n', 2, "nothing.html"),
    ],
)
def test_a_broken_template_is_said_with_file_and_line(template: str, line: int, said: str, tmp_path: Path) -> None:
    """On the list, on the component's page and in place of each example; the other components are shown."""
    answers = with_sample(tmp_path, f"-- {FOLDER}/template.html --\n{template}")
    shown = pages(answers)
    for url in ("/gallery/sample/", "/gallery/sample/cy/", "/gallery/sample/plain/en/"):
        words = parse(shown[url]).by_id["main"][0].text()
        assert f"{FOLDER}/template.html:{line}:1" in words, url
        assert said in words
        assert "Traceback" not in words
        assert template.split("\n")[line - 1].strip() in words
    assert "<iframe" not in shown["/gallery/sample/"]
    (item,) = [one.text() for one in parse(shown["/gallery/"]).all("li") if one.text().startswith("sample:")]
    assert "This one needs mending." in item
    assert "<p>Hello</p>" in shown[examples(answers, "greeting", "en")[0]]
    assert shown["/gallery/"].count("This one needs mending.") == 1


def test_a_mistake_in_a_component_inside_is_said_where_it_is(tmp_path: Path) -> None:
    """The file that must be mended, not the one that is shown."""
    outer = SAMPLE.replace("/sample/", "/outer/") + (
        '-- themes/bare/components/outer/template.html --\n<div>\n{{ component("sample", title=title) }}</div>\n'
    )
    answers = with_sample(tmp_path, outer, f"-- {FOLDER}/template.html --\n\n\n<p>{{{{ titel }}}}</p>\n")
    assert f"{FOLDER}/template.html:3:1" in answers["/gallery/outer/plain/en/"].decode()


def test_one_broken_example_keeps_no_other_back(tmp_path: Path) -> None:
    """What an example forgets is said at its own line; the one beside it is shown."""
    shape = SAMPLE.replace("  - name: plain\n    parameters:\n      title: One & two\n", "  - name: plain\n")
    answers = with_sample(tmp_path, shape)
    page = answers["/gallery/sample/"].decode()
    line = 1 + shape.split(".yaml --\n")[1].split("\n").index("  - name: plain")
    assert f"{FOLDER}/component.yaml:{line}:" in page
    assert "needs title" in page
    assert examples(answers, "sample", "en") == ["/gallery/sample/with-links/en/"]
    assert "<h2>Three</h2>" in answers["/gallery/sample/with-links/en/"].decode()


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("purpose: A sample for tests.\n", "", 1, "purpose"),
        ("purpose: A", "purpose: [A", 2, "YAML"),
        ("guidance:", "guidence:", 2, "guidence"),
        ("accessibility:", "place: aside\naccessibility:", 3, "aside"),
    ],
)
def test_a_description_that_cannot_be_read_is_said_with_file_and_line(
    before: str, after: str, line: int, said: str, tmp_path: Path
) -> None:
    """The component stays on the list, and its page says what to mend."""
    answers = with_sample(tmp_path, SAMPLE.replace(before, after))
    words = parse(answers["/gallery/sample/"]).by_id["main"][0].text()
    assert f"{FOLDER}/component.yaml:{line}:" in words
    assert said in words
    assert "cannot be read" in answers["/gallery/"].decode()


def test_what_a_build_says_of_a_component_stands_on_its_page(tmp_path: Path) -> None:
    """A mistake of its style sheet, words that it says and nobody has; and what the theme lacks stands on the list."""
    outside = "@import url(https://www.example.com/a.css);\n"
    texts = f"-- {FOLDER}/style.css --\n\n{outside}-- themes/bare/styles/all.css --\n{outside}"
    texts += f'-- {FOLDER}/template.html --\n<p>{{{{ title }}}}</p>\n\n<p>{{{{ t("no-such-words") }}}}</p>\n'
    answers = with_sample(tmp_path, texts)
    assert f"{FOLDER}/style.css:2:1" in answers["/gallery/sample/"].decode()
    assert f"{FOLDER}/template.html:3:" in answers["/gallery/sample/"].decode()
    assert "themes/bare/styles/all.css:1:1" in answers["/gallery/"].decode()
    assert f"{FOLDER}/style.css:2:1" not in answers["/gallery/"].decode()


# --- only in the preview ------------------------------------------------------------------------------------------


def test_it_is_not_in_a_build(minimal: Path, run: Run) -> None:
    """No page, no address in the sitemap, no word of it."""
    ran = run("build", "--source", minimal / "site", "--output", minimal / "again", "--today", TODAY)
    assert ran.code == 0
    built = contents(minimal / "again")
    assert len(built) > 20
    assert [path for path in built if "gallery" in path] == []
    assert [path for path, content in built.items() if b"gallery" in content] == []


def test_it_is_not_served_unless_asked_for(start: Callable[..., Served]) -> None:
    """Without --gallery its addresses are nobody's."""
    server = start()
    for path in ("/gallery/", "/gallery", "/gallery/header/", "/gallery/header/cy/"):
        answer = server.ask(path)
        assert answer.status == 404, path
        assert "Example:" not in answer.text
    assert f":{server.port}/gallery/" not in server.said()


HOSTILE = [
    "/gallery/../content/site.yaml",
    "/gallery/../../site/content/site.yaml",
    "/gallery/../../../site/content/site.yaml",
    "/gallery/%2e%2e/%2e%2e/site/content/site.yaml",
    "/gallery/..%2f..%2f..%2fsite%2fcontent%2fsite.yaml",
    "/gallery/header/%00/",
    "/gallery//etc/passwd",
    "/gallery/%ff/",
    "/gallery/header/x%0d%0aX-Evil:%201/",
    "/gallery/" + "a/" * 2000,
    "/gallery/<script>alert(1)</script>/",
]


def test_it_is_served_when_asked_for(start: Callable[..., Served]) -> None:
    """The list, a component, an example, with the reload script; and nothing at addresses that it does not have."""
    server = start("--gallery")
    assert f"http://127.0.0.1:{server.port}/gallery/" in server.said()
    for path in ("/gallery/", "/gallery/header/", "/gallery/header/cy/", "/gallery/header/two-languages/cy/"):
        answer = server.ask(path)
        assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8"), path
        assert "/livereload.js" in answer.text
        assert "Content-Security-Policy" not in answer.text
        assert "X-Frame-Options" not in answer.headers
    (style,) = re.findall(r'"stylesheet" href="([^"]+)"', server.ask("/gallery/").text)
    assert server.ask(style).headers["Content-Type"] == "text/css; charset=utf-8"
    assert f'href="{style}"' in server.ask("/").text
    assert server.ask("/gallery/header/", method="HEAD").text == ""
    for path, target in (("/gallery", "/gallery/"), ("/gallery/header/cy", "/gallery/header/cy/")):
        answer = server.ask(path)
        assert (answer.status, answer.headers["Location"]) == (302, target)
    assert server.ask("/gallery/nothing/").status == 404
    assert server.ask("/gallery/", host="evil.example").status == 403
    before = len(server.said())
    for path in HOSTILE:
        answer = server.ask(path)
        assert answer.status in (302, 400, 403, 404), path
        assert "base_url" not in answer.text
        assert "root:" not in answer.text
        assert "<script>alert" not in answer.text
        assert "X-Evil" not in answer.headers
    assert "Traceback" not in server.said()[before:]


def test_edits_are_shown_at_once(minimal: Path, start: Callable[..., Served]) -> None:
    """Template, style sheet and YAML; and what is broken, while the site itself cannot be built."""
    write_site(minimal / "site", national(SAMPLE))
    server = start("--gallery")
    server.watches()
    url, folder = "/gallery/sample/plain/en/", national(FOLDER)
    good = (minimal / "site" / folder / "template.html").read_text(encoding="utf-8")

    def saved(name: str, content: str, seen: Callable[[], bool]) -> None:
        with Browser(server.port) as browser:
            browser.greet()
            server.edit(f"{folder}/{name}", content)
            while not seen():
                assert browser.receive()["command"] == "reload"

    saved("template.html", good.replace("</h2>", ", three</h2>"), lambda: "two, three" in server.ask(url).text)
    saved("style.css", ".sample { margin-top: 7px; }\n", lambda: "margin-top: 7px" in _style_of(server, url))
    saved("template.html", good + "{{ titel }}\n", lambda: "titel" in server.ask(url).text)
    assert f"{folder}/template.html:7:1" in server.ask("/gallery/sample/").text
    shape = (minimal / "site" / folder / "component.yaml").read_text(encoding="utf-8")
    saved("component.yaml", "purpose: []\n", lambda: "component.yaml:1:" in server.ask("/gallery/sample/").text)
    assert server.ask("/").status == 500
    assert "The site cannot be built now." in server.ask("/gallery/").text
    assert server.ask("/gallery/header/").status == 200
    assert _style_of(server, "/gallery/header/")
    saved("template.html", good, lambda: True)
    shape = shape.replace("A sample for tests", "A better sample")
    saved("component.yaml", shape, lambda: "A better sample" in server.ask("/gallery/sample/").text)
    until(lambda: "<h2>One &amp; two</h2>" in server.ask(url).text, "the mended example is shown")
    assert "Traceback" not in server.said()


def _style_of(server: Served, url: str) -> str:
    (address,) = re.findall(r'"stylesheet" href="([^"]+)"', server.ask(url).text)
    answer = server.ask(address)
    return answer.text if answer.status == 200 else ""


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_frames_show_the_examples(minimal: Path, start: Callable[..., Served], chromium: Any, script: bool) -> None:
    """In a real browser, beside the reload script; with script a frame is as high as what is in it."""
    tall = f"-- {FOLDER}/style.css --\n.sample {{ padding-bottom: 40rem; }}\n"
    write_site(minimal / "site", national(SAMPLE), national(tall))
    server = start("--gallery")
    context = chromium.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/gallery/sample/")
    for number, words in enumerate(("One & two", "Three")):
        frame = page.locator("iframe").nth(number)
        frame.scroll_into_view_if_needed()
        inner = frame.content_frame.locator("h2")
        inner.wait_for()
        assert inner.inner_text() == words
        if script:
            page.wait_for_function("frame => frame.clientHeight > 640", arg=frame.element_handle())
        else:
            assert frame.bounding_box()["height"] == 320
    context.close()
