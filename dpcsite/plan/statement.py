"""The part of the accessibility statement that the build writes: status, faults, tests and days."""

from collections.abc import Iterator
from datetime import date

from dpcsite.model.account import Account, grouped
from dpcsite.model.plan import Row, Stated, Until
from dpcsite.model.site import Statement
from dpcsite.model.words import Said, Text
from dpcsite.plan.fill import Setting
from dpcsite.plan.pointers import if_other


def stated(setting: Setting, statement: Statement, today: date) -> Stated:
    """What the statement says in one language, from what an editor gave and what the build knows."""
    return Stated(
        status=statement.status,
        wcag=setting.account.checks.wcag,
        level=setting.account.checks.level,
        issues=tuple(_said(one, setting) for one in statement.known_issues),
        allowed=tuple(_allowed(setting, today)),
        known_before=setting.account.checks.known_before,
        method=_said(statement.method, setting),
        tests=tuple(_tests(setting, setting.account)),
        days=tuple(_days(setting, statement)),
        email=setting.site.settings.accessibility_email,
    )


def _allowed(setting: Setting, today: date) -> Iterator[Until]:
    """The allowances in force, soonest to end first; their reasons are in the site's first language."""
    first = setting.site.settings.languages[0]
    for one in sorted(setting.site.allowances, key=lambda one: (one.until, one.id)):
        if one.until >= today:
            yield Until(one.reason, if_other(first, setting.lang), setting.day(one.until))


def _tests(setting: Setting, account: Account) -> Iterator[Row]:
    checks = account.checks
    yield Row(setting.say("statement-pages"), grouped(account.pages))
    yield Row(setting.say("statement-rules"), grouped(checks.rules))
    label = setting.say("statement-criteria", all=checks.all_criteria)
    yield Row(label, grouped(checks.criteria))


def _days(setting: Setting, statement: Statement) -> Iterator[Row]:
    yield Row(setting.say("statement-tested-on"), setting.day(statement.tested_on))
    yield Row(setting.say("statement-prepared-on"), setting.day(statement.prepared_on))
    yield Row(setting.say("statement-reviewed-on"), setting.day(statement.reviewed_on))


def _said(text: Text, setting: Setting) -> Said:
    said = text.say(setting.lang)
    return Said(said.text, if_other(said.lang, setting.lang))
