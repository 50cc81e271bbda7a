"""Whatever bytes come in at a door, what must hold there holds; `benchmarks/fuzz.py` goes on from here."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzzing import CORPUS, DOORS, pieces, seeds

EXAMPLES = 250  # of each door; those that build more than one thing get fewer
FEWER = {"site": 40, "placeholders": 80, "html": 150}


@st.composite
def changed(draw: st.DrawFn, door: str) -> bytes:
    """A seed with some stretches taken out, doubled, or with pieces of the language or any bytes in their place."""
    content = draw(st.sampled_from(seeds(door)))
    piece = st.sampled_from(pieces(door)) | st.binary(max_size=4)
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 12)))
        new = draw(piece) * draw(st.sampled_from((0, 1, 1, 1, 2, 30)))
        content = content[:start] + new + content[end:]
        if draw(st.integers(0, 5)) == 0:
            content += content[draw(st.integers(0, len(content))) :]
    return content[:4096]


@pytest.mark.parametrize("door", DOORS)
def test_every_seed_passes_the_door(door: str) -> None:
    """The corpus, to which each input that once broke something is added, and files of other tests."""
    assert len(seeds(door)) > 2
    for seed in seeds(door):
        DOORS[door].holds(seed)


@pytest.mark.parametrize("door", DOORS)
def test_whatever_is_made_of_the_seeds_passes_the_door(door: str) -> None:
    """The same changes each time, so that a change of ours breaks this test and chance does not."""

    @given(content=changed(door))
    @settings(
        max_examples=FEWER.get(door, EXAMPLES),
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    def holds(content: bytes) -> None:
        DOORS[door].holds(content)

    holds()


def test_every_folder_and_dictionary_of_the_corpus_belongs_to_a_door() -> None:
    """And every piece in a dictionary can be read."""
    assert {path.name for path in CORPUS.iterdir() if path.is_dir()} == set(DOORS)
    named = {name for door in DOORS.values() for name in door.dictionaries}
    assert {path.stem for path in CORPUS.glob("*.dict")} == named
    assert all(len(pieces(door)) > 8 for door in DOORS)
    assert b"\xef\xbb\xbf" in pieces("text")


@pytest.mark.parametrize("door", DOORS)
def test_a_door_that_is_broken_is_noticed(door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that raises on any input is not hidden by what a door expects to be refused."""
    reader = {
        "text": "dpcsite.formats.text.decode",
        "yaml": "dpcsite.formats.yaml.read",
        "fields": "dpcsite.formats.yaml.read",
        "page": "dpcsite.formats.markdown.read",
        "markdown": "dpcsite.formats.markdown.read",
        "placeholders": "tests.fuzzing.fill",
        "addresses": "tests.fuzzing.refusal",
        "names": "tests.fuzzing.misnamed",
        "html": "tests.fuzzing.check_html",
        "css": "dpcsite.formats.css.parse",
        "pictures": "dpcsite.formats.picture.head",
        "manifest": "tests.fuzzing.read",
        "site": "tests.fuzzing.validate",
    }[door]

    def broken(*arguments: object, **options: object) -> object:
        raise ZeroDivisionError

    def knocked() -> None:
        for one in seeds(door):
            DOORS[door].holds(one)

    if door in ("placeholders", "site"):
        DOORS[door].holds(seeds(door)[0])  # the site that they need is made by the reader as it is
    monkeypatch.setattr(reader, broken)
    with pytest.raises(ZeroDivisionError):
        knocked()
