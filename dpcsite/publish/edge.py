"""CloudFront in front of a store: told which pages changed, so that it asks for them anew."""

import secrets
from collections.abc import Collection
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from dpcsite.publish.errors import CannotPublishError

MANY = 1000  # paths; CloudFront takes three thousand at a time, and charges for more than a thousand in a month


def invalidate(distribution: str, paths: Collection[str], endpoint: str = "") -> None:
    """Ask a distribution to forget some files of the site. Raises `CannotPublishError`."""
    wanted = addresses(paths)
    try:
        client: Any = boto3.session.Session().client("cloudfront", endpoint_url=endpoint or None)
        client.create_invalidation(
            DistributionId=distribution,
            InvalidationBatch={
                "Paths": {"Quantity": len(wanted), "Items": wanted},
                "CallerReference": secrets.token_hex(16),
            },
        )
    except (ClientError, BotoCoreError) as error:
        message = f"CloudFront was not told what changed: {error}"
        help_ = "The pages are there, and readers get them when its copies are too old. Publish again to tell it."
        raise CannotPublishError(message, help_) from error


def addresses(paths: Collection[str]) -> list[str]:
    """The addresses of files, as readers ask for them; the whole site where they are too many."""
    found = {f"/{path}" for path in paths}
    found |= {path.removesuffix("index.html") for path in found if path.endswith("/index.html")}
    return sorted(found) if len(found) <= MANY else ["/*"]
