"""The shipped site, as it is built: what we know of real forces, said once in the sources, is true on 3,000 pages."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dpcsite.formats.html import Element, parse
from dpcsite.formats.yaml import read
from tests.sites import ROOT

OCR = "ro/report/ocr/af/how-to-report-a-crime/"
REPORT_FRAUD = re.compile(r"reportfraud\.police\.uk|0300\s?123\s?2040")


@dataclass(frozen=True)
class Link:
    """A link of a page, with the first class of the section that it stands in."""

    url: str
    section: str


@dataclass(frozen=True)
class Seen:
    """What the tests ask of a page."""

    lang: str
    titles: tuple[str, ...]
    headings: tuple[str, ...]
    links: tuple[Link, ...]
    words: str

    def next_steps(self) -> list[str]:
        """Where the page sends its reader."""
        return [link.url for link in self.links if link.section == "dpc-step"]

    def channels(self) -> list[str]:
        """Links among the ways to make contact."""
        return [link.url for link in self.links if link.section == "dpc-contacts"]


def _section(element: Element) -> str:
    return next(((one.get("class") or "").split(" ")[0] for one in element.ancestors() if one.tag == "section"), "")


def _seen(path: Path) -> Seen:
    page = parse(path.read_bytes())
    assert page.root is not None
    return Seen(
        page.root.get("lang") or "",
        tuple(one.text().strip() for one in page.all("title")),
        tuple(one.text().strip() for one in page.all("h1")),
        tuple(Link(one.get("href") or "", _section(one)) for one in page.all("a")),
        " ".join(page.root.text().split()),
    )


def leads_on(path: Path) -> bool:
    """Whether a file only sends a browser to the address that a page has now."""
    return b'http-equiv="refresh"' in path.read_bytes()


@pytest.fixture(scope="module")
def pages(national: Path) -> dict[str, Seen]:
    """Every page by its address, read once; not those that only lead on to a new address."""
    paths = sorted(path for path in national.rglob("*.html") if not leads_on(path))
    return {f"/{path.relative_to(national).as_posix().removesuffix('index.html')}": _seen(path) for path in paths}


def source(path: str) -> Any:
    """A YAML file of the shipped sources as plain data."""
    document, problems = read((ROOT / path).read_text(encoding="utf-8"))
    assert problems == ()
    assert document is not None
    return document.value


def forces() -> dict[str, Any]:
    """Every force.yaml by the force's id."""
    return {path.parent.name: source(path.relative_to(ROOT).as_posix()) for path in ROOT.glob("forces/*/force.yaml")}


def of_force(pages: dict[str, Seen], force: str) -> dict[str, Seen]:
    """All pages of a force, in both languages."""
    return {url: page for url, page in pages.items() if re.match(rf"(?:/cy)?/forces/{force}/", url)}


def of_services(pages: dict[str, Seen]) -> dict[str, Seen]:
    """All service pages of all forces."""
    services = {path.name.split(".")[0] for path in (ROOT / "content" / "services").glob("*.md")}
    shape = re.compile(r"(?:/cy)?/forces/[a-z-]+/([a-z0-9-]+)/")
    matches = {url: shape.fullmatch(url) for url in pages}
    return {url: pages[url] for url, match in matches.items() if match and match[1] in services}


def test_there_are_pages_for_every_force_and_service(pages: dict[str, Seen]) -> None:
    """More than 2,500, of all forces in the sources."""
    assert len(pages) > 2500
    assert len(of_services(pages)) > 2400
    assert {force for force in forces() if f"/forces/{force}/" in pages} == set(forces())
    assert len(forces()) >= 48


def test_every_page_has_a_title_a_heading_and_a_language(pages: dict[str, Seen]) -> None:
    """One of each, with words in it; Welsh below /cy/, English elsewhere."""
    for url, page in pages.items():
        assert len(page.titles) == len(page.headings) == 1, url
        assert page.titles[0], url
        assert page.headings[0], url
        assert page.lang == ("cy" if url.startswith("/cy/") else "en"), url


@pytest.mark.parametrize(("force", "host"), [("kent", "www.kent.police.uk"), ("metropolitan", "www.met.police.uk")])
def test_a_crime_is_reported_on_the_force_s_own_host(force: str, host: str, pages: dict[str, Seen]) -> None:
    """The platform has the same path behind each of its forces' hosts."""
    assert pages[f"/forces/{force}/report-crime/"].next_steps() == [f"https://{host}/{OCR}"]


def test_no_platform_path_is_on_another_force_s_host(pages: dict[str, Seen]) -> None:
    """A reader in Kent is never sent to the Met."""
    hosts = {force: re.findall(r"//([^/]+)", facts.get("website") or "") for force, facts in forces().items()}
    assert sum(len(page.next_steps()) for page in pages.values()) > 2000
    for url, page in of_services(pages).items():
        force = url.removeprefix("/cy").split("/")[2]
        others = {host for other, found in hosts.items() for host in found if other != force and "police" in host}
        sent = {host for step in page.next_steps() for host in re.findall(r"//([^/]+)", step)}
        assert sent.isdisjoint(others - set(hosts[force])), url


def test_the_transport_police_is_never_called_on_101(pages: dict[str, Seen]) -> None:
    """It has a number of its own, which stands where 101 stands on other pages."""
    found = of_force(pages, "btp")
    assert len(found) > 80
    for url, page in found.items():
        assert not re.search(r"\b101\b", page.words), url
        assert not [link for link in page.links if re.search(r"\b101\b", link.url)], url
    assert "tel:0800405040" in pages["/forces/btp/report-crime/"].channels()
    assert "sms:61016" in pages["/forces/btp/report-crime/"].channels()


def test_the_transport_police_s_files_do_not_hold_101_either(national: Path) -> None:
    """Not even where no reader sees it, such as in a description."""
    for folder in ("forces/btp", "cy/forces/btp"):
        for path in (national / folder).rglob("*"):
            assert not path.is_file() or not re.search(r"\b101\b", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize(
    ("service", "address"),
    [
        ("report-domestic-abuse", "https://www.avonandsomerset.police.uk/report/domestic-abuse/"),
        ("report-hate-crime", "https://www.avonandsomerset.police.uk/report/hate-crime"),
        ("report-terrorism", "https://www.avonandsomerset.police.uk/report/suspicious-activity-terrorism/"),
        (
            "request-sarahs-law",
            "https://www.avonandsomerset.police.uk/request/child-sex-offender-disclosure-scheme-sarahs-law/",
        ),
    ],
)
def test_a_force_with_a_site_of_its_own_has_its_own_addresses(
    service: str, address: str, pages: dict[str, Seen]
) -> None:
    """Avon and Somerset is not on the platform; the rest leads to its website."""
    assert pages[f"/forces/avon-and-somerset/{service}/"].next_steps() == [address]
    assert pages["/forces/avon-and-somerset/report-crime/"].next_steps() == ["https://www.avonandsomerset.police.uk/"]


def test_a_force_that_is_only_said_to_be_on_the_platform_leads_to_its_website(pages: dict[str, Seen]) -> None:
    """Durham, and every other force of that kind: no path is made up for it."""
    assert pages["/forces/durham/report-crime/"].next_steps() == ["https://www.durham.police.uk/"]
    status = {force: (facts.get("platform") or {}).get("status") for force, facts in forces().items()}
    others = [force for force, word in status.items() if word != "on"]
    assert len(others) > 5
    for force in others:
        steps = {step for page in of_force(pages, force).values() for step in page.next_steps()}
        assert not [step for step in steps if "/ro/report/ocr/" in step], force


def test_scotland_is_never_sent_to_report_fraud(pages: dict[str, Seen]) -> None:
    """Neither as a next step nor as a channel; where the words name it, they say that it is not for Scotland."""
    found = of_force(pages, "scotland")
    assert len(found) > 40
    for url, page in found.items():
        for link in page.links:
            assert link.section == "" or not REPORT_FRAUD.search(link.url), url
        assert not re.search(r"0300\s?123\s?2040", page.words), url
        if "Report Fraud" in page.words:
            assert "Report Fraud is not for Scotland" in page.words, url
    assert "tel:101" in pages["/forces/scotland/report-fraud/"].channels()
    assert REPORT_FRAUD.search(" ".join(pages["/forces/kent/report-fraud/"].next_steps()))


def _is_lead(entry: dict[str, Any]) -> bool:
    return entry.get("grade", "D") == "D" and not entry.get("checked_on")


def _numbers(text: str) -> set[str]:
    """Everything that looks like a number to call, without spaces."""
    return {re.sub(r"\D", "", number) for number in re.findall(r"\+?\d(?:[ ]?\d){2,}", text)}


def test_no_page_shows_a_number_that_nobody_checked(pages: dict[str, Seen]) -> None:
    """A channel of grade D is a lead until a person checks it."""
    channels = source("content/channels.yaml").values()
    known = {re.sub(r"\D", "", one[field]) for one in channels for field in ("telephone", "text") if one.get(field)}
    unsure = {
        re.sub(r"\D", "", one[field])
        for one in channels
        for field in ("telephone", "text")
        if one.get(field) and _is_lead(one)
    }
    assert len(unsure) >= 5
    assert unsure < known
    for url, page in pages.items():
        dialled = {re.sub(r"\D", "", link.url) for link in page.links if link.url.startswith(("tel:", "sms:"))}
        assert unsure.isdisjoint(dialled | _numbers(page.words)), url


def test_no_page_shows_an_address_that_nobody_checked(pages: dict[str, Seen]) -> None:
    """Leads of forces, of doorways and of channels; a path seen on two hosts of the platform is more than a lead."""
    leads = {lead["url"] for facts in forces().values() for lead in facts.get("leads") or []}
    sure = {facts.get("website") for facts in forces().values()}
    for facts in forces().values():
        for entry in (facts.get("services") or {}).values():
            for address in entry.values() if isinstance(entry, dict) else ():
                (leads if _is_lead(address) else sure).add(address["url"])
    for doorways in source("content/doorways.yaml").values():
        for doorway in doorways:
            (leads if _is_lead(doorway) else sure).add(doorway["url"])
    for channel in source("content/channels.yaml").values():
        (leads if _is_lead(channel) else sure).add(channel.get("url"))
    for entry in source("content/platform.yaml")["services"].values():
        for path in entry.values():
            sure |= {url for url in leads if url and re.sub(r"https://[^/]+", "", url) == path["path"]}
    leads -= sure
    assert len(leads) > 20
    for url, page in pages.items():
        assert leads.isdisjoint(link.url for link in page.links), url


def test_every_service_page_has_a_way_on_besides_999(pages: dict[str, Seen]) -> None:
    """A link to go on at, a number or a text; no page of a force ends in a wall."""
    for url, page in of_services(pages).items():
        ways = [way for way in (*page.next_steps(), *page.channels()) if way not in ("tel:999", "sms:999")]
        assert ways, url


def test_every_number_on_a_page_is_in_the_sources(pages: dict[str, Seen]) -> None:
    """Whatever a telephone dials stands in channels.yaml or in a force.yaml; on a force's page in its own."""
    channels = source("content/channels.yaml").values()
    national = {
        re.sub(r"[^\d+]", "", one[field]) for one in channels for field in ("telephone", "text") if field in one
    }
    own = {
        force: {re.sub(r"[^\d+]", "", number) for number in (facts.get("contacts") or {}).values()}
        for force, facts in forces().items()
    }
    for url, page in pages.items():
        steps = url.removeprefix("/cy").split("/")
        allowed = national | (own.get(steps[2], set()) if steps[1] == "forces" else set())
        for link in page.links:
            scheme, _, number = link.url.partition(":")
            assert scheme not in ("tel", "sms") or number in allowed, (url, link.url)


def harmful() -> set[str]:
    """Ids of the services and national pages that are marked as serious harm, as the last part of their address."""
    found = {
        path.name.removesuffix(".md")
        for folder in ("services", "pages")
        for path in (ROOT / "content" / folder).rglob("*.md")
        if re.search(r"^high_harm: true$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(found) >= 10
    return found


def test_every_page_of_serious_harm_can_be_left_at_once(national: Path) -> None:
    """In both languages, at every force; other pages have a script only where it finds a force by its name."""
    danger = harmful()
    for path in (one for one in national.rglob("*.html") if not leads_on(one)):
        text = path.read_text(encoding="utf-8")
        leaves = 'id="dpc-exit"' in text
        assert leaves == ("dpc-exit-help" in text) == (path.parent.name in danger), path
        assert ("<script" in text) == (leaves or 'id="dpc-filter"' in text), path


def test_no_tab_and_no_history_tells_of_serious_harm(national: Path) -> None:
    """Title, description and icon of such a page say nothing of it: no word of its heading, not even the site."""
    danger = harmful()
    seen = 0
    for path in (one for one in national.rglob("*.html") if not leads_on(one)):
        page = parse(path.read_bytes())
        icons = [one.get("href") or "" for one in page.all("link") if one.get("rel") == "icon"]
        told = [one for one in page.all("meta") if one.get("name") == "description"]
        (title,), (heading,) = page.all("title"), page.all("h1")
        assert page.root is not None
        plain = len(icons) == 1 and "/icon-plain." in icons[0]
        if path.parent.name not in danger:
            assert not plain, path
            continue
        seen += 1
        assert plain, path
        assert not told, path
        telling = {word.casefold() for word in re.findall(r"[^\W\d_]{4,}", heading.text())}
        assert telling.isdisjoint(word.casefold() for word in re.findall(r"[^\W\d_]+", title.text())), path
        assert not re.search(r"polic|heddlu", title.text(), re.IGNORECASE), path
    assert seen > 500
