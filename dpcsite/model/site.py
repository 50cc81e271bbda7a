"""What validating gives: the site's facts, typed and complete. Whatever was broken is not here but among findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from dpcsite.model.brand import Brand
from dpcsite.model.findings import Place
from dpcsite.model.strings import Strings
from dpcsite.model.words import Text, Words

Grade = Literal["A", "B", "C", "D"]
Kind = Literal["service", "information"]
Absence = Literal["not-offered"]

FORCE_FIELDS = ("name", "non_emergency", "emergency")  # that words may name as {{ force.… }}


@dataclass(frozen=True, slots=True)
class Evidence:
    """How sure we are of something: a grade from A to D, the day a person last checked it, and where it is from."""

    grade: Grade
    checked_on: date | None = None
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a service at one force, in one language."""

    url: str
    kind: Kind
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class Lead:
    """An address that was seen and not checked."""

    service: str
    lang: str
    address: Address


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a force had; `until` is a year, a month or a day, as far as its source knows it: "2022-11"."""

    name: Text
    until: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a force was called before, and what becomes of it.

    `ids` are those that it had, each with its place: its pages stood below them. `last_day` is the last day of the
    force and `successor` the id of the force that follows.
    """

    names: tuple[FormerName, ...] = ()
    ids: tuple[tuple[str, Place], ...] = ()
    last_day: date | None = None
    successor: str = ""

    def over(self, today: date) -> bool:
        """Whether the force has ended."""
        return self.last_day is not None and self.last_day < today


@dataclass(frozen=True, slots=True)
class Force:
    """A police force. `register` leads from (service, language) to an address or to "not-offered".

    `places` says where its name, website, numbers, accounts and colours stand, as "website" or "contacts.text".
    `brand` holds its own colours as `#rrggbb`, by the names that the theme gives them.
    """

    id: str
    name: Text
    kind: str
    nation: str
    region: str
    languages: tuple[str, ...]
    contact_only: bool
    website: str
    contacts: Mapping[str, str]
    social: Mapping[str, str]
    rss: str
    platform: str
    platform_status: str
    register: Mapping[tuple[str, str], Address | Absence]
    without: frozenset[str]
    leads: tuple[Lead, ...]
    place: Place
    places: Mapping[str, Place]
    brand: Mapping[str, str] = field(default_factory=dict)
    serves: Text = field(default_factory=Text)
    change: Change = Change()


@dataclass(frozen=True, slots=True)
class Care:
    """What is said of a service or page beside its words.

    `high_harm`: a reader may be in danger if somebody sees it. `related` are ids of services and pages to read next.
    `review_in` is in months, 0 where nobody said.
    """

    high_harm: bool = False
    related: tuple[tuple[str, Place], ...] = ()
    owner: str = ""
    reviewed_on: date | None = None
    review_in: int = 0
    old_paths: tuple[tuple[str, Place], ...] = ()

    @property
    def review_by(self) -> date | None:
        """The day by which somebody must read it through again; in short months their last days count as the 28th."""
        if self.reviewed_on is None or not self.review_in:
            return None
        years, month = divmod(self.reviewed_on.month - 1 + self.review_in, 12)
        return date(self.reviewed_on.year + years, month + 1, min(self.reviewed_on.day, 28))


@dataclass(frozen=True, slots=True)
class Service:
    """A service, with its words by language; the site's first language is always there."""

    id: str
    category: str
    payment: bool
    signpost_only: bool
    fallback: tuple[str, ...]
    words: Mapping[str, Words]
    care: Care
    place: Place


@dataclass(frozen=True, slots=True)
class Section:
    """A section that services have in common; `required` ones each service writes itself, under the same title.

    Without categories it is for all; `high_harm` is None where it does not matter.
    """

    id: str
    categories: tuple[str, ...]
    high_harm: bool | None
    required: bool
    words: Mapping[str, Words]
    place: Place

    def fits(self, service: Service) -> bool:
        """Whether a service has this section."""
        harm = self.high_harm is None or self.high_harm == service.care.high_harm
        return harm and (not self.categories or service.category in self.categories)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of plain text: national, or a force's own. `id` is its path below `pages/`, without ending.

    With `parts`, the ids of the pages that follow it, it is the first page of a guide.
    """

    id: str
    force: str
    words: Mapping[str, Words]
    care: Care
    parts: tuple[tuple[str, Place], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Alert:
    """An urgent notice, shown from `starts` to the end of `expires`; without forces, everywhere."""

    id: str
    forces: tuple[str, ...]
    starts: date | None
    expires: date
    words: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Allowance:
    """Findings of one rule in one file, or below a folder, that may stand until a day, for a reason."""

    id: str
    rule: str
    path: str
    text: str
    reason: str
    until: date
    place: Place


@dataclass(frozen=True, slots=True)
class Fact:
    """A fee, number or deadline that words name."""

    id: str
    value: Text
    about: str
    evidence: Evidence
    since: date | None
    review_by: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach somebody."""

    id: str
    name: Text
    kind: str
    telephone: str
    text: str
    url: str
    force_contact: str
    service: str
    hours: Text
    serves: Text
    free: bool
    nations: tuple[str, ...]
    evidence: Evidence | None
    place: Place


@dataclass(frozen=True, slots=True)
class Seen:
    """One host on which a path of the platform was seen."""

    host: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PlatformPath:
    """Where the platform keeps a service, behind each force's own host."""

    path: str
    kind: Kind
    seen: tuple[Seen, ...]
    not_everywhere: str
    place: Place


@dataclass(frozen=True, slots=True)
class Platform:
    """The platform that forces share; `paths` leads from (service, language) to a path."""

    id: str
    name: str
    paths: Mapping[tuple[str, str], PlatformPath]


@dataclass(frozen=True, slots=True)
class Doorway:
    """A national address where a reader can go on."""

    url: str
    site: str
    lang: str
    kind: Kind
    nations: tuple[str, ...]
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class LinkPolicy:
    """What may be published as a next step."""

    grades: tuple[str, ...] = ("A", "B", "C")
    platform_status: tuple[str, ...] = ("on",)
    platform_hosts: int = 2
    check_again_after_days: int = 365

    def allows(self, evidence: Evidence) -> bool:
        """Whether something is sure enough for readers: a person checked it, or its grade is one the site publishes."""
        return evidence.checked_on is not None or evidence.grade in self.grades


@dataclass(frozen=True, slots=True)
class Statement:
    """What an editor says of the site's accessibility: which page tells it, how far, how it was tested, what is wrong.

    `status_at` is where the status stands.
    """

    page: str
    status: Literal["full", "partly", "not"]
    prepared_on: date
    reviewed_on: date
    tested_on: date
    method: Text
    known_issues: tuple[Text, ...]
    status_at: Place


@dataclass(frozen=True, slots=True)
class Security:
    """Whom to tell of a weakness in the site (RFC 9116), and until when that holds."""

    contact: tuple[str, ...]
    expires: date
    policy: str
    place: Place


@dataclass(frozen=True, slots=True)
class Settings:
    """The facts about the site as a whole."""

    title: Text
    notice: Text
    phase: Text
    base_url: str
    languages: tuple[str, ...]
    theme: str
    publisher: Text
    accessibility_email: str
    feedback: str
    quick_exit: str
    policy: LinkPolicy
    fallback: tuple[str, ...]
    navigation: tuple[str, ...]
    footer: tuple[str, ...]
    safe_browsing: str
    review_grace_days: int = 90
    statement: Statement | None = None
    govspeak: bool = False
    security: Security | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a page may show: its address on the site and its bytes."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as text: templates by name, style sheet and script each joined to one, components, strings.

    `statics` are files that pages name and that are served as they are, such as the icon. `strings` are what the
    theme itself says, by language.
    """

    id: str
    templates: Mapping[str, str]
    paths: Mapping[str, str]
    style: str
    script: str
    statics: Mapping[str, bytes]
    components: Mapping[str, "ComponentSpec"]
    strings: Mapping[str, Strings]
    brand: Brand | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that a component is told; without `required` a template may leave it out."""

    name: str
    about: str
    required: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A named call of a component, for tests and the gallery; `parameters` are plain YAML values.

    `translations` holds, by language, those that are others there.
    """

    name: str
    parameters: Mapping[str, Any]
    place: Place
    translations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def within(self, lang: str) -> Mapping[str, Any]:
        """What the component is told in one language."""
        return {**self.parameters, **self.translations.get(lang, {})}


@dataclass(frozen=True, slots=True)
class ComponentSpec:
    """What a component is for, what it may be called with, and examples of it.

    `stands` says where: in the main part of a page, or outside of it, as a header does.
    """

    name: str
    purpose: str
    accessibility: str
    parameters: tuple[Parameter, ...]
    examples: tuple[Example, ...]
    place: Place
    stands: Literal["page", "main"] = "main"
    guidance: str = ""

    @property
    def required(self) -> frozenset[str]:
        """Names of the parameters that every call gives."""
        return frozenset(one.name for one in self.parameters if one.required)

    @property
    def optional(self) -> frozenset[str]:
        """Names of the parameters that a call may leave out."""
        return frozenset(one.name for one in self.parameters if not one.required)


LinkState = Literal["ok", "moved", "cannot-tell", "broken"]


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """What `dpcsite links` saw of an address: its state, since when it is so, and the day of the last look.

    `answer` says why, and `to` where it has moved.
    """

    state: LinkState
    since: date
    seen: date
    answer: str
    to: str
    place: Place


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that the source folder says, ready to be arranged."""

    settings: Settings
    theme: Theme
    forces: Mapping[str, Force]
    services: Mapping[str, Service]
    pages: Mapping[tuple[str, str], Page]
    alerts: tuple[Alert, ...]
    sections: tuple[Section, ...]
    facts: Mapping[str, Fact]
    channels: Mapping[str, Channel]
    platform: Platform | None
    doorways: Mapping[str, tuple[Doorway, ...]]
    redirects: tuple[tuple[str, str, Place], ...]
    allowances: tuple[Allowance, ...]
    pictures: Mapping[str, Picture]
    broken: frozenset[str] = field(default_factory=frozenset)
    checks: Mapping[tuple[str, str], LinkCheck] = field(default_factory=dict)
