"""The pages of the rules: words for readers, and the examples that are documentation and test at once."""

from dataclasses import dataclass
from importlib import resources

HEADINGS = ("What it checks", "Who is helped", "How to fix", "Limits")
OUTCOMES = ("Passed", "Failed", "Inapplicable")


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of HTML, or of Markdown for rules on words, with what the rule must say of it.

    `title` is the sentence above it.
    """

    outcome: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class RulePage:
    """The page of one rule: its words by heading, and its examples."""

    words: dict[str, str]
    examples: tuple[Example, ...]


ON_PAGES = "dpcsite.check.rules"
ON_WORDS = "dpcsite.check.prose.rules"


def rule_page(rule_id: str, folder: str = ON_PAGES) -> RulePage:
    """Read `<rule_id>.md` of a folder of rules; hyphens of the id are underscores in its name."""
    name = f"{rule_id.replace('-', '_')}.md"
    text = (resources.files(folder) / name).read_text(encoding="utf-8")
    return read_page(text)


def read_page(text: str) -> RulePage:
    """Read a rule's page: `##` headings, and blocks of code below Passed, Failed and Inapplicable."""
    words: dict[str, list[str]] = {}
    examples: list[Example] = []
    heading, said, block, inside = "", [""], [""], False
    for line in text.splitlines():
        if line.startswith("```"):
            if inside:
                examples.append(Example(heading.lower(), " ".join(said).strip(), "\n".join(block)))
                said = []
            block, inside = [], not inside
        elif inside:
            block.append(line)
        elif line.startswith("## "):
            heading, said = line[3:].strip(), []
        elif heading in OUTCOMES:
            said.append(line)
        elif heading:
            words.setdefault(heading, []).append(line)
    return RulePage({name: "\n".join(lines).strip() for name, lines in words.items()}, tuple(examples))
