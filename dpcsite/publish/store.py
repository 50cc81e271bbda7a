"""An object store that speaks S3, behind one door: list, get, put, copy, delete, with retries and plain errors."""

import contextlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from dpcsite.publish.errors import CannotPublishError
from dpcsite.publish.records import Held

WORKERS = 16
ATTEMPTS = 5  # for each request; the waits between them double, to 20 seconds at most
DOOMED = 3  # files in a row that did not arrive: then the others are not tried
BATCH = 1000  # keys that one request may delete


class StoreError(Exception):
    """One request failed for good; the message is the store's."""


class TakenError(StoreError):
    """There is an object under this key already."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An object as the store lists it."""

    etag: str
    size: int


class Store:
    """The objects below a prefix of a bucket; keys are given without the prefix."""

    def __init__(self, bucket: str, prefix: str, endpoint: str = "", *, workers: int = WORKERS) -> None:
        config = Config(
            connect_timeout=10,
            max_pool_connections=workers,
            read_timeout=60,
            request_checksum_calculation="when_required",  # every put carries its MD5; many stores know no other
            response_checksum_validation="when_required",
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        )
        try:
            self.client: Any = boto3.session.Session().client("s3", endpoint_url=endpoint or None, config=config)
        except (BotoCoreError, ValueError) as error:
            message = f"The store cannot be used: {error}."
            raise CannotPublishError(message, "Give an address with https:// as --endpoint-url.") from error
        self.bucket, self.prefix, self.workers = bucket, prefix, workers

    def list(self) -> dict[str, Listed]:
        """Every object, by key."""
        found = {}
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
        with _told():
            for page in pages:
                for one in page.get("Contents", ()):
                    key = one["Key"].removeprefix(self.prefix)
                    found[key] = Listed(one["ETag"].strip('"'), one["Size"])
        return found

    def get(self, key: str) -> bytes:
        """The bytes of an object."""
        with _told():
            content: bytes = self.client.get_object(Bucket=self.bucket, Key=self.prefix + key)["Body"].read()
        return content

    def put(self, key: str, content: bytes, held: Held, headers: Mapping[str, str], *, fresh: bool = False) -> str:
        """Send an object, and return the store's name for its bytes; with `fresh` only where there is none yet.

        `headers` are ContentType, CacheControl and ContentEncoding. The store refuses bytes that changed on the way.
        """
        digest = b64encode(bytes.fromhex(held.md5)).decode()
        more = {**headers, **({"IfNoneMatch": "*"} if fresh else {})}
        for _ in range(ATTEMPTS):
            with _told():
                made = self.client.put_object(
                    Bucket=self.bucket, Key=self.prefix + key, Body=content, ContentMD5=digest, **more
                )
            etag: str = made["ETag"].strip('"')
            if etag == held.md5 or "aws:kms" in made.get("ServerSideEncryption", ""):  # then it is no MD5
                return etag
        raise StoreError("the store holds other bytes than were sent")

    def copy(self, source: str, key: str) -> None:
        """Copy an object within the store, with its headers."""
        with _told():
            origin = {"Bucket": self.bucket, "Key": self.prefix + source}
            self.client.copy_object(Bucket=self.bucket, Key=self.prefix + key, CopySource=origin)

    def delete(self, keys: Sequence[str]) -> None:
        """Remove objects, a thousand with each request."""
        for start in range(0, len(keys), BATCH):
            rows = [{"Key": self.prefix + key} for key in keys[start : start + BATCH]]
            with _told():
                made = self.client.delete_objects(Bucket=self.bucket, Delete={"Objects": rows, "Quiet": True})
            wrong = made.get("Errors", ())
            if wrong:
                raise StoreError(f"{wrong[0].get('Key')} cannot be removed: {wrong[0].get('Message')}")

    def each(self, do: Callable[[str], None], keys: Iterable[str]) -> None:
        """Do something for many keys, some at a time. Raises `CannotPublishError` that names those where it failed."""
        keys, failed, stop, row = list(keys), dict[str, str](), Event(), list[str]()

        def one(key: str) -> None:
            if stop.is_set():
                failed[key] = failed.get(key, "")
                return
            try:
                do(key)
                row.clear()
            except (StoreError, OSError) as error:
                failed[key] = str(error)
                row.append(key)
                if len(row) >= DOOMED:
                    stop.set()

        with ThreadPoolExecutor(self.workers) as pool:
            try:
                list(pool.map(one, keys))
            except BaseException:  # such as Ctrl-C: what has begun is finished, and nothing more is begun
                stop.set()
                raise
        if failed:
            why = next((words for words in failed.values() if words), "the store does not answer")
            message = f"{len(failed)} of {len(keys)} files did not arrive: {why}."
            help_ = "Publish again: it goes on where it stopped. Until then readers have the release before, or parts."
            raise CannotPublishError(message, help_, tuple(sorted(failed)))


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn whatever the library raises into our own errors, in its words."""
    try:
        yield
    except ClientError as error:
        given = error.response.get("Error", {})
        words = f"{given.get('Message') or 'no reason given'} ({given.get('Code')})"
        taken = given.get("Code") in ("PreconditionFailed", "ConditionalRequestConflict")
        raise (TakenError if taken else StoreError)(words.replace(". (", " (")) from error
    except BotoCoreError as error:
        raise StoreError(str(error).rstrip(".")) from error
