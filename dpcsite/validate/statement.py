"""The accessibility statement as an editor gives it: days that can be true, a status that its own list allows."""

from collections.abc import Iterator
from datetime import date

from dpcsite.model.findings import Finding, Place
from dpcsite.model.site import Settings, Statement
from dpcsite.validate.notes import Notes

SOON = 30  # days before the end of its year, when the statement begins to warn
_PATH = "content/site.yaml"


def statement(settings: Settings, notes: Notes, today: date) -> Iterator[Finding]:
    """What is wrong with the statement, if the site has one."""
    one = settings.statement
    if one is None:
        return
    yield from _days(one, notes, today)
    if one.status == "full" and one.known_issues:
        message = 'The accessibility statement says "full", and lists known issues.'
        yield _refused(message, "Write status: partly, or take out what is mended.", one.status_at)
    if one.page not in settings.footer:
        message = f'The accessibility statement "{one.page}" is not in the footer, so that pages do not link to it.'
        place = notes.value(_PATH, "accessibility", "page")
        yield Finding("statement", "warning", message, f"Add {one.page} to footer.", place)


def _days(one: Statement, notes: Notes, today: date) -> Iterator[Finding]:
    for name in ("prepared_on", "reviewed_on", "tested_on"):
        if getattr(one, name) > today:
            place = notes.value(_PATH, "accessibility", name)
            yield _refused(f"{getattr(one, name)} has not come yet.", "Write the day on which it was done.", place)
    place = notes.value(_PATH, "accessibility", "reviewed_on")
    if one.reviewed_on < one.prepared_on:
        yield _refused("The statement was reviewed before it was prepared.", "Correct one of the two days.", place)
    ends = _year_after(one.reviewed_on)
    help_ = "Read the statement through, put right what is wrong, then write today as reviewed_on."
    if ends < today:
        yield _refused(f"The accessibility statement was last reviewed on {one.reviewed_on}.", help_, place)
    elif (ends - today).days <= SOON:
        message = f"The accessibility statement must be reviewed by {ends}; after that the site is not published."
        yield Finding("statement", "warning", message, help_, place)


def _year_after(day: date) -> date:
    """The same day a year later; 29 February counts as the 28th."""
    return date(day.year + 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def _refused(message: str, help_: str, place: Place) -> Finding:
    return Finding("statement", "error", message, help_, place)
