"""Which commit the sources are of: asked of git, and believed only where the commit holds the very same bytes."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from dpcsite.model.manifest import UNKNOWN
from dpcsite.model.tree import FOLDERS, Tree

PATIENCE = 20  # seconds for git; then the commit is unknown

# Nothing that a repository's own settings say may start a program or open a connection.
_SAFELY = ("--no-pager", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never")
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_NO_REPLACE_OBJECTS": "1", "LC_ALL": "C"}
_ROW = re.compile(rb"\d+ (\w+) ([0-9a-f]+)\t(.+)", re.DOTALL)


def commit_of(root: Path, tree: Tree) -> str:
    """The commit that HEAD names, if its files below `root` are those of the tree, to the byte; else `UNKNOWN`.

    A file that was changed, added, left out or is ignored by git makes the commit unknown. Hidden files do not count,
    as no build reads them. The index is neither asked nor written.
    """
    commit = _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").decode("ascii", "replace").strip()
    if not re.fullmatch("[0-9a-f]{40}|[0-9a-f]{64}", commit):
        return UNKNOWN
    listing = _listed(_git(root, "ls-tree", "-r", "-z", commit, "--", *FOLDERS))
    return commit if listing and listing == _digests(tree, len(commit)) else UNKNOWN


def _listed(output: bytes) -> dict[str, str]:
    """The blobs that `git ls-tree -z` names, by path, without hidden files."""
    found = {}
    for row in output.split(b"\0"):
        match = _ROW.fullmatch(row)
        if match:
            path = match[3].decode("utf-8", "surrogateescape")
            found[path] = match[2].decode("ascii") if match[1] == b"blob" else match[1].decode("ascii", "replace")
    return {path: blob for path, blob in found.items() if not any(part.startswith(".") for part in path.split("/"))}


def _digests(tree: Tree, length: int) -> Mapping[str, str]:
    """What git would call each file; `length` tells the repository's kind of digest."""
    new = hashlib.sha1 if length == 40 else hashlib.sha256  # git's own names for things, no secret
    return {
        path: new(b"blob %d\0" % len(source.content) + source.content, usedforsecurity=False).hexdigest()
        for path, source in tree.sources.items()
    }


def _git(root: Path, *arguments: str) -> bytes:
    """What a git command prints, or nothing where there is no git, no repository, or an error."""
    git = shutil.which("git")
    if git is None:
        return b""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _ENVIRONMENT
    command = (git, *_SAFELY, "-C", os.fspath(root), *arguments)
    try:
        ran = subprocess.run(  # noqa: S603 - fixed words; the folder and the commit are single arguments
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return ran.stdout if ran.returncode == 0 else b""
