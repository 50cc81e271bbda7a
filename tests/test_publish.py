"""A finished build to its readers and back: a folder, and a real S3 interface (moto's server), cut at every request."""

import hashlib
import json
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from moto.server import ThreadedMotoServer
from urllib3 import HTTPResponse

from dpcsite import publish as site
from dpcsite.cli import main
from dpcsite.model.manifest import MANIFEST
from dpcsite.model.serving import HASHED, KEPT, kind_of, type_of
from dpcsite.publish import CannotPublishError, bucket, folder
from dpcsite.publish.candidate import Candidate, candidate
from dpcsite.publish.edge import addresses
from dpcsite.publish.order import phases
from dpcsite.publish.store import Store
from tests.conftest import TODAY, Run
from tests.sites import MINIMAL, contents, write_site

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
REGION = "eu-west-2"
# Another style sheet, so that every page changes; a page less and two pages more, which link to each other.
WORDS = MINIMAL.replace("These are the words.", "Other words: {{ link.report-crime }}.").replace("£10", "£11")
OTHER = """
-- content/pages/first.md --
---
title: The first page
summary: New.
related: [second]
---

## Words

See [the second](second.md).
-- content/pages/second.md --
---
title: The second page
summary: New as well.
related: [first]
---

## Words

See [the first](first.md).
-- content/services/report-stalking.md (removed) --
-- forces/gwent/force.yaml --
name: {en: Gwent Police, cy: Heddlu Gwent}
kind: territorial
nation: Wales
region: Wales
languages: [en, cy]
website: https://www.gwent.police.uk/
contacts: {emergency: "999", non_emergency: "101"}
"""


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Two builds of one site, `a` and `b`; b has another style sheet, other pages, and two of a are gone."""
    base = tmp_path_factory.mktemp("builds")
    for name, text in (("a", (MINIMAL,)), ("b", (WORDS, OTHER))):
        source = write_site(base / f"{name}-site", *text)
        if name == "b":
            sheet = source / "themes" / "national" / "styles" / "base.css"
            sheet.write_text(sheet.read_text(encoding="utf-8") + "\n.dpc-other { margin: 0; }\n", encoding="utf-8")
        with pytest.raises(SystemExit) as left:
            main(["build", "--source", str(source), "--output", str(base / name), "--today", TODAY])
        assert left.value.code == 0
    return {"a": base / "a", "b": base / "b"}


@pytest.fixture
def made(builds: Mapping[str, Path]) -> Mapping[str, Candidate]:
    """Both builds, looked through."""
    return {name: candidate(path) for name, path in builds.items()}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of an S3 and CloudFront of our own."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def client(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An empty bucket, `site`."""
    for name, value in (("ACCESS_KEY_ID", "x"), ("SECRET_ACCESS_KEY", "y"), ("DEFAULT_REGION", REGION)):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    made = boto3.client("s3", endpoint_url=endpoint)
    for one in made.list_buckets()["Buckets"]:
        for row in made.list_objects_v2(Bucket=one["Name"]).get("Contents", ()):
            made.delete_object(Bucket=one["Name"], Key=row["Key"])
        made.delete_bucket(Bucket=one["Name"])
    made.create_bucket(Bucket="site", CreateBucketConfiguration={"LocationConstraint": REGION})
    return made


@pytest.fixture
def store(client: Any, endpoint: str) -> Store:
    """The bucket as the program sees it, one request at a time."""
    return Store("site", "", endpoint, workers=1)


def held(client: Any, prefix: str = "") -> dict[str, bytes]:
    """Everything in the bucket below a prefix."""
    rows = client.list_objects_v2(Bucket="site", Prefix=prefix).get("Contents", ())
    for row in rows:
        if row["ETag"] not in _BYTES:
            _BYTES[row["ETag"]] = client.get_object(Bucket="site", Key=row["Key"])["Body"].read()
    return {row["Key"].removeprefix(prefix): _BYTES[row["ETag"]] for row in rows}


_BYTES: dict[str, bytes] = {}  # by their MD5, so that nothing is fetched twice


def shown(objects: Mapping[str, bytes]) -> dict[str, bytes]:
    """What readers may ask for."""
    return {path: content for path, content in objects.items() if not path.startswith(".dpcsite")}


def built(path: Path) -> dict[str, bytes]:
    """The files of a build that are published."""
    return {name: content for name, content in contents(path).items() if name != ".dpcsite-output"}


def quiet(paths: object) -> None:
    """Nobody stands in front of the store."""


def go(store: Store, made: Candidate, now: datetime = NOW, **options: Any) -> site.Receipt:
    """Publish a build."""
    return bucket.publish(store, made, now, options.pop("changed", quiet), **{"allow": True, "dry": False, **options})


class Watch:
    """Listens to the requests of a store: calls back before each that writes."""

    WRITES = ("PutObject", "CopyObject", "DeleteObjects")

    def __init__(self, store: Store, before: Callable[[int, str, str], None] = lambda *_: None) -> None:
        self.rows: list[tuple[str, str]] = []
        self.before = before
        self.events = store.client.meta.events
        self.events.register("before-parameter-build.s3", self.heard)

    def heard(self, params: Mapping[str, Any], model: Any, **_: object) -> None:
        """A request is about to be made."""
        if model.name in self.WRITES:
            self.before(len(self.rows), model.name, params.get("Key", ""))
            self.rows.append((model.name, params.get("Key", "")))

    def over(self) -> None:
        """Listen no more."""
        self.events.unregister("before-parameter-build.s3", self.heard)


class Cut(BaseException):
    """Somebody pulled the plug."""


@cache
def targets(page: bytes) -> frozenset[str]:
    """The files that a page names on its own site."""
    found = {urlsplit(one.decode()).path.lstrip("/") for one in re.findall(rb'(?:href|src)="(/[^"#]*)', page)}
    return frozenset(f"{one}index.html" if not one or one.endswith("/") else one for one in found)


def dangling(objects: Mapping[str, bytes], *, pages: bool) -> set[tuple[str, str]]:
    """References in pages to what is not there: assets, or also pages."""
    return {
        (path, target)
        for path, content in objects.items()
        if path.endswith(".html")
        for target in targets(content)
        if (pages or not target.endswith(".html")) and target not in objects
    }


def reachable(objects: Mapping[str, bytes], starts: set[str]) -> dict[str, bytes]:
    """The pages that readers get to from some pages, with all that is no page."""
    todo, seen = [*starts], {path for path in objects if not path.endswith(".html")}
    while todo:
        path = todo.pop()
        if path in seen or path not in objects:
            continue
        seen.add(path)
        todo += targets(objects[path])
    return {path: objects[path] for path in seen}


# --- a store ------------------------------------------------------------------------------------------------------


def test_a_build_arrives_whole_with_types_and_times(store: Store, client: Any, builds: Mapping[str, Path]) -> None:
    """Byte for byte; hashed files for good, pages for minutes, and nothing of the machine that built it."""
    go(store, candidate(builds["a"]))
    objects = held(client)
    assert shown(objects) == built(builds["a"])
    for path in shown(objects):
        head = client.head_object(Bucket="site", Key=path)
        assert (head["ContentType"], head["CacheControl"]) == (type_of(path), KEPT[kind_of(path)]), path
    assert {kind_of(path) for path in shown(objects)} == {"page", "asset", "state", "other"}


def test_a_second_run_sends_and_removes_nothing(store: Store, client: Any, made: Mapping[str, Candidate]) -> None:
    """Not one request that writes."""
    go(store, made["a"])
    before, watch = held(client), Watch(store)
    receipt = go(store, made["a"], NOW + timedelta(days=60))
    assert (watch.rows, receipt.sent, receipt.removed, receipt.number) == ([], (), (), 1)
    assert held(client) == before


def test_only_what_changed_is_sent(store: Store, made: Mapping[str, Candidate]) -> None:
    """Files with the same bytes stay."""
    go(store, made["a"])
    receipt = go(store, made["b"])
    files = {name: one.files for name, one in made.items()}
    assert set(receipt.sent) == {path for path, one in files["b"].items() if files["a"].get(path) != one}
    assert receipt.unchanged == len(files["b"]) - len(receipt.sent) > 2


def test_after_every_request_no_reference_is_broken(store: Store, client: Any, made: Mapping[str, Candidate]) -> None:
    """A whole first and a whole second release, looked at before each request that writes: assets of all pages,
    old and new; and from the pages that readers had, or the home page, every link."""
    looked = 0
    starts = {"index.html"}

    def look(number: int, kind: str, key: str) -> None:
        nonlocal looked
        objects = shown(held(client))
        assert dangling(objects, pages=False) == set(), (number, kind, key)
        assert dangling(reachable(objects, starts), pages=True) == set(), (number, kind, key)
        looked += 1

    watch = Watch(store, look)
    go(store, made["a"])
    starts |= {path for path in made["a"].files if path.endswith(".html")}
    go(store, made["b"])
    go(store, made["a"], NOW + timedelta(days=1))
    watch.over()
    look(-1, "", "")
    assert looked == len(watch.rows) + 1 > 80


def test_cut_at_every_request_it_goes_on_and_ends_the_same(
    store: Store, client: Any, made: Mapping[str, Candidate], endpoint: str
) -> None:
    """Each run is cut one request later than the one before could go; at the end there is what one run leaves."""
    go(store, made["a"])
    whole = Store("site", "whole/", endpoint)
    go(whole, made["a"])
    go(whole, made["b"])
    expected = held(client, "whole/")
    for path in [*expected]:
        client.delete_object(Bucket="site", Key=f"whole/{path}")

    def cut(number: int, kind: str, key: str) -> None:
        if number >= 1:
            raise Cut

    cuts = 0
    while True:
        watch = Watch(store, cut)
        try:
            go(store, made["b"])
        except Cut:
            cuts += 1
            assert cuts < 200
        else:
            break
        finally:
            watch.over()
        assert dangling(shown(held(client)), pages=False) == set()
    assert cuts > 30
    assert held(client) == expected


def test_a_run_that_was_cut_may_be_followed_by_another_build(
    store: Store, client: Any, made: Mapping[str, Candidate]
) -> None:
    """What the first one sent and the second does not have is known, and leaves in time."""
    go(store, made["a"])

    def cut(number: int, kind: str, key: str) -> None:
        if key == "services/index.html":
            raise Cut

    watch = Watch(store, cut)
    with pytest.raises(Cut):
        go(store, made["b"])
    watch.over()
    assert "first/index.html" in shown(held(client))
    go(store, made["a"])
    go(store, replace(made["a"], files={**made["a"].files, **_changed(made["a"], "robots.txt")}), NOW, dry=True)
    days = NOW + timedelta(days=40)
    go(store, made["b"], days)
    go(store, made["a"], days)
    assert "first/index.html" in shown(held(client)), "it goes with the release after"


def _changed(made: Candidate, path: str) -> dict[str, Any]:
    return {path: replace(made.files[path], sha256="0" * 64, md5="0" * 32)}


def test_pages_leave_a_release_later_and_assets_after_thirty_days(
    store: Store, client: Any, made: Mapping[str, Candidate]
) -> None:
    """A page that is gone stays once more; a style sheet as long as somebody may have a page open that needs it."""
    page = "forces/gwent/report-stalking/index.html"
    (style,) = (path for path in made["a"].files if path.endswith(".css"))
    go(store, made["a"])
    go(store, made["b"])
    assert {page, style} <= held(client).keys()
    third = _third(made["b"], store)
    go(store, third, NOW + timedelta(days=29))
    assert page not in held(client)
    assert style in held(client)
    go(store, made["b"], NOW + timedelta(days=31))
    assert style not in held(client)
    assert shown(held(client)) == built(made["b"].folder)


def _third(made: Candidate, store: Store) -> Candidate:
    """A build that differs in one file."""
    folder = made.folder.parent / "third"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made.folder, folder)
    (folder / "robots.txt").write_text("User-agent: *\n", encoding="utf-8")
    content = (folder / "robots.txt").read_bytes()
    one = replace(made.files["robots.txt"], sha256=hashlib.sha256(content).hexdigest(), size=len(content))
    one = replace(one, md5=hashlib.md5(content, usedforsecurity=False).hexdigest())
    return Candidate(folder, made.manifest, {**made.files, "robots.txt": one})


def test_a_rollback_brings_back_the_bytes(store: Store, client: Any, made: Mapping[str, Candidate]) -> None:
    """The release before, from the store alone; the pages that it had not leave, and one can go forward again."""
    go(store, made["a"])
    go(store, made["b"])
    receipt = bucket.rollback(store, 0, NOW, quiet, dry=False)
    now = shown(held(client))
    assert receipt.number == 1
    assert {path: now[path] for path in made["a"].files} == built(made["a"].folder)
    assert all(HASHED.search(path) for path in now.keys() - made["a"].files.keys())
    assert client.head_object(Bucket="site", Key="index.html")["CacheControl"] == KEPT["page"]
    bucket.rollback(store, 2, NOW, quiet, dry=False)
    now = shown(held(client))
    assert {path: now[path] for path in made["b"].files} == built(made["b"].folder)
    assert bucket.look(store).state.current == 2


def test_a_rollback_breaks_no_reference_on_its_way(store: Store, client: Any, made: Mapping[str, Candidate]) -> None:
    """Looked at before each request; cut in the middle, it is done again and ends the same."""
    go(store, made["a"])
    go(store, made["b"])

    def look(number: int, kind: str, key: str) -> None:
        assert dangling(shown(held(client)), pages=False) == set(), (number, kind, key)
        if number == 25:
            raise Cut

    watch = Watch(store, look)
    with pytest.raises(Cut):
        bucket.rollback(store, 0, NOW, quiet, dry=False)
    watch.rows = [("", "")] * 100
    bucket.rollback(store, 0, NOW, quiet, dry=False)
    now = shown(held(client))
    assert {path: now[path] for path in made["a"].files} == built(made["a"].folder)


@pytest.mark.parametrize(("number", "words"), [(0, "no release before"), (1, "is the one"), (9, "no release 9")])
def test_a_rollback_to_nowhere_says_so(store: Store, made: Mapping[str, Candidate], number: int, words: str) -> None:
    """And changes nothing."""
    go(store, made["a"])
    watch = Watch(store)
    with pytest.raises(CannotPublishError, match=words):
        bucket.rollback(store, number, NOW, quiet, dry=False)
    assert watch.rows == []


def test_old_releases_are_forgotten_but_the_last_three(
    store: Store, client: Any, made: Mapping[str, Candidate]
) -> None:
    """Their records and copies go when nobody can want them back; those replaced within a month stay."""
    for number in range(6):
        go(store, made["ab"[number % 2]], NOW + timedelta(days=40 * number))
    state = bucket.look(store).state
    assert [one.number for one in state.live] == [4, 5, 6]
    numbers = {
        key.split("/")[2].removesuffix(".json") for key in held(client, "") if key.count("/") > 1 and key[0] == "."
    }
    assert numbers == {"4", "5", "6"}
    for number in range(6, 10):
        go(store, made["ab"[number % 2]], NOW + timedelta(days=200 + number))
    assert [one.number for one in bucket.look(store).state.live] == [5, 6, 7, 8, 9, 10]


def test_cloudfront_is_told_what_changed_before_it_counts(
    store: Store, made: Mapping[str, Candidate], endpoint: str
) -> None:
    """Changed pages only, under both names; a run that is cut there tells it again."""
    told: list[set[str]] = []

    def changed(paths: Any) -> None:
        told.append(set(paths))
        if len(told) == 1:
            raise Cut

    go(store, made["a"], changed=changed)
    assert told == [], "nothing stood there before"
    with pytest.raises(Cut):
        go(store, made["b"], changed=changed)
    go(store, made["b"], changed=changed)
    files = {name: one.files for name, one in made.items()}
    assert told[0] == told[1] == {path for path, one in files["a"].items() if files["b"].get(path, one) != one}
    assert addresses(["a/index.html", "index.html"]) == ["/", "/a/", "/a/index.html", "/index.html"]
    assert addresses([f"{number}/index.html" for number in range(600)]) == ["/*"]


def test_cloudfront_takes_the_invalidation(client: Any, endpoint: str, builds: Mapping[str, Path], run: Run) -> None:
    """By the command itself, against an interface of CloudFront's."""
    edge = boto3.client("cloudfront", endpoint_url=endpoint)
    origin = {"Id": "o", "DomainName": "site.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
    behaviour = {"TargetOriginId": "o", "ViewerProtocolPolicy": "redirect-to-https"}
    config = {"CallerReference": "x", "Comment": "", "Enabled": True, "DefaultCacheBehavior": behaviour}
    config["Origins"] = {"Quantity": 1, "Items": [origin]}
    distribution = edge.create_distribution(DistributionConfig=config)["Distribution"]["Id"]
    target = ("s3://site", "--endpoint-url", endpoint, "--cloudfront", distribution, "--allow-removals")
    assert run("publish", *target, "--from", builds["a"]).code == 0
    assert run("publish", *target, "--from", builds["b"]).code == 0
    (row,) = edge.list_invalidations(DistributionId=distribution)["InvalidationList"]["Items"]
    batch = edge.get_invalidation(DistributionId=distribution, Id=row["Id"])["Invalidation"]["InvalidationBatch"]
    assert {"/", "/about/", "/about/index.html"} <= set(batch["Paths"]["Items"])


# --- faults -------------------------------------------------------------------------------------------------------


def _faulty(store: Store, fault: Callable[[str, str], Any]) -> None:
    """Answer requests in the store's place, as `fault` says by operation and key."""
    from botocore.awsrequest import AWSResponse

    def answer(request: Any, **_: object) -> Any:
        made = fault(request.method, urlsplit(request.url).path)
        if not isinstance(made, tuple):
            return None
        status, body = made
        headers = {"ETag": '"0"', "Content-Type": "application/xml"}
        return AWSResponse(request.url, status, headers, HTTPResponse(BytesIO(body), preload_content=False))

    store.client.meta.events.register("before-send.s3", answer)


SLOW_DOWN = b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"


def test_a_store_that_is_busy_is_asked_again(
    store: Store, client: Any, made: Mapping[str, Candidate], monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 for the first two tries of every put: all arrives."""
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    monkeypatch.setattr("botocore.retries.quota.RetryQuota.acquire", lambda *_: True)
    tries: dict[str, int] = {}

    def fault(method: str, path: str) -> Any:
        tries[path] = tries.get(path, 0) + (method == "PUT")
        return (503, SLOW_DOWN) if method == "PUT" and tries[path] <= 2 else None

    _faulty(store, fault)
    go(store, made["a"])
    assert shown(held(client)) == built(made["a"].folder)
    assert {tries[f"/site/{path}"] for path in made["a"].files} == {3}


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ((503, SLOW_DOWN), "reduce your request rate"),
        ((403, b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"), "AccessDenied"),
        ((200, b""), "other bytes than were sent"),
    ],
)
def test_what_did_not_arrive_is_named(
    store: Store,
    client: Any,
    made: Mapping[str, Candidate],
    monkeypatch: pytest.MonkeyPatch,
    fault: tuple[int, bytes],
    words: str,
) -> None:
    """One page that the store never takes: the release before stays whole, and the next run ends it."""
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    go(store, made["a"])
    broken = True
    page = "/site/forces/kent/report-crime/index.html"
    _faulty(store, lambda method, path: fault if broken and method == "PUT" and path == page else None)
    with pytest.raises(CannotPublishError, match=words) as error:
        go(store, made["b"])
    assert error.value.missing == ("forces/kent/report-crime/index.html",)
    objects = shown(held(client))
    assert objects["index.html"] == built(made["a"].folder)["index.html"]
    assert dangling(objects, pages=False) == set()
    broken = False
    go(store, made["b"])
    assert dangling(shown(held(client)), pages=True) == set()


def test_two_at_once_are_told(store: Store, made: Mapping[str, Candidate]) -> None:
    """Whoever comes second stops before it sends anything."""
    go(store, made["a"])
    seen = bucket.look(store)
    go(store, made["b"])
    monkey = pytest.MonkeyPatch()
    with monkey.context() as patched:
        patched.setattr(bucket, "look", lambda _: seen)
        watch = Watch(store)
        with pytest.raises(CannotPublishError, match="Somebody else"):
            go(store, _third(made["b"], store))
        assert len(watch.rows) == 1


def test_records_that_cannot_be_read_stop_everything(store: Store, client: Any, made: Mapping[str, Candidate]) -> None:
    """Nothing is guessed."""
    go(store, made["a"])
    for content in (b"", b"{}", b'{"state": 9}', b"[]"):
        client.put_object(Bucket="site", Key=bucket.STATE, Body=content)
        watch = Watch(store)
        with pytest.raises(CannotPublishError, match="cannot be read"):
            go(store, made["b"])
        assert watch.rows == []


def test_what_others_put_there_stays(store: Store, client: Any, made: Mapping[str, Candidate]) -> None:
    """Objects that no release named are never touched."""
    client.put_object(Bucket="site", Key="theirs.html", Body=b"theirs")
    for number, name in enumerate("abab"):
        go(store, made[name], NOW + timedelta(days=50 * number))
    assert held(client)["theirs.html"] == b"theirs"


# --- the order ----------------------------------------------------------------------------------------------------


def test_a_page_goes_after_what_it_needs_and_before_what_leads_to_it() -> None:
    """Assets and pictures, new pages, pages that were there, home pages, lists, and the manifest."""
    paths = ["index.html", "cy/index.html", "new/index.html", "old/index.html", "sitemap.xml", "_headers", MANIFEST]
    paths += ["assets/a.0123456789.css", "forces/kent/assets/a.png", "old/index.html.br", "search.json"]
    assert phases(paths, {"old/index.html", "old/index.html.br"}) == (
        ("assets/a.0123456789.css", "forces/kent/assets/a.png"),
        ("new/index.html",),
        ("old/index.html", "old/index.html.br"),
        ("cy/index.html", "index.html"),
        ("_headers", "search.json", "sitemap.xml"),
        (MANIFEST,),
    )


# --- what may be published ----------------------------------------------------------------------------------------


def _tree(builds: Mapping[str, Path], folder: Path, **changes: Any) -> Path:
    """A copy of a build whose manifest says something else."""
    shutil.copytree(builds["a"], folder)
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    for name, value in changes.items():
        text = re.sub(rf'^ "{name}": .*$', f' "{name}": {json.dumps(value)},', text, flags=re.MULTILINE)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"preview": True}, "is a preview"),
        ({"blocked": True}, "findings that block"),
        ({"forces": ["kent"]}, "only a part of the site: kent"),
        ({"base_url": "http://localhost:8000/"}, "which nobody else can open"),
        ({"base_url": "http://127.0.0.1/"}, "which nobody else can open"),
    ],
)
def test_what_is_no_site_for_readers_is_refused(
    builds: Mapping[str, Path], tmp_path: Path, run: Run, changes: dict[str, Any], words: str
) -> None:
    """Previews, parts, and builds in spite of findings; exit code 1, and what to do."""
    ran = run("publish", tmp_path / "www", "--from", _tree(builds, tmp_path / "tree", **changes))
    assert ran.code == 1
    assert words in ran.err
    assert "help: " in ran.err
    assert not (tmp_path / "www").exists()


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda tree: (tree / "index.html").write_text("x"), "index.html was changed"),
        (lambda tree: (tree / "index.html").unlink(), "index.html is missing"),
        (lambda tree: (tree / "secret.txt").write_text("x"), "secret.txt is not of the build"),
        (lambda tree: (tree / MANIFEST).unlink(), "no deployed.json"),
    ],
)
def test_a_folder_that_is_not_what_was_built_is_refused(
    builds: Mapping[str, Path], tmp_path: Path, run: Run, harm: Callable[[Path], None], words: str
) -> None:
    """The manifest holds every file, no more and no less."""
    tree = _tree(builds, tmp_path / "tree")
    harm(tree)
    ran = run("publish", tmp_path / "www", "--from", tree)
    assert (ran.code, words in ran.err) == (1, True), ran.err


def test_many_pages_do_not_go_without_a_word(
    builds: Mapping[str, Path], store: Store, client: Any, tmp_path: Path, run: Run, endpoint: str
) -> None:
    """They are named; with --allow-removals they go. In a folder and in a store."""
    for target in ((tmp_path / "www",), ("s3://site/", "--endpoint-url", endpoint)):
        assert run("publish", *target, "--from", builds["a"]).code == 0
        ran = run("publish", *target, "--from", builds["b"])
        assert ran.code == 1
        assert re.search(
            r"5 of 23 pages would go: cy/forces/gwent/report-stalking/index\.html, .*--allow", ran.err, re.DOTALL
        )
        assert run("publish", *target, "--from", builds["b"], "--allow-removals").code == 0


@pytest.mark.parametrize("target", ["s3://", "s3://UPPER", "s3://a/../b/c", "https://example.org/", "s3://site/a//b"])
def test_a_target_that_is_none_is_a_wrong_use(builds: Mapping[str, Path], run: Run, target: str) -> None:
    """Exit code 2, before anything is asked for."""
    ran = run("publish", target, "--from", builds["a"])
    assert (ran.code, "is no store" in ran.err) == (2, True)


def test_a_store_that_is_not_there_is_said(client: Any, builds: Mapping[str, Path], run: Run, endpoint: str) -> None:
    """A bucket that does not exist: one sentence, no traceback."""
    ran = run("publish", "s3://nowhere", "--endpoint-url", endpoint, "--from", builds["a"])
    assert (ran.code, ran.out) == (1, "")
    assert re.match(r"Error: The store cannot be read: .*NoSuchBucket.*\nhelp: ", ran.err)


# --- a folder -----------------------------------------------------------------------------------------------------


def test_a_folder_s_releases_stand_beside_each_other(builds: Mapping[str, Path], tmp_path: Path, run: Run) -> None:
    """`current` is what readers see; what did not change is the same file; a server may read all of it."""
    www = tmp_path / "www"
    before = os.umask(0o077)
    try:
        assert run("publish", www, "--from", builds["a"]).code == 0
        assert run("publish", www, "--from", builds["b"], "--allow-removals").code == 0
    finally:
        os.umask(before)
    shown_now = contents(www / "current")
    assert {path: shown_now[path] for path in built(builds["b"])} == built(builds["b"])
    assert all(HASHED.search(path) for path in shown_now.keys() - built(builds["b"]).keys())
    assert dangling({**built(builds["a"]), **shown_now}, pages=False) == set(), "old pages find their assets"
    icon = next(path for path in shown_now if path.startswith("assets/icon."))
    assert (www / "releases/1" / icon).stat().st_ino == (www / "releases/2" / icon).stat().st_ino
    modes = {stat.S_IMODE(path.stat().st_mode) for path in www.rglob("*") if path.name != "current"}
    assert modes == {0o755, 0o644}
    assert run("publish", www, "--from", builds["b"]).out == ""
    assert sorted(path.name for path in (www / "releases").iterdir()) == ["1", "1.json", "2", "2.json"]


def test_a_folder_goes_back_by_its_link_alone(builds: Mapping[str, Path], tmp_path: Path, run: Run) -> None:
    """No file is written; the release before is there byte for byte; the next one gets a number of its own."""
    www = tmp_path / "www"
    for name in "ab":
        run("publish", www, "--from", builds[name], "--allow-removals")
    before = contents(www / "releases")
    assert run("rollback", www).code == 0
    assert contents(www / "releases") == before
    assert contents(www / "current") == built(builds["a"])
    listed = json.loads(run("releases", www, "--format", "json").out)
    assert (listed["current"], [one["number"] for one in listed["releases"]]) == (1, [1, 2])
    assert run("releases", www).out.splitlines()[0].startswith("*    1  ")
    assert run("rollback", www).code == 1
    assert run("rollback", www, "--to", "2", "--dry-run").out.startswith("send ")
    assert run("rollback", www, "--to", "2").code == 0
    run("rollback", www, "--to", "1")
    assert run("publish", www, "--from", builds["b"], "--allow-removals").code == 0
    assert (www / "current").readlink() == Path("releases/3")
    (style,) = (path for path in built(builds["a"]) if path.endswith(".css"))
    assert (www / "current" / style).is_file()


@pytest.mark.parametrize("call", ["_put", "settle", "_point", "release_text"])
def test_a_folder_that_was_cut_shows_what_it_showed(
    made: Mapping[str, Candidate], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """Wherever it stops: the release before is whole, and the next run leaves nothing behind."""
    www = tmp_path / "www"
    folder.publish(www, made["a"], NOW, allow=True, dry=False)
    real = getattr(folder, call)
    with monkeypatch.context() as patched:
        calls = iter(range(100))

        def cut(*arguments: Any, **named: Any) -> Any:
            if next(calls) == (20 if call == "_put" else 0):
                raise Cut
            return real(*arguments, **named)

        patched.setattr(folder, call, cut)
        with pytest.raises(Cut):
            folder.publish(www, made["b"], NOW, allow=True, dry=False)
    assert contents(www / "current") == built(made["a"].folder)
    folder.publish(www, made["b"], NOW, allow=True, dry=False)
    assert set(built(made["b"].folder)) <= set(contents(www / "current"))
    hidden = [path for path in www.rglob(".*") if path.name != ".well-known"]
    assert hidden == []


def test_a_folder_keeps_assets_thirty_days_and_three_releases(made: Mapping[str, Candidate], tmp_path: Path) -> None:
    """Then they go."""
    www = tmp_path / "www"
    (style,) = (path for path in made["a"].files if path.endswith(".css"))
    third = _third(made["b"], None)  # type: ignore[arg-type]
    for days, one in ((0, made["a"]), (1, made["b"]), (20, third), (40, made["b"])):
        folder.publish(www, one, NOW + timedelta(days=days), allow=True, dry=False)
        assert (www / "current" / style).is_file() is (days < 40)
    assert sorted(int(path.stem) for path in (www / "releases").glob("*.json")) == [2, 3, 4]
    assert folder.releases(www)[0] == 4


def test_a_folder_with_something_else_is_left_alone(builds: Mapping[str, Path], tmp_path: Path, run: Run) -> None:
    """Nothing is written beside files of others, and not while somebody else writes."""
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "theirs").write_text("x", encoding="utf-8")
    ran = run("publish", tmp_path / "www", "--from", builds["a"])
    assert (ran.code, "holds something else" in ran.err) == (1, True)
    assert [path.name for path in (tmp_path / "www").iterdir()] == ["theirs"]
    with folder._alone(tmp_path / "new"):
        ran = run("publish", tmp_path / "new", "--from", builds["a"])
    assert (ran.code, "Somebody else is publishing" in ran.err) == (1, True)


def test_a_dry_run_says_what_would_be_and_does_nothing(
    builds: Mapping[str, Path], client: Any, endpoint: str, tmp_path: Path, run: Run
) -> None:
    """The same lines as the run itself, in a folder and in a store."""
    for target in ((tmp_path / "www",), ("s3://site/below/here", "--endpoint-url", endpoint)):
        dry = run("publish", *target, "--from", builds["a"], "--dry-run")
        assert not (tmp_path / "www" / "current").exists()
        assert held(client) == {}
        assert dry.out == run("publish", *target, "--from", builds["a"]).out != ""
        shutil.rmtree(tmp_path / "www", ignore_errors=True)
    assert {path.split("/")[0] for path in held(client)} == {"below"}
