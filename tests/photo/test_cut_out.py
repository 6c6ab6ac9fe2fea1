"""A person cut out of a whole picture, with the real networks."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.errors import DeadlineExceeded, NoFace, NoSuchFace
from idphoto.imaging.decode import open_source
from idphoto.photo.background import Solid, composite, render_background
from idphoto.photo.cut_out import make_cutout
from idphoto.photo.result import Cutout
from idphoto.photo.setup import Setup

Files = Callable[[str], bytes]
Jpeg = Callable[[NDArray[np.uint8]], bytes]
BLUE = (0x43, 0x8E, 0xDB)


@pytest.fixture(scope="module")
def astronaut_cutout(photo_setup: Setup, astronaut_jpeg: bytes) -> Cutout:
    return make_cutout(photo_setup, open_source(astronaut_jpeg), "fast", need_face=True)


def test_a_person_is_cut_out_at_the_sources_size(astronaut_cutout: Cutout) -> None:
    rgba = astronaut_cutout.rgba
    assert rgba.shape == (512, 512, 4)
    assert rgba[150, 225, 3] == 255  # the face
    assert rgba[60, 470].tolist() == [0, 0, 0, 0]  # the shuttle
    assert list(astronaut_cutout.timings_ms) == ["decode", "matte", "colours"]


def test_a_landscape_is_refused_only_where_a_face_is_needed(
    photo_setup: Setup, photo_file: Files
) -> None:
    source = open_source(photo_file("compreface_017_0"))
    with pytest.raises(NoFace):
        make_cutout(photo_setup, source, "fast", need_face=True)
    width, height = source.size_wh
    assert make_cutout(photo_setup, source, "fast").rgba.shape == (height, width, 4)


def test_a_face_that_only_a_tiled_search_finds_counts(
    photo_setup: Setup, astronaut: NDArray[np.uint8], jpeg: Jpeg
) -> None:
    canvas = np.full((1500, 1500, 3), 90, np.uint8)
    small = cv2.resize(astronaut, (160, 160), interpolation=cv2.INTER_AREA)
    canvas[600:760, 700:860] = small
    source = open_source(jpeg(canvas))
    assert make_cutout(photo_setup, source, "fast", need_face=True).rgba.shape == (1500, 1500, 4)


def test_of_several_people_the_chosen_one_is_cut_out(photo_setup: Setup, photo_file: Files) -> None:
    source = open_source(photo_file("compreface_000_5"))
    left, right = (
        make_cutout(photo_setup, source, "fast", faces=side).rgba[..., 3]
        for side in ("left", "right")
    )
    columns = np.arange(left.shape[1]) / left.shape[1]
    middle_left, middle_right = (
        float((alpha.sum(axis=0) * columns).sum() / alpha.sum(dtype=float))
        for alpha in (left, right)
    )
    assert middle_left < 0.45 < 0.55 < middle_right
    with pytest.raises(NoSuchFace) as caught:
        make_cutout(photo_setup, source, "fast", faces=6)
    assert caught.value.details() == {"wanted": 6, "found": 5}


# --- on a colour --------------------------------------------------------------------------------


def test_a_cutout_is_laid_on_a_colour_as_photos_are(astronaut_cutout: Cutout) -> None:
    rgba = astronaut_cutout.rgba
    colours, alpha = (rgba.astype(np.float32) / np.float32(255)), rgba[..., 3]
    expected = composite(
        colours[..., :3], colours[..., 3], render_background(Solid(BLUE), (512, 512))
    )
    composed = astronaut_cutout.on(BLUE)
    assert composed.dtype == np.uint8
    assert (composed == expected).all()
    assert (composed[alpha == 0] == BLUE).all()
    assert (composed[alpha == 255] == rgba[alpha == 255][:, :3]).all()


@pytest.mark.parametrize("height", [1, 255, 256, 257, 600])
def test_a_cutout_of_any_height_is_laid_on_a_colour_whole(height: int) -> None:
    rgba = np.zeros((height, 3, 4), np.uint8)
    rgba[:, 1] = (10, 20, 30, 255)
    composed = Cutout(rgba, {}).on((1, 2, 3))
    assert (composed[:, 0] == (1, 2, 3)).all()
    assert (composed[:, 1] == (10, 20, 30)).all()


# --- time ---------------------------------------------------------------------------------------


def test_progress_reports_every_step_in_order_up_to_1(
    photo_setup: Setup, astronaut_jpeg: bytes
) -> None:
    reports: list[tuple[str, float]] = []
    make_cutout(
        photo_setup,
        open_source(astronaut_jpeg),
        "fast",
        progress=lambda step, share: reports.append((step, share)),
    )
    assert reports == [("decode", 0.0), ("matte", 1 / 3), ("colours", 2 / 3), ("done", 1.0)]


def test_a_deadline_in_the_past_stops_before_the_first_step(
    photo_setup: Setup, astronaut_jpeg: bytes
) -> None:
    with pytest.raises(DeadlineExceeded) as caught:
        make_cutout(photo_setup, open_source(astronaut_jpeg), "fast", deadline=time.monotonic() - 5)
    assert caught.value.step == "decode"
    assert caught.value.late_s >= 5


def test_a_deadline_that_passes_during_a_step_stops_before_the_next_one(
    photo_setup: Setup, astronaut_jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr("idphoto.steps.time", SimpleNamespace(monotonic=lambda: clock.now))

    def spend(step: str, share: float) -> None:
        clock.now += 10

    with pytest.raises(DeadlineExceeded) as caught:
        make_cutout(
            photo_setup, open_source(astronaut_jpeg), "fast", deadline=115.0, progress=spend
        )
    assert (caught.value.step, caught.value.late_s) == ("colours", 5.0)
