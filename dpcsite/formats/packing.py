"""Files packed beside the plain ones, as servers hand them to browsers: gzip (RFC 1952) and Brotli (RFC 7932)."""

import gzip

try:
    import brotli
except ImportError:  # the extra "compress"
    brotli = None

ENDINGS = (".br", ".gz")
_PACKABLE = (".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml")
_QUALITY = 10  # 11 makes a page 3 % smaller in twice the time


class CannotPackError(Exception):
    """The library for Brotli is not there."""


def ready() -> None:
    """Raise `CannotPackError` where nothing can be packed."""
    if brotli is None:
        raise CannotPackError


def packable(path: str) -> bool:
    """Whether a file gains from it; pictures are packed already."""
    return path.endswith(_PACKABLE)


def packed(content: bytes, before: bytes | None) -> dict[str, bytes]:
    """The packed forms of some bytes, by the ending of each.

    `before` is an earlier Brotli form of the same file. It is taken again if it still unpacks to these bytes, as
    packing takes longer than all else. Nothing depends on the time or the machine.
    """
    same = before is not None and _unpacked(before) == content
    shrunk = before if same and before is not None else brotli.compress(content, quality=_QUALITY)
    return {".br": shrunk, ".gz": gzip.compress(content, 9, mtime=0)}


def _unpacked(content: bytes) -> bytes | None:
    try:
        plain: bytes = brotli.decompress(content)
    except brotli.error:
        return None
    return plain
