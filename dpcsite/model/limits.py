"""Every limit on size and depth, in one table: what is beyond it is refused with its place, never cut short."""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that there may be of something; `unit` is what is counted, in the plural."""

    of: str
    most: int
    unit: str

    def __str__(self) -> str:
        if self.unit == "bytes":
            whole, unit = (self.most // MIB, "MiB") if self.most % MIB == 0 else (self.most // KIB, "KiB")
            return f"{whole} {unit}"
        return f"{self.most:,} {self.unit}"


SOURCE_BYTES = Limit("a file", 8 * MIB, "bytes")
SOURCE_FOLDERS = Limit("the folders that a file lies in", 12, "levels")  # the shipped site has 5
NAME_LENGTH = Limit("the name of a page, a folder or a picture", 60, "characters")
YAML_BYTES = Limit("a YAML file, or the fields at the top of a page", 256 * KIB, "bytes")  # real: 12 KiB
YAML_DEPTH = Limit("lists and fields inside one another", 12, "levels")  # the deepest real file has 6
YAML_ENTRIES = Limit("a list or a set of fields", 10_000, "entries")
PAGE_BYTES = Limit("the words of a page", 200 * KIB, "bytes")  # real pages have 2 to 10 KiB
PAGE_DEPTH = Limit("lists, quotations and marks inside one another in the words of a page", 20, "levels")
PAGE_PARTS = Limit("the words of a page", 4000, "paragraphs, items, cells, links and other parts")  # real: 300
PARAGRAPH_PARTS = Limit("a paragraph, heading, item or cell", 300, "links, marks and line ends")  # real: 20
PICTURE_BYTES = Limit("a picture", 2 * MIB, "bytes")
PICTURE_SIDE = Limit("a side of a picture", 4096, "pixels")  # a bomb of a few bytes can unfold to gigabytes
FORCE_PAGES = Limit("the own pages of a force", 500, "pages")
OLD_PATHS = Limit("the old addresses of a page", 50, "addresses")
COMPLAINTS = Limit("findings of one kind in one file", 50, "findings")

LIMITS = (
    SOURCE_BYTES,
    SOURCE_FOLDERS,
    NAME_LENGTH,
    YAML_BYTES,
    YAML_DEPTH,
    YAML_ENTRIES,
    PAGE_BYTES,
    PAGE_DEPTH,
    PAGE_PARTS,
    PARAGRAPH_PARTS,
    PICTURE_BYTES,
    PICTURE_SIDE,
    FORCE_PAGES,
    OLD_PATHS,
    COMPLAINTS,
)
