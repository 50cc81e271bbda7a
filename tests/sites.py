"""Whole sites as text: `-- path --` begins a file, so that a test shows everything it is about."""

import ast
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MINIMAL = (ROOT / "tests" / "sites" / "minimal.txt").read_text(encoding="utf-8")

# A whole picture of one black pixel, as the text of a file that is `(bytes)`.
PIXEL = repr(
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x01\x00\x00\x00\x007n\xf9$"
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)

_HEAD = re.compile(r"^-- (\S+)(?: \((bytes|link|removed|above)\))? --$")


def files_of(text: str) -> dict[str, tuple[str, str]]:
    """Path to (kind, content) of each file in a text; what stands before the first is a comment."""
    found: dict[str, tuple[str, str]] = {}
    path, kind, lines = "", "", []
    for line in [*text.split("\n"), "-- end --"]:
        head = _HEAD.match(line)
        if head is None:
            lines.append(line)
            continue
        if path:
            content = "\n".join(lines)
            found[path] = (kind, content if content.endswith("\n") or not content else content + "\n")
        path, kind, lines = head[1], head[2] or "text", []
    return found


def write_site(folder: Path, *texts: str) -> Path:
    """Write the files of texts below a folder, later ones over earlier ones, with the shipped theme."""
    shutil.copytree(ROOT / "themes", folder / "themes", dirs_exist_ok=True)
    for text in texts:
        for path, (kind, content) in files_of(text).items():
            _write(folder / path, kind, content)
    return folder


def _write(target: Path, kind: str, content: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if kind == "removed":
        target.unlink()
    elif kind == "link":
        target.unlink(missing_ok=True)
        target.symlink_to(content.strip())
    elif kind == "above":
        target.write_text(content + target.read_text(encoding="utf-8"), encoding="utf-8")
    elif kind == "bytes":
        target.write_bytes(ast.literal_eval(content))
    else:
        target.write_text(content, encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def stamps(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Inode, time and mode of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns, path.stat().st_mode)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
