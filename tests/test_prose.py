"""Rules on words: the examples of their pages are tests, and findings stand at the author's words."""

from pathlib import Path

import pytest

from dpcsite.check.examples import HEADINGS, ON_WORDS, OUTCOMES, Example, rule_page
from dpcsite.check.prose import rules, slips
from dpcsite.check.prose.rule import ProseRule, Writing
from dpcsite.check.prose.rules import PROSE_RULES
from dpcsite.check.prose.text import reading_age, sentences, syllables
from dpcsite.formats.markdown import read
from dpcsite.model.words import Prose
from tests.conftest import TODAY, Run
from tests.sites import ROOT, write_site

FOLDER = Path(rules.__file__).parent
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}/{example.outcome}/{example.title}")
    for rule in PROSE_RULES
    for example in rule_page(rule.id, ON_WORDS).examples
]


def writing(text: str, lang: str = "en") -> Writing:
    """A Markdown text as rules on words see it."""
    marked = read(text, "a.md")
    assert marked.problems == ()
    return Writing("a.md", lang, "A title", marked.prose)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_an_example_of_a_rule_says_what_its_page_promises(rule: ProseRule, example: Example) -> None:
    """Failed examples are found by their own rule; passed ones and those it has nothing to say of are not."""
    found = list(slips(writing(example.html, rule.languages[0]), (rule,)))
    assert bool(found) == (example.outcome == "failed")


def test_rules_on_words_are_the_modules_of_their_folder() -> None:
    """Each has a module and a page of one stem, and is in the list by its id."""
    ids = [rule.id for rule in PROSE_RULES]
    assert ids == sorted(set(ids))
    stems = {name.replace("-", "_") for name in ids}
    assert (
        stems
        == {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
        == {path.stem for path in FOLDER.glob("*.md")}
    )


@pytest.mark.parametrize("rule", PROSE_RULES, ids=lambda rule: rule.id)
def test_the_page_of_a_rule_is_complete(rule: ProseRule) -> None:
    """All its headings, two texts that fail and two that pass, and one that it is not about."""
    page = rule_page(rule.id, ON_WORDS)
    assert set(page.words) == set(HEADINGS)
    counts = [sum(one.outcome == outcome.lower() for one in page.examples) for outcome in OUTCOMES]
    assert counts >= [2, 2, 1]
    assert counts[2] >= 1


def test_no_rule_speaks_of_a_language_that_it_does_not_know() -> None:
    """A Welsh text is not judged by English words."""
    assert [rule.id for rule, _ in slips(writing("Utilise hwn.", "cy"))] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Ask Mr. Jones. Then go.", ["Ask Mr. Jones.", "Then go."]),
        ("It costs 1.50 a day", ["It costs 1.50 a day"]),
        (
            "Call {{ force.non_emergency }}. {{ force.name }} answers.",
            ["Call {{ force.non_emergency }}.", "{{ force.name }} answers."],
        ),
    ],
)
def test_a_text_falls_into_sentences(text: str, expected: list[str]) -> None:
    """At a full stop with a beginning behind it, and not inside names and numbers."""
    assert [one.text for one in sentences(Prose("paragraph", 0, text))] == expected


@pytest.mark.parametrize(
    ("word", "count"), [("police", 2), ("report", 2), ("the", 1), ("abuse", 2), ("emergency", 4), ("table", 2)]
)
def test_syllables_are_counted_by_their_vowels(word: str, count: int) -> None:
    """Near enough for a formula that averages over a text."""
    assert syllables(word) == count


def test_the_reading_age_is_kincaids_grade_and_five() -> None:
    """Ten words of one syllable in one sentence: 0.39 × 10 + 11.8 - 15.59 + 5."""
    found = list(sentences(Prose("paragraph", 0, "You can call us now if you need some help.")))
    assert reading_age(found) == pytest.approx(max(5.0, 0.39 * 10 + 11.8 - 15.59 + 5))
    assert reading_age([]) == 0.0


def test_a_finding_stands_at_the_word(tmp_path: Path, run: Run) -> None:
    """File, line and column of the word in the Markdown file, behind links and emphasis too."""
    body = "First line\nand **bold**, [a link](/services/) and utilise it.\n\nCall 0800 555 111.\n"
    page = f"-- content/pages/plain.md --\n---\ntitle: Plain\nsummary: A page.\n---\n\n{body}"
    site = write_site(tmp_path / "site", (ROOT / "tests" / "sites" / "minimal.txt").read_text(encoding="utf-8"), page)
    ran = run("check", "--source", site, "--today", TODAY)
    assert "content/pages/plain.md:7:40: warning plain-words:" in ran.out
    assert "content/pages/plain.md:9:6: warning typed-fact:" in ran.out


def test_a_paragraph_in_two_files_is_found_once_with_the_other_named(tmp_path: Path, run: Run) -> None:
    """The second file is told of the first; short paragraphs may repeat."""
    long = "This is a paragraph with quite a few words in it, so that nobody can say that it came twice by chance."
    pages = "".join(
        f"-- content/pages/{name}.md --\n---\ntitle: Page {name}\nsummary: A page.\n---\n\n{long}\n\nShort one.\n"
        for name in ("one", "two")
    )
    site = write_site(tmp_path / "site", (ROOT / "tests" / "sites" / "minimal.txt").read_text(encoding="utf-8"), pages)
    ran = run("check", "--source", site, "--today", TODAY)
    assert ran.out.count("twin-paragraph") == 1
    assert (
        "content/pages/two.md:6:1: warning twin-paragraph: This paragraph stands in content/pages/one.md too" in ran.out
    )
