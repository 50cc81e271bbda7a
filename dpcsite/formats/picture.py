"""Pictures in: what kind the bytes are, and how large the picture is, read from the head and never unpacked.

A decoder is a large program that would run on bytes of strangers; what a build needs to know stands in the first few
of them. After the PNG specification (third edition), ITU-T T.81, the GIF89a specification, RFC 9649 for WebP, and
ISO/IEC 14496-12 with the AVIF specification.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # start of frame; the three are tables and a reserve
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a picture says: its kind, as endings of files are called, and its sides in pixels."""

    kind: str
    width: int
    height: int


def head(content: bytes) -> Head | None:
    """Read the head of a picture; None where the bytes are none, or are cut off."""
    for kind, reader in _READERS.items():
        sides = reader(content)
        if sides:
            return Head(kind, *sides)
    return None


Sides = tuple[int, int] | None


def _png(content: bytes) -> Sides:
    whole = content.startswith(_PNG + b"\x00\x00\x00\x0dIHDR") and content.endswith(b"IEND\xae\x42\x60\x82")
    return (_big(content[16:20]), _big(content[20:24])) if whole else None


def _gif(content: bytes) -> Sides:
    whole = content.startswith((b"GIF87a", b"GIF89a")) and len(content) > 13 and content.endswith(b";")
    return (_little(content[6:8]), _little(content[8:10])) if whole else None


def _jpeg(content: bytes) -> Sides:
    """Go from marker to marker up to the one that says the size."""
    at = 2
    if not content.startswith(b"\xff\xd8\xff"):
        return None
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # filled up
            at += 1
        elif marker in _JPEG_SIZES:
            return _big(content[at + 7 : at + 9]), _big(content[at + 5 : at + 7])
        elif marker in _JPEG_ALONE:
            at += 2
        elif marker in (0xD9, 0xDA):  # the end, or the data, before any size
            return None
        else:
            at += 2 + _big(content[at + 2 : at + 4])
    return None


def _webp(content: bytes) -> Sides:
    """One of three first chunks: lossy, lossless, or extended."""
    whole = content[:4] == b"RIFF" and content[8:12] == b"WEBP" and _little(content[4:8]) + 8 == len(content)
    if not whole or len(content) < 30:
        return None
    chunk, data = content[12:16], content[20:30]
    if chunk == b"VP8 " and data[3:6] == b"\x9d\x01\x2a":
        return _little(data[6:8]) & 0x3FFF, _little(data[8:10]) & 0x3FFF
    if chunk == b"VP8L" and data[:1] == b"\x2f":
        packed = _little(data[1:5])
        return (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    if chunk == b"VP8X":
        return _little(data[4:7]) + 1, _little(data[7:10]) + 1
    return None


def _avif(content: bytes) -> Sides:
    """The largest of the sizes that the properties of its items say: a picture may come in tiles."""
    boxes = dict(_boxes(content))
    brands = boxes.get(b"ftyp", b"")
    meta = boxes.get(b"meta", b"")
    if not {brands[at : at + 4] for at in range(0, len(brands), 4) if at != 4} & {b"avif", b"avis"}:
        return None
    properties = dict(_boxes(dict(_boxes(meta[4:])).get(b"iprp", b""))).get(b"ipco", b"")
    sizes = [(_big(data[4:8]), _big(data[8:12])) for name, data in _boxes(properties) if name == b"ispe"]
    return max(sizes, key=lambda size: size[0] * size[1]) if sizes else None


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and data of each box; the first that does not fit ends it."""
    at = 0
    while at + 8 <= len(content):
        size = _big(content[at : at + 4]) or len(content) - at  # nought: up to the end
        if size < 8 or at + size > len(content):
            return
        yield content[at + 4 : at + 8], content[at + 8 : at + size]
        at += size


def _big(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")


_READERS: Mapping[str, Callable[[bytes], Sides]] = {
    "png": _png,
    "jpg": _jpeg,
    "gif": _gif,
    "webp": _webp,
    "avif": _avif,
}
