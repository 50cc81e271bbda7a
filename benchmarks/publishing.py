"""How long it takes to publish 500 pages to an S3 of our own, beside `aws s3 sync` of the same files.

`python benchmarks/publishing.py FOLDER [AWS]` takes a whole build, and the path of the `aws` program. It starts moto's
server for each run, so that none finds what another left, and takes both in turn, five times.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import boto3

from dpcsite.manifest import read, text_of
from dpcsite.model.manifest import MANIFEST, Manifest, entry_of

PAGES = 500
RUNS = 5
KEYS = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y", "AWS_DEFAULT_REGION": "eu-west-2"}


def main(folder: Path, aws: str) -> None:
    """Print the seconds of each run, and the ratio of the medians."""
    with tempfile.TemporaryDirectory() as temporary:
        tree = smaller(folder, Path(temporary) / "tree")
        ours = ["-m", "dpcsite", "publish", "s3://site", "--from", str(tree)]
        sync = [aws, "s3", "sync", str(tree), "s3://site", "--quiet"]
        seconds: dict[str, list[float]] = {"dpcsite publish": [], "aws s3 sync": []}
        for _ in range(RUNS):
            seconds["dpcsite publish"].append(timed([sys.executable, *ours], temporary))
            seconds["aws s3 sync"].append(timed(sync, temporary))
    for name, row in seconds.items():
        print(f"{name}: {statistics.median(row):.2f} s, {' '.join(f'{one:.2f}' for one in row)}")
    first, second = (statistics.median(row) for row in seconds.values())
    print(f"ratio {second / first:.2f}")


def smaller(folder: Path, target: Path) -> Path:
    """A build with only some of the pages, and a manifest that says so."""
    pages = sorted(folder.rglob("*.html"), key=lambda path: (len(path.parts), path))[:PAGES]
    for path in (*pages, *(folder / "assets").iterdir()):
        place = target / path.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    old = read((folder / MANIFEST).read_bytes())
    files = [path for path in target.rglob("*") if path.is_file()]
    entries = {path.relative_to(target).as_posix(): entry_of(path.read_bytes()) for path in files}
    made = Manifest(old.version, old.base_url, old.commit, (), False, False, entries)
    (target / MANIFEST).write_bytes(text_of(made))
    return target


def timed(command: list[str], folder: str) -> float:
    """The seconds of one run against an empty bucket."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, **KEYS, "AWS_ENDPOINT_URL": address}
    os.environ.update(KEYS)
    program = str(Path(sys.executable).parent / "moto_server")
    with Path(folder, "log").open("wb") as log:
        server = subprocess.Popen([program, "-H", "127.0.0.1", "-p", str(port)], stdout=log, stderr=log)
    try:
        while subprocess.run(["curl", "-s", "-o", os.devnull, address], check=False).returncode:
            time.sleep(0.1)
        place = {"LocationConstraint": KEYS["AWS_DEFAULT_REGION"]}
        boto3.client("s3", endpoint_url=address).create_bucket(Bucket="site", CreateBucketConfiguration=place)
        began = time.perf_counter()
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - began
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "aws")
