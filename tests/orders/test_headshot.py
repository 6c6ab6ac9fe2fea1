"""Headshots, ordered and made."""

from __future__ import annotations

import io
from typing import Any, ClassVar

import numpy as np
import pytest
from PIL import Image

from idphoto.errors import CannotDress, DeadlineExceeded, NoFace, UnsupportedFormat
from idphoto.headshot.result import Headshot, Rendered
from idphoto.imaging.decode import DEFAULT_LIMITS
from idphoto.imaging.encode import Encoded
from idphoto.orders.headshot import HeadshotOrder
from idphoto.orders.stored import from_json, to_json
from idphoto.photo.setup import Setup
from idphoto.tasks.made import IMAGE, Made


def opened(made: Made, name: str = IMAGE) -> Image.Image:
    return Image.open(io.BytesIO(made.files[name].data))


def test_a_pair_of_headshots_is_made_as_ordered(photo_setup: Setup, astronaut_jpeg: bytes) -> None:
    shares: list[float] = []
    order = HeadshotOrder("logo_tshirt")
    made = from_json(to_json(order)).make(
        photo_setup,
        [astronaut_jpeg],
        DEFAULT_LIMITS,
        progress=lambda _, share: shares.append(share),
    )
    assert list(made.files) == ["1", "2"]
    for name, file in made.files.items():
        assert (file.format, file.size_wh) == ("png", (768, 1024))
        with opened(made, name) as image:
            assert (image.format, image.mode, image.size) == ("PNG", "RGB", (768, 1024))
    assert made.files["1"].data != made.files["2"].data
    assert made.report["headshots"][0]["bytes"] == len(made.files["1"].data)
    assert made.report["timings_ms"]["dress"] > 0
    assert (shares == sorted(shares), shares[-1]) == (True, 1.0)


class Sitters:
    """Stands in for ``make_headshots``: photos that name an error raise it."""

    faults: ClassVar = {
        b"empty": NoFace(),
        b"no picture": UnsupportedFormat("text"),
        b"turned": CannotDress("the head's turn", 40, 25),
        b"slow": DeadlineExceeded("dress", 1.0),
    }

    def __init__(self) -> None:
        self.asked: list[list[bytes]] = []

    def __call__(self, photos: list[bytes], *_: Any, **__: Any) -> tuple[Headshot, Headshot]:
        self.asked.append(list(photos))
        for photo in photos:
            if fault := self.faults.get(photo):
                raise fault
        pixels = np.zeros((4, 3, 3), np.uint8)
        rendered = Rendered(pixels, (), (), {"dress": 1.0})
        png = Encoded(b"png", "png", None, None, 0)
        return Headshot("x", 1, png, rendered), Headshot("x", 2, png, rendered)


@pytest.fixture
def sitters(monkeypatch: pytest.MonkeyPatch) -> Sitters:
    made = Sitters()
    monkeypatch.setattr("idphoto.orders.headshot.make_headshots", made)
    return made


def test_a_single_portrait_uses_the_first_usable_photo(
    photo_setup: Setup, sitters: Sitters
) -> None:
    photos = [b"no picture", b"empty", b"turned", b"good", b"better"]
    made = HeadshotOrder("bob_suit").make(photo_setup, photos, DEFAULT_LIMITS)
    assert sitters.asked == [[b"no picture"], [b"empty"], [b"turned"], [b"good"]]
    assert made.files["1"].size_wh == (3, 4)
    assert made.report["timings_ms"] == {"dress": 2.0}


def test_if_no_photo_is_usable_the_first_ones_error_is_reported(
    photo_setup: Setup, sitters: Sitters
) -> None:
    with pytest.raises(NoFace):
        HeadshotOrder("bob_suit").make(photo_setup, [b"empty", b"turned"], DEFAULT_LIMITS)
    assert len(sitters.asked) == 2


def test_an_error_that_is_not_the_photos_ends_the_search(
    photo_setup: Setup, sitters: Sitters
) -> None:
    with pytest.raises(DeadlineExceeded):
        HeadshotOrder("bob_suit").make(photo_setup, [b"slow", b"good"], DEFAULT_LIMITS)
    assert sitters.asked == [[b"slow"]]


@pytest.mark.parametrize("photos", [[b"one of both"], [b"hers", b"his"]])
def test_a_couple_uses_all_photos_together(
    photo_setup: Setup, sitters: Sitters, photos: list[bytes]
) -> None:
    HeadshotOrder("wedding").make(photo_setup, photos, DEFAULT_LIMITS)
    assert sitters.asked == [photos]
    with pytest.raises(NoFace):
        HeadshotOrder("wedding").make(photo_setup, [b"hers", b"empty"], DEFAULT_LIMITS)
