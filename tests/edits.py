"""Edits of a small site, as editors make them one after the other: words, pages, YAML, theme, days."""

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

from tests.conftest import TODAY

PAGE = "---\ntitle: {title}\nsummary: {title} in a few words.\n---\n\n## Words\n\n{words}\n"
Edit = Callable[["Site", random.Random], None]


class Site:
    """The sources of a site, what they were at first, and the day."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.day = date.fromisoformat(TODAY)
        self.first = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}

    def pages(self) -> list[Path]:
        """Markdown files of `content/` and `forces/`, in order."""
        return sorted([*self.folder.glob("content/**/*.md"), *self.folder.glob("forces/**/*.md")])

    def put(self, path: str, text: str) -> None:
        """Write one file."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def change(self, path: str, before: str, after: str) -> None:
        """Put other words in the place of some, if they are there."""
        target = self.folder / path
        if target.is_file():
            target.write_text(target.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")


def _say_more(site: Site, chance: random.Random) -> None:
    path = chance.choice(site.pages())
    path.write_text(path.read_text(encoding="utf-8") + f"\nMore words, {chance.randrange(100)}.\n", encoding="utf-8")


def _slip(site: Site, chance: random.Random) -> None:
    """Make a warning or an error, at a line that later edits move."""
    path = chance.choice(site.pages())
    slip = chance.choice(["Read [more](/no-such-page/).", "Read [here](/about/).", "#### Too deep\n\nWords."])
    path.write_text(path.read_text(encoding="utf-8") + f"\n{slip}\n", encoding="utf-8")


def _line_above(site: Site, chance: random.Random) -> None:
    path = chance.choice(site.pages())
    text = path.read_text(encoding="utf-8")
    head, body = text[: text.index("---", 3) + 4], text[text.index("---", 3) + 4 :]
    path.write_text(f"{head}\n\n{body}", encoding="utf-8")


def _add(site: Site, chance: random.Random) -> None:
    name = f"added-{chance.randrange(5)}"
    site.put(f"content/pages/{name}.md", PAGE.format(title=f"Page {name}", words="See [about](/about/)."))


def _add_at_force(site: Site, chance: random.Random) -> None:
    name = chance.choice(["report-crime", "about", "ours"])
    site.put(f"forces/kent/pages/{name}.md", PAGE.format(title=f"Kent {name}", words="Our own words."))


def _delete(site: Site, chance: random.Random) -> None:
    chance.choice(site.pages()).unlink()


def _rename(site: Site, chance: random.Random) -> None:
    path = chance.choice(site.pages())
    path.rename(path.with_name(f"renamed-{path.name}"))


def _revert(site: Site, chance: random.Random) -> None:
    path = chance.choice(sorted(site.first))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(site.first[path])


def _number(site: Site, chance: random.Random) -> None:
    del chance
    site.change("forces/kent/force.yaml", 'non_emergency: "101"', 'non_emergency: "101"\n  text: "66999"')


def _name(site: Site, chance: random.Random) -> None:
    site.change("forces/kent/force.yaml", "Kent Police", f"Kent Police {chance.randrange(10)}")


def _title(site: Site, chance: random.Random) -> None:
    site.change("content/site.yaml", "Contact the police", f"Reach the police {chance.randrange(10)}")


def _token(site: Site, chance: random.Random) -> None:
    shade = chance.choice(["#0b1f3a", "#123456", "#aaaaaa"])
    site.put("themes/national/styles/zz.css", f".dpc-lead {{ color: {shade}; }}\n")
    site.change(
        "themes/national/styles/base.css", "}\n", f"}}\n.dpc-more-{chance.randrange(9)} {{ color: {shade}; }}\n"
    )


def _template(site: Site, chance: random.Random) -> None:
    mark = f'<p class="dpc-extra">{chance.randrange(9)}</p>\n'
    site.change("themes/national/components/footer/template.html", "</footer>", f"{mark}</footer>")


def _string(site: Site, chance: random.Random) -> None:
    site.change("themes/national/strings/en.yaml", "In danger now?", f"In danger now {chance.randrange(9)}?")


def _later(site: Site, chance: random.Random) -> None:
    site.day += timedelta(days=chance.choice([1, 40, 400]))


EDITS: Mapping[str, Edit] = {
    "say more": _say_more,
    "slip": _slip,
    "line above": _line_above,
    "add": _add,
    "add at a force": _add_at_force,
    "delete": _delete,
    "rename": _rename,
    "revert": _revert,
    "number": _number,
    "name": _name,
    "title": _title,
    "token": _token,
    "template": _template,
    "string": _string,
    "later": _later,
}
