"""The doors through which strangers' bytes come in, each with what must hold whatever the bytes are.

A door takes bytes and raises if something does not hold. tests/test_fuzz.py knocks at each with the seeds of
tests/corpus/ and with changes of them; benchmarks/fuzz.py does it for as long as you like, led by coverage.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from dpcsite.check import check_html
from dpcsite.check.counts import counts
from dpcsite.check.examples import rule_page
from dpcsite.check.rules import RULES
from dpcsite.formats import css, html, markdown, picture, text, yaml
from dpcsite.load import load
from dpcsite.manifest import BadManifestError, read, text_of
from dpcsite.model.findings import Finding
from dpcsite.model.limits import NAME_LENGTH
from dpcsite.model.links import misleading, refusal, scheme_of
from dpcsite.model.names import misnamed
from dpcsite.model.tree import Source, Tree
from dpcsite.model.words import Words
from dpcsite.plan import Made, make_plan
from dpcsite.plan.fill import Setting, blanks, fill
from dpcsite.validate import validate
from dpcsite.validate.notes import Notes
from dpcsite.validate.reading import entry, mapping_file, yaml_file
from dpcsite.validate.shapes import (
    AllowanceShape,
    ChannelShape,
    FactShape,
    ForceShape,
    PageShape,
    PlatformShape,
    ServiceShape,
    SiteShape,
)
from dpcsite.validate.words import words
from tests.sites import MINIMAL, ROOT, files_of, write_site

TODAY = date(2026, 11, 23)
CORPUS = ROOT / "tests" / "corpus"
PAGE = "content/pages/about.md"
OWN_PAGE = "forces/kent/pages/own.md"
SOURCES = (
    "content/site.yaml",
    "content/facts.yaml",
    "content/channels.yaml",
    "content/redirects.yaml",
    "content/services/report-crime.md",
    PAGE,
    OWN_PAGE,
    "forces/kent/force.yaml",
)
TAGS = set(
    "html head body a blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr img li ol p pre s section span "
    "strong sup table tbody td th thead tr ul abbr address aside small".split()
)
ATTRIBUTES = set("href src alt title id class rel lang hreflang start scope role tabindex aria-label".split())
ATTRIBUTES |= set("data-align data-label data-note data-block data-callout".split())
LINE_ENDS = re.compile("\r\n|[\n\r\x0c\x85\u2028\u2029]")  # of all formats together


@dataclass(frozen=True)
class Door:
    """What must hold for any bytes, and the dictionaries whose pieces a search may put together."""

    holds: Callable[[bytes], object]
    dictionaries: tuple[str, ...]


# --- what must hold -----------------------------------------------------------------------------------------------


def at_text(content: bytes) -> None:
    """Bytes are text, or there is a problem inside them; text has Unix line ends and no lone surrogate."""
    found, problems = text.decode(content)
    inside(problems, content.decode("utf-8", "replace"))
    assert "\r" not in found
    found.encode()


def at_yaml(content: bytes) -> None:
    """A document, or one problem; every value has a place in the text, and texts stay texts."""
    given = content.decode("utf-8", "replace")
    document, problems = yaml.read(given)
    assert (document is None) == (len(problems) == 1)
    inside(problems, given)
    if document is not None:
        assert set(map(type, _leaves(document.value))) <= {str, type(None)}
        spots = (*document.spots.values(), *document.key_spots.values())
        assert all(line >= 1 and column >= 1 for line, column in spots)


def at_fields(content: bytes) -> None:
    """Each YAML file of a site: a shape, or at least one error; every finding has a place in the file."""
    for shape in (ForceShape, SiteShape, PlatformShape):
        notes = Notes()
        made = yaml_file(Source("forces/kent/force.yaml", content), shape, notes)
        assert made is not None or _errors(notes.findings)
        inside((one.place for one in notes.findings), _shown(content))
    notes = Notes()
    found = mapping_file(Source("content/facts.yaml", content), notes)
    assert found is not None or _errors(notes.findings)
    for name, value in found[0].items() if found else ():
        for kind in (FactShape, ChannelShape, AllowanceShape):
            before = len(notes.findings)
            assert entry(found[1], (name,), value, kind, notes) is not None or len(notes.findings) > before
    inside((one.place for one in notes.findings), _shown(content))


def at_page(content: bytes) -> None:
    """A Markdown file with its fields: words, or at least one error; every finding has a place in the file."""
    for shape in (PageShape, ServiceShape):
        notes = Notes()
        made = words(Source(PAGE, content), "en", shape, notes)
        assert made is not None or _errors(notes.findings)
        inside((one.place for one in notes.findings), _shown(content))


def at_markdown(content: bytes) -> None:
    """Links, gaps and problems have places in the text; the author's lines are all that marking adds."""
    given, unfit = text.decode(content)  # which is what makes one line end of all three
    if unfit:
        return
    for govspeak in (False, True):
        marked = markdown.read(given, PAGE, govspeak=govspeak)
        inside(marked.problems, given)
        inside(marked.links, given)
        inside(marked.body.gaps, given)
        plain, lines = _joined(marked.body.pieces), _joined(marked.body.marked)
        assert re.sub(rf' data-at="{re.escape(PAGE)}:\d+:\d+"', "", lines) == plain


def at_placeholders(content: bytes) -> None:
    """Words without an error, filled for a page: markup is only what Markdown makes, and links lead where they may."""
    made = _minimal()
    for path, force in ((PAGE, ""), (OWN_PAGE, "kent")):
        notes = Notes()
        said = _words(content, path, notes)
        if said is None or _errors(notes.findings):
            continue
        views = made.views
        setting = Setting(views.site, views.router, views.prefix, views.account, "en", force)
        blanks(said.body, views.site, force or "kent")
        harmless(fill(said, setting))


def at_addresses(content: bytes) -> None:
    """An address that may stand in a page is plain ASCII, with a plain host or none, and its words can be compared."""
    address = content.decode("utf-8", "replace")
    for outside, local in ((False, False), (True, False), (True, True)):
        if refusal(address, outside=outside, local=local):
            continue
        assert address.isascii()
        assert not address or address.isprintable()
        assert scheme_of(address) in (("https", "http") if outside else ("https", "http", "mailto", "tel", "sms", ""))
        host = urlsplit(address).netloc
        assert re.fullmatch(r"[a-zA-Z0-9.:-]*", host)
        assert not address.startswith("//")
    misleading(address, "https://www.police.uk/")
    misleading("www.police.uk", address if not refusal(address) else "/")


def at_names(content: bytes) -> None:
    """A name that becomes part of an address is a slug."""
    name = content.decode("utf-8", "replace")
    if misnamed(name) is None:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
        assert len(name) <= NAME_LENGTH.most


def at_html(content: bytes) -> None:
    """Any HTML can be checked; every finding has a place in it and a selector that finds something."""
    document = html.parse(content)
    for finding in check_html(content, "a.html"):
        assert finding.place.line >= 1
        assert finding.place.column >= 1
        assert finding.message
        assert finding.help
        assert document.select(finding.selector), finding.selector


def at_css(content: bytes) -> None:
    """Any style sheet can be read, and its colours and media asked for."""
    given = content.decode("utf-8", "replace")
    for rule in css.parse(given):
        for declaration in rule.declarations:
            css.colour(declaration.value)
    css.parse_inline(given)


def at_pictures(content: bytes) -> None:
    """A picture has sides, or is none."""
    head = picture.head(content)
    assert head is None or (head.width >= 0 and head.height >= 0)


def at_manifest(content: bytes) -> None:
    """A manifest, which comes back as it was, or a sentence."""
    try:
        made = read(content)
    except BadManifestError as error:
        assert "deployed.json" in str(error)  # noqa: PT017 - either outcome is right
        return
    assert read(text_of(made)) == made


def at_site(content: bytes) -> None:
    """One file of a site: findings at places of files, and a plan that has no page outside of the site."""
    path = SOURCES[content[0] % len(SOURCES)] if content else SOURCES[0]
    sources = _sources()
    tree = Tree(dict(sorted({**sources, path: Source(path, content[1:])}.items())))
    site, found = validate(tree, TODAY)
    if site is not None:
        made, more = make_plan(site, TODAY, counts())
        found = found + more
        for file in (*made.plan.files, *(page.path for page in made.plan.outputs)):
            assert ".." not in file.split("/")
            assert not file.startswith("/")
        if not _errors(found):
            for page in made.plan.outputs[:3]:
                made.views.view(page)
    for one in found:
        if one.place.path == path:
            inside((one.place,), _shown(content[1:]))
        assert one.message
        assert one.help


def inside(places: Iterable[object], given: str) -> None:
    """Each has a line and a column that an editor can open; a line more than there are is the end of the text."""
    lines = len(LINE_ENDS.split(given))
    longest = max(map(len, re.split("[\r\n]", given)))
    for one in places:
        line, column = getattr(one, "line", 1), getattr(one, "column", 1)
        assert 1 <= line <= lines + 1, one
        assert 1 <= column <= longest + 2, one


def harmless(made: str) -> None:
    """HTML has only the elements and attributes that Markdown can make, and addresses that may stand in a page."""
    for element in html.parse(f"<!doctype html><html><head></head><body>{made}</body></html>").elements:
        assert element.tag in TAGS, element.tag
        for name, value in element.attrs.items():
            assert name in ATTRIBUTES, name
            if name in ("href", "src"):
                assert scheme_of(value) in ("https", "http", "mailto", "tel", "sms", ""), value
                assert not value.startswith("//"), value


def _joined(pieces: Iterable[object]) -> str:
    return "".join(piece if isinstance(piece, str) else "\0" for piece in pieces)


def _leaves(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    else:
        yield value


def _errors(findings: Iterable[Finding]) -> list[Finding]:
    return [one for one in findings if one.severity == "error"]


def _shown(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _words(content: bytes, path: str, notes: Notes) -> Words | None:
    made = words(Source(path, b"---\ntitle: A\nsummary: B\n---\n" + content), "en", PageShape, notes)
    return made[2] if made else None


@cache
def _sources() -> Mapping[str, Source]:
    with TemporaryDirectory() as folder:
        tree, findings = load(write_site(Path(folder), MINIMAL))
    assert not findings
    return tree.sources


@cache
def _minimal() -> Made:
    site, _ = validate(Tree(_sources()), TODAY)
    assert site is not None
    return make_plan(site, TODAY, counts())[0]


# --- the doors ----------------------------------------------------------------------------------------------------

DOORS: dict[str, Door] = {
    "text": Door(at_text, ("text",)),
    "yaml": Door(at_yaml, ("yaml", "text")),
    "fields": Door(at_fields, ("yaml", "fields")),
    "page": Door(at_page, ("yaml", "fields", "markdown")),
    "markdown": Door(at_markdown, ("markdown", "placeholders")),
    "placeholders": Door(at_placeholders, ("markdown", "placeholders", "addresses")),
    "addresses": Door(at_addresses, ("addresses", "text")),
    "names": Door(at_names, ("names", "text")),
    "html": Door(at_html, ("html",)),
    "css": Door(at_css, ("css",)),
    "pictures": Door(at_pictures, ("pictures",)),
    "manifest": Door(at_manifest, ("manifest",)),
    "site": Door(at_site, ("yaml", "fields", "markdown", "placeholders")),
}


def pieces(door: str) -> tuple[bytes, ...]:
    """The pieces of a door's languages, from dictionaries as libFuzzer reads them: a text in quotes on each line."""
    texts = ((CORPUS / f"{name}.dict").read_text("ascii") for name in DOORS[door].dictionaries)
    return tuple(_piece(line[1:-1]) for text_ in texts for line in text_.splitlines() if line.startswith('"'))


def _piece(text_: str) -> bytes:
    """A text in which \\xAB is a byte."""
    return re.sub(rb"\\x([0-9A-F]{2})", lambda match: bytes([int(match[1], 16)]), text_.encode("ascii"))


@cache
def seeds(door: str) -> tuple[bytes, ...]:
    """What a search begins with: the files of the corpus, and what the tests have anyway."""
    return tuple(path.read_bytes() for path in sorted((CORPUS / door).iterdir())) + tuple(_borrowed(door))


def _borrowed(door: str) -> Iterable[bytes]:
    """Files of the minimal and of the invalid sites, and what breaks a rule, for the doors that read such."""
    texts = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests" / "invalid").glob("*.txt")))
    endings = {"fields": ".yaml", "page": ".md", "markdown": ".md", "placeholders": ".md"}
    if door in endings:
        for given in (MINIMAL, *texts):
            for path, (kind, content) in files_of(given).items():
                if path.endswith(endings[door]) and kind == "text":
                    yield (content if door in ("fields", "page") else content.split("---\n", 2)[-1]).encode()
    elif door == "html":
        for rule in RULES:
            yield from (one.html.encode() for one in rule_page(rule.id).examples if one.outcome == "failed")
    elif door == "site":
        for number, path in enumerate(SOURCES):
            source = _sources().get(path)
            if source:
                yield bytes([number]) + source.content
