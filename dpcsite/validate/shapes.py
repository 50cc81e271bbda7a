"""The shapes of the files that people write: which fields there are, what each may hold.

Pydantic tells every mistake at once and gives the JSON Schemas for editors' completion
(`docs/reference/schemas/`). The YAML reader leaves all values as text, so each type here says how text is read.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    WithJsonSchema,
)

from dpcsite.formats import css
from dpcsite.model.brand import PairKind, Scheme
from dpcsite.model.colour import hexadecimal
from dpcsite.model.limits import OLD_PATHS
from dpcsite.model.links import refusal

YEARS = range(1800, 2200)  # the first forces are of 1829; what is further off is a slip, and sums of it may overflow
OWN_PATH = re.compile(r"/(?:[a-z0-9-]+/)*")
COLOUR = "#[0-9a-fA-F]{6}"


class AdvisedError(ValueError):
    """A value that may not stand in a field, with what to do about it."""

    def __init__(self, message: str, help_: str) -> None:
        super().__init__(message)
        self.help = help_


def _date(value: Any) -> Any:
    if isinstance(value, date):
        return value
    text = value if isinstance(value, str) else ""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise ValueError(f'"{text}" is not a day of the calendar.') from error
        if day.year not in YEARS:
            raise ValueError(f'"{text}" is not in the years {YEARS.start} to {YEARS.stop - 1}.')
        return day
    raise ValueError(f'"{text}" is not a date; write year-month-day, such as 2026-11-23.')


def _loose_date(value: Any) -> Any:
    text = value if isinstance(value, str) else ""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        raise AdvisedError(f'"{text}" is not a time.', "Write a year, a month or a day: 2022, 2022-11 or 2022-11-23.")
    _date((text + "-01-01")[:10])
    return text


def _yes_or_no(value: Any) -> Any:
    if value in ("true", "false"):
        return value == "true"
    if isinstance(value, bool):
        return value
    raise ValueError(f'"{value}" is neither true nor false.')


def _whole(value: Any) -> Any:
    if isinstance(value, int) or (isinstance(value, str) and re.fullmatch(r"[0-9]{1,4}", value)):
        return int(value)
    raise ValueError(f'"{value}" is not a whole number from 0 to 9999.')


def _address(value: str) -> str:
    problem = refusal(value, outside=True)
    if problem:
        raise ValueError(problem)
    return value


def _mail(value: str) -> str:
    problem = refusal(f"mailto:{value}") or ("An e-mail address has no ? in it." if "?" in value else "")
    if problem:
        raise ValueError(problem)
    return value


def _feedback(value: str) -> str:
    mail = value.startswith("mailto:") and "?" not in value and not refusal(value)
    return value if mail else _address(value)


def _contact(value: str) -> str:
    return value if re.fullmatch(r"tel:\+[0-9-]{6,20}", value) else _feedback(value)


def base_problem(value: str) -> str:
    """Say why an address cannot be the base URL of a site, or return "" when it can."""
    problem = refusal(value, outside=True, local=True)
    if problem:
        return problem
    path = urlsplit(value).path
    if not re.fullmatch(r"/(?:[A-Za-z0-9._~-]+/)*", path) or "?" in value or "#" in value:
        return f'"{value}" must end with / and have no ? or #.'
    return f'"{value}" has a step up in it.' if "/../" in path or "/./" in path else ""


def _base(value: str) -> str:
    problem = base_problem(value)
    if problem:
        raise ValueError(problem)
    return value


def _worded(value: Any) -> Any:
    return {"en": value} if isinstance(value, str) else value


def _own_path(value: str) -> str:
    if not OWN_PATH.fullmatch(value):
        raise ValueError(f'"{value}" is not a path of this site; write it as /old-place/ in small letters.')
    return value


def _colour(value: Any) -> Any:
    if value is None:
        raise AdvisedError("A colour is left blank here.", "Put it in quotes; without them the # begins a comment.")
    text = value if isinstance(value, str) else ""
    if re.fullmatch(COLOUR, text):
        return text.lower()
    known = css.colour(text)
    meant = known if known and known[3] == 1 else None
    help_ = f'Write "{hexadecimal(meant)}".' if meant else 'Write # and six digits or letters from a to f: "#1d3c78".'
    raise AdvisedError(f'"{text}" is not a colour in the form that is needed here.', help_)


Lang = Literal["en", "cy"]
TranslationStatus = Literal["draft", "needs-review", "reviewed"]
Grade = Literal["A", "B", "C", "D"]
Kind = Literal["service", "information"]
Nation = Literal["England", "Wales", "Scotland", "Northern Ireland", "Great Britain", "United Kingdom"]
Category = Literal["report", "tell-us-about", "apply", "request", "contact", "advice"]
Contact = Literal["emergency", "non_emergency", "from_abroad", "textphone", "relay", "text", "text_deaf"]

Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\n]*$")]
Note = Annotated[str, StringConstraints(max_length=2000)]
Id = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60),
    WithJsonSchema({"type": ["string", "integer"], "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}),
]
PageId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$", max_length=120)
]
Number = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ]{1,20}$")]
Day = Annotated[date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
LooseDay = Annotated[
    str,
    BeforeValidator(_loose_date),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d{4}(-\d\d){0,2}$"}),
]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Whole = Annotated[int, BeforeValidator(_whole)]
Address = Annotated[str, AfterValidator(_address)]
ContactAddress = Annotated[str, AfterValidator(_contact)]
FeedbackAddress = Annotated[str, AfterValidator(_feedback)]
BaseAddress = Annotated[str, AfterValidator(_base)]
OwnPath = Annotated[str, AfterValidator(_own_path)]
HostName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
Token = Annotated[str, StringConstraints(pattern=r"^--[a-z][a-z0-9-]*$", max_length=60)]
Colour = Annotated[str, BeforeValidator(_colour), WithJsonSchema({"type": "string", "pattern": f"^{COLOUR}$"})]
Worded = Annotated[
    dict[Lang, Line],
    BeforeValidator(_worded),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "object", "properties": {"en": {"type": "string"}, "cy": {"type": "string"}}},
            ]
        }
    ),
]


class Shape(BaseModel):
    """A file or a part of one; unknown fields are refused, so that a slip of the pen is not lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AddressShape(Shape):
    """The address of a service at a force, with the evidence for it."""

    url: Address
    grade: Grade = Field(description="A page read, B printed in a page read, C said to be checked, D a lead")
    kind: Kind = Field("service", description="does the reader act there, or only read?")
    checked_on: Day | None = Field(None, description="the day a person last opened it")
    source: Note | None = None
    note: Note | None = None


class LeadShape(Shape):
    """An address that somebody saw and nobody checked; never published."""

    service: Id
    language: Lang = "en"
    url: Address
    grade: Grade = "D"
    source: Note | None = None
    note: Note | None = None


def _entry_kind(value: Any) -> str:
    return "addresses" if isinstance(value, dict) else "word"


Entry = Annotated[
    Annotated[Literal["not-offered", "no-page"], Tag("word")] | Annotated[dict[Lang, AddressShape], Tag("addresses")],
    Discriminator(_entry_kind),
]


class PlatformStatusShape(Shape):
    """Whether a force uses the shared platform, and who says so."""

    id: Id
    status: Literal["on", "reported", "not-on", "unknown"]
    evidence: Note | None = None


class ApiShape(Shape):
    """The force's name and id in data.police.uk, where they differ from ours."""

    id: Id
    name: Line | None = None


class FormerNameShape(Shape):
    """A name that a force had before."""

    name: Worded
    until: LooseDay = Field(description="the year, month or day of the change, as far as the source knows it")
    source: Note


class ForceShape(Shape):
    """`forces/<force-id>/force.yaml`."""

    name: Worded
    serves: Worded | None = Field(None, description="whom the force serves, in a sentence for its home")
    former_names: list[FormerNameShape] = Field([], description="names that it had, the latest first")
    former_ids: list[Id] = Field(
        [], max_length=5, description="ids that it had; its pages' addresses of then lead to those of now"
    )
    valid_until: Day | None = Field(None, description="its last day; after that it has no pages")
    successor: Id | None = Field(
        None, description="the force that follows; old addresses lead there after the last day"
    )
    kind: Literal["territorial", "special", "agency"]
    nation: Nation
    region: Line
    languages: list[Lang] = Field(min_length=1)
    pages: Literal["all", "contact-only"] = Field("all", description="contact-only: no service pages")
    website: Address | None = None
    contacts: dict[Contact, Number] = {}
    social: dict[Literal["facebook", "x", "youtube", "instagram", "flickr", "linkedin"], Address] = {}
    rss: Address | None = None
    brand: dict[Id, Colour] = Field({}, description="the force's own colours, by the names that the theme gives them")
    platform: PlatformStatusShape | None = None
    data_police_uk: ApiShape | None = None
    notes: Note | None = None
    sources: list[Note] = []
    services: dict[Id, Entry] = {}
    leads: list[LeadShape] = []


class PublisherShape(Shape):
    """Who answers for the site."""

    name: Worded
    accessibility_email: (
        Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$"), AfterValidator(_mail)] | None
    ) = None


class LinkPolicyShape(Shape):
    """What may be published as a next step."""

    publish_grades: list[Literal["A", "B", "C"]] = ["A", "B", "C"]
    platform_status: list[Literal["on", "reported"]] = ["on"]
    platform_hosts: Whole = 2
    check_again_after_days: Whole = 365


class AccessibilityShape(Shape):
    """What the accessibility statement says and only people know."""

    page: PageId = Field(description="the national page that is the statement; the build adds its parts to it")
    status: Literal["full", "partly", "not"] = Field(description="how far the site meets WCAG 2.2 AA")
    prepared_on: Day
    reviewed_on: Day = Field(description="the day somebody last read the statement through; a year later it blocks")
    tested_on: Day
    method: Worded = Field(description="how the site was tested, and by whom, in a sentence or two")
    known_issues: list[Worded] = Field([], description="each problem that is known, in a sentence")


class SecurityShape(Shape):
    """Whom to tell of a weakness in the site: what `/.well-known/security.txt` says (RFC 9116)."""

    contact: list[ContactAddress] = Field(min_length=1, description="where to report one, the best way first")
    expires: Day = Field(description="until when this holds; afterwards the file is left out")
    policy: Address | None = Field(None, description="the page that says how reports are handled")


class SiteShape(Shape):
    """`content/site.yaml`."""

    title: Worded
    notice: Worded | None = Field(None, description="a line at the top of every page on what this site is")
    phase: Worded | None = Field(None, description="a word in front of the notice, such as Beta")
    base_url: BaseAddress
    languages: list[Lang] = Field(min_length=1)
    theme: Id
    publisher: PublisherShape
    feedback: FeedbackAddress | None = Field(
        None,
        description="where readers tell what is wrong with a page: a web address, or mailto: and an e-mail address",
    )
    accessibility: AccessibilityShape | None = None
    security: SecurityShape | None = None
    quick_exit: Address
    links: LinkPolicyShape = LinkPolicyShape()
    fallback: list[Id] = Field(min_length=1)
    navigation: list[Id] = []
    footer: list[Id] = []
    safe_browsing: Id | None = None
    govspeak: YesNo = Field(
        False, description="reads the blocks of Govspeak as well, for texts that come from GOV.UK's publishing tools"
    )
    review_grace_days: Whole = Field(90, description="days that a page may stay overdue for review before it blocks")


class FactShape(Shape):
    """One value of `content/facts.yaml`."""

    value: Worded
    about: Line
    since: Day | None = None
    source: Note
    grade: Grade
    checked_on: Day | None = None
    review_by: Day | None = None


class ChannelShape(Shape):
    """One way to reach somebody, of `content/channels.yaml`."""

    name: Worded
    kind: Literal["emergency", "non-emergency", "anonymous", "national-service", "support", "information", "place"]
    telephone: Number | None = None
    text: Number | None = None
    url: Address | None = None
    force_contact: Contact | None = Field(None, description="a force's own number that takes this one's place")
    service: Id | None = Field(None, description="our page that tells how to use it")
    hours: Worded | None = None
    serves: Worded | None = Field(None, description="who it is for, or what it helps with")
    cost: Literal["free"] | None = None
    coverage: Note | None = None
    nations: list[Nation] = []
    grade: Grade | None = None
    checked_on: Day | None = None
    source: Note | None = None


class SeenShape(Shape):
    """One host on which a path of the platform was seen."""

    host: HostName
    grade: Grade
    checked_on: Day | None = None
    source: Note | None = None


class PlatformPathShape(Shape):
    """Where the platform keeps a service, behind each force's own host."""

    path: Annotated[str, StringConstraints(pattern=r"^/[A-Za-z0-9/._-]*/$")]
    kind: Kind = "service"
    seen: list[SeenShape] = Field(min_length=1)
    not_everywhere: Note | None = Field(None, description="why it may not be used for every force")


class PlatformShape(Shape):
    """`content/platform.yaml`."""

    id: Id
    name: Line
    services: dict[Id, dict[Lang, PlatformPathShape]]


class DoorwayShape(Shape):
    """One national address of `content/doorways.yaml`."""

    url: Address
    site: Line
    language: Lang = "en"
    kind: Kind = "service"
    nations: list[Nation] = []
    grade: Grade
    checked_on: Day | None = None
    source: Note | None = None
    note: Note | None = None


class AllowanceShape(Shape):
    """One entry of `content/allowances.yaml`."""

    rule: Id
    path: Annotated[str, StringConstraints(pattern=r"^(content|forces|themes)/[A-Za-z0-9._/-]+$")] = Field(
        description="a file, or a folder with / at its end"
    )
    text: Line | None = Field(None, description="words that the finding's message must hold")
    reason: Line
    until: Day


class TranslationShape(Shape):
    """How far a translation is, and which text it translates."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    status: TranslationStatus = "reviewed"
    from_: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{10}$")] | None = Field(
        None, alias="from", description="the digest of the text in the first language; a finding says it"
    )


Translation = Annotated[
    Annotated[TranslationStatus, Tag("word")] | Annotated[TranslationShape, Tag("fields")],
    Discriminator(lambda value: "fields" if isinstance(value, dict | TranslationShape) else "word"),
]


def status_of(translation: TranslationStatus | TranslationShape) -> tuple[TranslationStatus, str]:
    """How far a translation is, and the digest of the text that it was made from, or ""."""
    if isinstance(translation, TranslationShape):
        return translation.status, translation.from_ or ""
    return translation, ""


class BeforeShape(Shape):
    """What a reader should know before starting: how long it takes, what to have at hand."""

    takes: Line | None = Field(None, description="how long it takes, such as: About 20 minutes")
    you_need: list[Line] = Field([], description="what to have at hand")
    cannot_save: YesNo = Field(False, description="the form cannot be saved and finished later")


class WordsShape(Shape):
    """Front matter of a page in a further language: only its words."""

    title: Line
    summary: Line
    neutral_title: Line | None = Field(
        None, description="with high_harm, and only there: what the browser's tab and history show instead of the title"
    )
    before_you_start: BeforeShape | None = None
    translation: Translation = "reviewed"


class DocumentShape(WordsShape):
    """What services and pages have in common."""

    high_harm: YesNo = Field(False, description="a reader may be in danger if somebody sees this page")
    related: list[PageId] = Field([], description="services and pages to read next, by their ids")
    owner: Line | None = Field(None, description="who keeps the page true")
    reviewed_on: Day | None = Field(None, description="the day the owner last read it through")
    review_in: Whole | None = Field(None, description="months after which somebody must read it through again")
    old_paths: list[OwnPath] = Field(
        [], max_length=OLD_PATHS.most, description="addresses that this page had before; each leads here"
    )


class PageShape(DocumentShape):
    """Front matter of `content/pages/**.md` and `forces/<force-id>/pages/**.md`."""

    parts: list[PageId] = Field([], description="makes a guide: the pages that follow this one, by their ids, in order")


class LinkCheckShape(Shape):
    """What `dpcsite links` saw of one address, in `links.checked.yaml`."""

    state: Literal["ok", "moved", "cannot-tell", "broken"]
    since: Day = Field(description="the day from which it has been so")
    seen: Day = Field(description="the day of the last look")
    answer: Line | None = Field(None, description="what the site answered, where that was no page")
    to: Address | None = Field(None, description="where it has moved for good")


class ServiceShape(DocumentShape):
    """Front matter of `content/services/<service-id>.md`."""

    category: Category
    order: Whole = Field(1000, description="place among the services of its category; small numbers first")
    payment: YesNo = False
    signpost_only: YesNo = Field(False, description="the force only points to somebody else")
    fallback: list[Id] = []
    evidence: Note | None = None
    notes: Note | None = None


class AlertShape(Shape):
    """Front matter of `content/alerts/<id>.md`."""

    title: Line
    forces: list[Id] = Field([], description="only on these forces' pages; without it, everywhere")
    starts: Day | None = None
    expires: Day
    translation: Translation = "reviewed"


class PairShape(Shape):
    """Two colours that meet on pages; each is named by its token, or by the force's name for it."""

    front: Line
    back: Line
    kind: PairKind = Field(description="text needs a contrast of 4.5 to 1, large text and controls 3 to 1")
    about: Line = Field(description="what is seen there, for messages")
    schemes: list[Scheme] = Field(["light", "dark"], min_length=1, description="where the two meet")


class BrandShape(Shape):
    """What a force may colour."""

    colours: dict[Id, Token] = Field(min_length=1, description="a name, and the token on :root that it fills")
    pairs: list[PairShape] = Field(min_length=1)


class SectionShape(Shape):
    """Front matter of `content/sections/<id>.md`: a section that every service has, said once."""

    title: Line
    order: Whole = Field(1000, description="place among the sections; small numbers first")
    categories: list[Category] = Field([], description="only for services of these; without it, for all")
    high_harm: YesNo | None = Field(None, description="only for services that are, or are not, about serious harm")
    required: YesNo = Field(False, description="each service writes this section itself, under this title")
    translation: Translation = "reviewed"


class ThemeShape(Shape):
    """`themes/<theme>/theme.yaml`."""

    name: Line
    styles: list[Line] = Field(min_length=1, description="style sheets in order; each component's follow")
    brand: BrandShape | None = None


class ParameterShape(Shape):
    """One parameter of a component."""

    about: Line
    required: YesNo = True


class ExampleShape(Shape):
    """A named call of a component, for tests and the gallery."""

    name: Line
    parameters: dict[str, Any] = {}
    translations: dict[Lang, dict[str, Any]] = Field(
        {}, description="parameters that are others in a further language, such as words in Welsh"
    )


class ComponentShape(Shape):
    """`themes/<theme>/components/<name>/component.yaml`."""

    purpose: Line
    guidance: Note | None = Field(None, description="when to use it, and when not")
    accessibility: Note
    place: Literal["page", "main"] = Field(
        "main", description="where it stands: in the main part, or on the page around it as a header does"
    )
    parameters: dict[Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")], ParameterShape] = {}
    examples: list[ExampleShape] = Field(min_length=1)
