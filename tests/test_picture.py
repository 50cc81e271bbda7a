"""Heads of pictures: kind and size, as another program writes them, and nothing from bytes that are no picture."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, features

from dpcsite.formats.picture import Head, head

WAYS = [
    ("PNG", "png", "RGB", {}),
    ("PNG", "png", "1", {}),
    ("PNG", "png", "RGBA", {"optimize": True}),
    ("JPEG", "jpg", "RGB", {}),
    ("JPEG", "jpg", "L", {"progressive": True}),
    ("JPEG", "jpg", "CMYK", {"quality": 95, "comment": b"\xff\xc0 not a frame"}),
    ("GIF", "gif", "P", {}),
    ("WEBP", "webp", "RGB", {}),
    ("WEBP", "webp", "RGBA", {}),
    ("WEBP", "webp", "RGB", {"lossless": True}),
    ("WEBP", "webp", "RGB", {"exif": b"Exif\0\0II*\0\x08\0\0\0\0\0"}),
    ("AVIF", "avif", "RGB", {}),
]


def made(name: str, mode: str, size: tuple[int, int], options: dict[str, object]) -> bytes:
    """A picture by Pillow."""
    file = io.BytesIO()
    Image.new(mode, size).save(file, name, **options)
    return file.getvalue()


@pytest.mark.parametrize(("name", "kind", "mode", "options"), WAYS)
@pytest.mark.parametrize("size", [(1, 1), (37, 91), (300, 2)])
def test_the_head_of_an_honest_picture_is_read(
    name: str, kind: str, mode: str, options: dict[str, object], size: tuple[int, int]
) -> None:
    """Whichever way it was saved."""
    if name == "AVIF" and not features.check("avif"):
        pytest.fail("Pillow has had AVIF since 11.3; install a newer one.")
    assert head(made(name, mode, size, options)) == Head(kind, *size)


@pytest.mark.parametrize(("name", "kind", "mode", "options"), WAYS[:4] + WAYS[6:8] + WAYS[-1:])
def test_a_picture_that_is_cut_off_in_its_head_is_none(
    name: str, kind: str, mode: str, options: dict[str, object]
) -> None:
    """Of no length does it raise, and of the first bytes nothing is guessed."""
    content = made(name, mode, (37, 91), options)
    for length in range(min(len(content), 400)):
        found = head(content[:length])
        assert found is None or found == Head(kind, 37, 91)
    assert head(content[:16]) is None


STARTS = [made(name, mode, (5, 7), options)[:40] for name, _, mode, options in WAYS]


@given(start=st.sampled_from([b"", *STARTS]), rest=st.binary(max_size=200), end=st.sampled_from([b"", b";"]))
@settings(max_examples=500, deadline=None, database=None)
def test_any_bytes_have_a_head_or_none(start: bytes, rest: bytes, end: bytes) -> None:
    """Nothing raises, and nothing is looked at for ever."""
    found = head(start + rest + end)
    assert found is None or min(found.width, found.height) >= 0
