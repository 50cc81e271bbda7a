"""Which statements of fact the English pages make, and which row of the sources each rests on.

A statement is a sentence, an item or a cell that says a number, a time, a fee or a right. What it says comes from
`content/facts.yaml` or `content/channels.yaml`, by a placeholder or by `ROWS` below, or it has no row.

`python benchmarks/facts.py` prints a table of all; `--draw 40 --seed 7` draws some by chance; `--no-row` prints those
without a row, and leaves with 1 if there are any. Pages about this site itself are not looked at: `SITE` names them.
"""

import argparse
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dpcsite.check.prose import writings
from dpcsite.check.prose.text import sentences
from dpcsite.load import load
from dpcsite.model.site import Evidence, Page, Service, Site
from dpcsite.validate import validate

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 23)

SITE = ("about", "accessibility", "cookies", "impact", "open-data", "privacy", "safe-browsing", "welsh")

COUNTS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|hundred"
TYPED = re.compile(
    rf"\d|£|\b(?:{COUNTS})\b"
    r"|\bone (?:referee|photo|minute|hour|day|week|month|year|force:)"
    r"|\b(?:any|every|each) (?:hour|day|week|month|year)\b"
    r"|\bday (?:and|or) night\b|\boffice hours\b|\bdaytime\b"
    r"|\bfree\b(?!,)|\bno (?:fee|charge|cost)\b"
    r"|\bright to (?!ask|speak|do)|\blegal duty\b|\bby law\b|\bentitled\b|\bmust register\b|\bnot have to wait\b"
    r"|\bhave to give (?:it )?your name\b",
    re.IGNORECASE,
)
EMERGENCY = re.compile(r"\b999\b")  # everybody's number, in every sentence that needs it: a word, not a statement
PLACEHOLDER = re.compile(r"\{\{\s*([a-z]+)\.([a-z0-9_-]+)\s*\}\}")

# Statements whose words are typed, and the row that says the same: where, words of it, row, and what the row must hold.
ROWS = (
    ("services/request-clares-law", "About 15 minutes", "fact.clares-law-form-time", "15 minutes"),
    ("services/bsl-999", "It is free", "channel.999-bsl", "free"),
    ("services/bsl-999", "open 24 hours a day", "channel.999-bsl", "24 hours a day"),
    ("pages/ways-to-contact", "It is free, and open day and night", "channel.999-bsl", "24 hours a day"),
    ("services/crimestoppers", "The call is free", "channel.crimestoppers", "free"),
    ("services/crimestoppers", "on any day, at any hour", "channel.crimestoppers", "24 hours, seven days"),
    ("services/crimestoppers", "have to give your name", "channel.crimestoppers", "without your name"),
    ("services/anonymity", "have to give it your name", "channel.crimestoppers", "without your name"),
    ("", "must register", "channel.999-sms", "registered first"),
    ("who-to-contact/worried-about-someone", "have to wait first", "fact.missing-person-no-wait", "24 hours"),
    ("services/live-chat", "Some chats are open day and night", "evidence", "live"),
    ("pages/find-your-force", "Scotland has one force", "forces", "Scotland 1"),
    ("pages/find-your-force", "Northern Ireland has one force", "forces", "Northern Ireland 1"),
    ("pages/find-your-force", "London has two forces", "forces", "London 2"),
    ("pages/find-your-force", "For these three", "forces", "contact-only 3"),
)
# Numbers in advice that say nothing of the world: nothing could be their source.
ADVICE = (
    "Choose one or two that fit your life",
    "have to wait for a crime",
    "decide everything on one day",
    "have to give your name to read this",
)


@dataclass(frozen=True, slots=True)
class Row:
    """Where a statement comes from: the row, its value, source, grade, and the day a person checked it."""

    name: str
    value: str
    source: str
    grade: str
    checked_on: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement at its place, as a page of the whole country shows it, and its rows."""

    place: str
    text: str
    rows: tuple[Row, ...]


def statements(site: Site) -> Iterator[Statement]:
    """All statements of the English texts, in the order of the site."""
    for path, place, typed in _sentences(site):
        if Path(path).name.split(".")[0] in SITE and path.startswith("content/pages/"):
            continue
        named = [(kind, name) for kind, name in PLACEHOLDER.findall(typed) if kind in ("fact", "channel")]
        plain = EMERGENCY.sub("", PLACEHOLDER.sub("", typed))
        if any(words in typed for words in ADVICE) or not (named or TYPED.search(plain)):
            continue
        rows = [_row(site, f"{kind}.{name}") for kind, name in named]
        if not rows:
            rows = [_row(site, row, path) for where, words, row, held in ROWS if where in path and words in typed]
        yield Statement(place, PLACEHOLDER.sub(lambda match: _filled(site, match), typed), tuple(rows))


def _sentences(site: Site) -> Iterator[tuple[str, str, str]]:
    """File, place and words of each sentence, and of each line on how long something takes."""
    for writing in writings(site):
        if writing.lang == "en":
            for prose in writing.prose:
                for one in sentences(prose):
                    line, column = prose.place(one.start)
                    yield writing.path, f"{writing.path}:{line}:{column}", one.text
    holders: tuple[Service | Page, ...] = (*site.services.values(), *site.pages.values())
    for holder in holders:
        words = holder.words.get("en")
        if words and words.before and words.before.takes:
            yield words.path, f"{words.path}:1:1", words.before.takes


def _row(site: Site, name: str, path: str = "") -> Row:
    kind, _, key = name.partition(".")
    if kind == "fact":
        fact = site.facts[key]
        return _evident(f"facts.yaml: {key}", fact.value.get("en"), fact.evidence)
    if kind == "channel":
        channel = site.channels[key]
        said = (channel.telephone, channel.text, channel.hours.get("en") if channel.hours else "")
        serves = channel.serves.get("en") if channel.serves else ""
        value = ", ".join(str(one) for one in (*said, "free" if channel.free else "", serves) if one)
        return _evident(f"channels.yaml: {key}", value, channel.evidence)
    if kind == "evidence":
        lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
        source = next(line.partition(":")[2].strip().strip('"') for line in lines if line.startswith("evidence:"))
        notes = next((line.partition(":")[2].strip() for line in lines if line.startswith("notes:")), "")
        return Row(f"{path}: evidence", notes, source, "B", "")
    return Row("forces/*/force.yaml, counted", ", ".join(_counted(site)), "the sources of each force.yaml", "", "")


def _evident(name: str, value: str, evidence: Evidence | None) -> Row:
    if evidence is None:
        return Row(name, value, "", "", "")
    return Row(name, value, evidence.source, evidence.grade, str(evidence.checked_on or "nobody yet"))


def _counted(site: Site) -> list[str]:
    """How many forces there are of the kinds that our words count."""
    forces = site.forces.values()
    territorial = [one for one in forces if one.kind == "territorial"]
    return [
        f"Scotland {sum(one.nation == 'Scotland' for one in territorial)}",
        f"Northern Ireland {sum(one.nation == 'Northern Ireland' for one in territorial)}",
        f"London {sum(one.region == 'London' for one in territorial)}",
        f"contact-only {sum(one.contact_only for one in forces)}",
    ]


def _filled(site: Site, match: re.Match[str]) -> str:
    kind, name = match[1], match[2]
    if kind == "fact":
        return site.facts[name].value.get("en")
    if kind == "channel":
        return site.channels[name].telephone or site.channels[name].text or name
    if kind == "link":
        return site.services[name].words["en"].title
    return {"name": "your police force", "emergency": "999", "non_emergency": "101"}.get(name, match[0])


def unheld(site: Site) -> list[str]:
    """Rows of `ROWS` that no longer hold what the words say."""
    return [f"{where}: {words}" for where, words, row, held in ROWS if held not in _held(site, row)]


def _held(site: Site, row: str) -> str:
    return "live" if row == "evidence" else _row(site, row).value


def table(found: Sequence[Statement]) -> str:
    """The statements as a Markdown table."""
    lines = ["| | statement | row | value | grade | checked by a person | source |", "|--:|---|---|---|---|---|---|"]
    for number, one in enumerate(found, start=1):
        for row in one.rows or (Row("no row", "", "", "", ""),):
            cells = (f"{one.text} ({one.place})", row.name, row.value, row.grade, row.checked_on, row.source)
            lines.append(f"| {number} | {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join(lines)


def read(source: Path) -> Site:
    """The site of a folder; raises `ValueError` where there is none."""
    site = validate(load(source)[0], TODAY)[0]
    if site is None:
        raise ValueError(f"There is no site in {source}.")
    return site


def main(arguments: Sequence[str]) -> int:
    """Print the table that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draw", type=int, metavar="N", help="only N of them, drawn by chance")
    parser.add_argument("--seed", type=int, default=7, help="of the draw")
    parser.add_argument("--no-row", action="store_true", help="only those without a row")
    chosen = parser.parse_args(arguments)
    site = read(ROOT)
    found = list({one.text: one for one in statements(site)}.values())
    if chosen.no_row:
        found = [one for one in found if not one.rows]
    if chosen.draw:
        found = random.Random(chosen.seed).sample(found, min(chosen.draw, len(found)))  # noqa: S311 - a draw, no secret
    print(table(found))
    print(f"{len(found)} statements", *unheld(site), sep="\n", file=sys.stderr)
    return 1 if chosen.no_row and (found or unheld(site)) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
