"""The rules for readers: a list of all, and the page of one."""

import difflib
import json

from dpcsite.check.examples import HEADINGS, ON_WORDS, RulePage, rule_page
from dpcsite.check.prose.rules import PROSE_RULES
from dpcsite.check.rules import RULES

OTHERS = {
    "address": "Two pages want the same address, or an address that belongs to somebody else.",
    "allowance-over": "An allowance of content/allowances.yaml has ended, or covers what nothing may allow.",
    "allowance-unused": "An allowance of content/allowances.yaml covers nothing any more.",
    "alert-over": "An alert has ended; delete its file.",
    "brand-contrast": "A force's own colours have too little contrast where they meet (WCAG 1.4.3, 1.4.11).",
    "built-file": "A file of a built folder is missing, extra or changed; `dpcsite verify` says so.",
    "consistent-help": "Parts of pages, help among them, stand in different orders (WCAG 3.2.6).",
    "consistent-identification": "One thing has different names on different pages (WCAG 3.2.4).",
    "consistent-navigation": "A menu has its links in different orders on different pages (WCAG 3.2.3).",
    "dead-link": "A link leads to a page, or a place on a page, that does not exist.",
    "field": "A field of a YAML file or of front matter is missing, unknown, or holds what it may not hold.",
    "file-name": "A file's name cannot become an address.",
    "force-change": "A force's earlier id or its end is given in a way that leads its old addresses nowhere.",
    "front-matter": "A Markdown file does not begin with its fields between two lines of three dashes.",
    "govspeak": "A block is written in Govspeak; the note says how pages write it. It never blocks.",
    "guide": "A guide in several pages is inside another, shares a page with one, or is a force's.",
    "link-address": "A link uses a kind of address that is not allowed, or one that deceives.",
    "markdown": "A text holds HTML, a wrong heading or something else that cannot be shown.",
    "neutral-title": "A page about serious harm has no neutral title, or one that tells what it is about.",
    "orphan-page": "No page links to a page, so that search is the only way to it (WCAG 2.4.5).",
    "outside-link": "A link to another site is broken, has moved or could not be looked at; `dpcsite links` says so.",
    "output": "The site cannot be written to the disk.",
    "picture": "A picture is not where it belongs, or is not a picture.",
    "placeholder": "A {{ placeholder }} is unknown, has no value for a force, or is not sure enough to show.",
    "promise": "A template or a script of the theme could store, send or load what readers were promised it does not.",
    "redirect": "An old address leads in a circle, nowhere, or over a page.",
    "reference": "A file names a service, channel, page, force or platform that does not exist.",
    "register": "The link register of a force contradicts itself.",
    "review-due": "A fact or a page should have been looked at again.",
    "section-missing": "A service lacks a section that every service of its kind writes itself.",
    "source-file": "A file or folder of the sources is missing, unused, or cannot be read.",
    "statement": "The accessibility statement is too old, or says more than is known.",
    "template": "A template of the theme has a mistake.",
    "text": "A file is not UTF-8 text, or holds characters that nobody can see.",
    "theme": "The theme lacks a part.",
    "translation": "A page or a text has no version in a language it needs.",
    "translation-stale": "A translation is of an older text than the one that is there now.",
    "twin-paragraph": "A paragraph stands in two files, word for word.",
    "twin-title": "Two pages have the same title (WCAG 2.4.2).",
    "yaml": "A file is not YAML, or uses a part of YAML that is not allowed here.",
}


class UnknownRuleError(Exception):
    """Nobody knows a rule of this name."""


def rules_text() -> str:
    """All rules, a line each: those on pages first, then those on sources and the site as a whole."""
    rows = ["On every page:", ""]
    rows += [f"  {rule.id:<22} {', '.join(rule.wcag) or 'privacy and practice':<22} {rule.level}" for rule in RULES]
    rows += ["", "On words:", ""]
    rows += [f"  {rule.id:<22} {', '.join(rule.languages):<22} {rule.severity}" for rule in PROSE_RULES]
    rows += ["", "On sources, and on the site as a whole:", ""]
    rows += [f"  {name:<22} {words}" for name, words in OTHERS.items()]
    return "\n".join(rows) + "\n"


def rules_json() -> str:
    """All rules on pages as JSON."""
    rows = [
        {
            "id": rule.id,
            "wcag": list(rule.wcag),
            "act": list(rule.act),
            "level": rule.level,
            "severity": rule.severity,
            "help": rule.help,
        }
        for rule in RULES
    ]
    words = [
        {"id": rule.id, "languages": list(rule.languages), "severity": rule.severity, "help": rule.help}
        for rule in PROSE_RULES
    ]
    return json.dumps({"rules": rows, "words": words, "others": OTHERS}, ensure_ascii=False, indent=1) + "\n"


def explained(name: str) -> str:
    """The page of one rule without its examples; raises `UnknownRuleError` with the nearest name."""
    if name in OTHERS:
        return f"{name}\n\n{OTHERS[name]}\n"
    rule = next((one for one in RULES if one.id == name), None)
    if rule:
        criteria = (
            f"WCAG {', '.join(rule.wcag)}, level {rule.level}" if rule.wcag else "Not a success criterion of WCAG"
        )
        acts = f"\nW3C ACT rules: {', '.join(rule.act)}" if rule.act else ""
        return f"{rule.id}\n\n{criteria}{acts}\n\n{_told(rule_page(name))}"
    if any(one.id == name for one in PROSE_RULES):
        return f"{name}\n\nA rule on words\n\n{_told(rule_page(name, ON_WORDS))}"
    known = [*(one.id for one in RULES), *(one.id for one in PROSE_RULES), *OTHERS]
    close = difflib.get_close_matches(name, known, n=1)
    hint = f' Did you mean "{close[0]}"?' if close else " dpcsite rules lists them."
    raise UnknownRuleError(f'There is no rule "{name}".{hint}')


def _told(page: RulePage) -> str:
    return "\n".join(f"{heading}\n\n{page.words[heading]}\n" for heading in HEADINGS)
