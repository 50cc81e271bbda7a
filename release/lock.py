"""Write the lock files and the list of what the program is built from.

`python release/lock.py` writes, at the top of the repository:

- `requirements.lock`: what it takes to build and run the program, each file of it with its SHA-256;
- `requirements-dev.lock`: the same for the tests and the other tools of developers;
- `sbom.cdx.json`: the packages of the first with their licences and what needs what, as CycloneDX 1.6.

Versions stay as they are while `pyproject.toml` allows them; `--upgrade` takes the newest. It needs the extra `lock`
and the network, and leaves with the code of the tool that fails.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dpcsite import __version__

ROOT = Path(__file__).resolve().parent.parent
LOWEST = "3.11"  # as in requires-python: the lock holds from there on, on every system
HEAD = """\
# Made by release/lock.py. Run it again after a change in pyproject.toml; do not edit.
# pip install --require-hashes --only-binary :all: -r {name}
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the three files."""
    parser = argparse.ArgumentParser(description="Write requirements.lock, requirements-dev.lock and sbom.cdx.json.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that pyproject.toml allows")
    given = parser.parse_args(arguments)
    more = ["--upgrade"] if given.upgrade else []
    lock("requirements.lock", more)
    lock("requirements-dev.lock", ["--extra", "dev", "--constraint", "requirements.lock", *more])
    list_parts("requirements.lock", "sbom.cdx.json")


def lock(name: str, more: Sequence[str]) -> None:
    """Write one lock file: the dependencies of pyproject.toml, and what builds the package from its sources."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    builder = "\n".join(project["build-system"]["requires"])
    command = [tool("uv"), "pip", "compile", "--quiet", "--no-header", "--universal", "--generate-hashes"]
    command += ["--python-version", LOWEST, "--output-file", name, *more, "pyproject.toml", "-"]
    subprocess.run(command, cwd=ROOT, input=builder, text=True, check=True)
    body = (ROOT / name).read_text(encoding="utf-8").replace("-r -\n", "the build system\n")
    (ROOT / name).write_text(HEAD.format(name=name) + body, encoding="utf-8")


def list_parts(lock_file: str, name: str) -> None:
    """Install a lock file where nothing else is, and write down what is there."""
    with tempfile.TemporaryDirectory(prefix="dpcsite-lock-") as folder:
        python = Path(folder, "venv", "bin", "python")
        run("uv", "venv", "--quiet", "--python", sys.executable, os.fspath(python.parent.parent))
        run("uv", "pip", "install", "--quiet", "--python", os.fspath(python), "--require-hashes", "-r", lock_file)
        shape = ("--spec-version", "1.6", "--output-format", "JSON", "--output-reproducible")
        written = ("--pyproject", "pyproject.toml", "--output-file", name)
        run("cyclonedx-py", "environment", *shape, *written, os.fspath(python))
    document = json.loads((ROOT / name).read_text(encoding="utf-8"))
    document["metadata"]["component"]["version"] = __version__
    (ROOT / name).write_text(json.dumps(_bare(document), indent=1) + "\n", encoding="utf-8")


def _bare(value: Any) -> Any:
    """The same without links to chat rooms, sponsors and the like, which change and say nothing of the parts."""
    if isinstance(value, dict):
        return {key: _bare(one) for key, one in value.items() if key != "externalReferences"}
    return [_bare(one) for one in value] if isinstance(value, list) else value


def run(program: str, *arguments: str) -> None:
    """Run a tool of the extra `lock` at the top of the repository."""
    subprocess.run([tool(program), *arguments], cwd=ROOT, check=True)


def tool(program: str) -> str:
    """Where a tool of the extra `lock` is."""
    path = Path(sys.executable).parent / program
    if not path.exists():
        sys.exit(f"{program} is not installed: pip install -e '.[lock]'")
    return os.fspath(path)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
