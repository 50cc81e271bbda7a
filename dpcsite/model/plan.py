"""What planning gives: every page of the site by address, and the views that templates see and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from dpcsite.model.words import Before, Said

StepKind = Literal["own", "platform", "doorway", "website", "none"]


@dataclass(frozen=True, slots=True)
class Output:
    """One page to be made: where, in which language, by which layout, of what.

    `url` begins with `/` and does not hold the base URL's own path; `path` is the file below the output folder;
    `source` is the author's file that the page is about. `force`, `service` and `page` are ids, or "".
    """

    url: str
    path: str
    lang: str
    layout: str
    source: str
    force: str = ""
    service: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """Where a reader goes on for a service at a force.

    `lang` is the language of that place, `checked` says that somebody was there (grade A to C, or a day),
    `offered` is false where the force says that it does not take this online, and `nations` are those that a
    national service is for, if it is not for all. `checked_day` is the day of
    the last look, and `checked_on` the same in the reader's words, or "".
    """

    kind: StepKind
    url: str = ""
    lang: str = ""
    site: str = ""
    acts: bool = True
    checked: bool = True
    offered: bool = True
    nations: tuple[str, ...] = ()
    checked_day: date | None = None
    checked_on: str = ""
    at: str = ""

    @property
    def host(self) -> str:
        """The site's name on the internet, as a reader will see it there: "www.kent.police.uk"."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A channel as a page shows it; what is blank is not shown.

    `name_lang`, `hours_lang` and `serves_lang` are set where those words are in another language than the page.
    """

    id: str
    name: str
    kind: str
    name_lang: str = ""
    hours_lang: str = ""
    telephone: str = ""
    text: str = ""
    url: str = ""
    link: str = ""
    hours: str = ""
    free: bool = False
    serves: str = ""
    serves_lang: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a menu; `lang` is set where the target or its name is in another language than the page."""

    url: str
    text: str
    lang: str = ""
    summary: str = ""
    current: bool = False
    at: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Links under one heading; `more` leads to those that are not here, of which there are `hidden`."""

    id: str
    title: str
    links: tuple[Link, ...]
    more: Link | None = None
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Emergency:
    """What the emergency box says: numbers as a telephone dials them, and pages for who cannot speak or hear."""

    call: str
    non_emergency: str
    textphone: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Shell:
    """What all pages of one language share (for a force: of that force)."""

    lang: str
    site_title: str
    notice: str
    phase: str
    home: str
    style: str
    script: str
    icon: str
    plain_icon: str
    navigation: tuple[Link, ...]
    footer: tuple[Link, ...]
    emergency: Emergency
    publisher: str
    feedback: str
    quick_exit: str
    safe_browsing: str
    force: Link | None


@dataclass(frozen=True, slots=True)
class Notice:
    """An urgent notice at the top of a page; `until` is its last day, in words."""

    title: str
    body: str
    lang: str
    until: str


@dataclass(frozen=True, slots=True)
class Review:
    """Who keeps a page true, and the day of the last look, in words; either may be ""."""

    owner: str
    on: str


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide in several pages: its title, its pages in order, and those before and behind this one."""

    title: str
    pages: tuple[Link, ...]
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class Part:
    """A section that services share: an id for its heading, its words, and their language if it is another."""

    id: str
    title: str
    body: str
    lang: str
    at: str


@dataclass(frozen=True, slots=True)
class Ending:
    """The last day of a force, in words, and the home of the force that follows, if there is one."""

    day: str
    successor: Link | None


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of a summary list: what it is, and its value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Until:
    """Words that hold until a day, in words; `lang` is theirs if it is another than the page's."""

    words: str
    lang: str
    day: str


@dataclass(frozen=True, slots=True)
class Stated:
    """What the build writes into the accessibility statement.

    `allowed` are faults that may stay for now; `known_before` says that there are others which are not listed.
    """

    status: str
    wcag: str
    level: str
    issues: tuple[Said, ...]
    allowed: tuple[Until, ...]
    known_before: bool
    method: Said
    tests: tuple[Row, ...]
    days: tuple[Row, ...]
    email: str


@dataclass(frozen=True, slots=True)
class View:
    """All that the templates of one page see.

    `words_lang` is the language of title and body where it differs from the page's own, else "". Fields that a
    layout does not use are empty. `neutral_title` is what the browser shows of a high-harm page instead of its title.
    `at`, here and in what a view holds, is the author's "path:line:column" of a value; templates write it down when a
    page is rendered to find a fault's place.
    """

    layout: str
    shell: Shell
    lang: str
    title: str
    summary: str
    canonical: str
    words_lang: str = ""
    body: str = ""
    crumbs: tuple[Link, ...] = ()
    languages: tuple[Link, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    alerts: tuple[Notice, ...] = ()
    high_harm: bool = False
    neutral_title: str = ""
    contact_only: bool = False
    payment: bool = False
    needs_review: bool = False
    force: str = ""
    before: Before | None = None
    step: NextStep | None = None
    nations: str = ""
    contacts: tuple[Contact, ...] = ()
    groups: tuple[Group, ...] = ()
    filtered: bool = False
    sections: tuple[Part, ...] = ()
    related: tuple[Link, ...] = ()
    review: Review | None = None
    guide: Guide | None = None
    stated: Stated | None = None
    about: tuple[Row, ...] = ()
    social: tuple[Link, ...] = ()
    website: Link | None = None
    serves: str = ""
    serves_lang: str = ""
    ending: Ending | None = None
    target: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Every output by address, files that are not pages, and where old addresses lead.

    `known` holds each address of the site; `withheld` those that a broken source would have, so that links to
    them are no second mistake.
    """

    outputs: tuple[Output, ...]
    files: Mapping[str, bytes]
    redirects: Mapping[str, str]
    known: frozenset[str]
    withheld: frozenset[str]
    prefix: str
