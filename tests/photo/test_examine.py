"""A picture judged as a clerk would, with the real networks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from idphoto.compliance.verdict import Verdict
from idphoto.errors import NoSuchFace
from idphoto.imaging.decode import open_source
from idphoto.photo.examine import Examined, examine
from idphoto.photo.pipeline import run
from idphoto.photo.request import photo_request
from idphoto.photo.setup import Setup
from idphoto.specs import load_spec

Look = Callable[..., Examined]


@pytest.fixture
def look(photo_setup: Setup, shared: Path) -> Look:
    def examined(name: str, spec: str = "gb-passport", **how: object) -> Examined:
        source = open_source(shared / "people" / f"{name}.jpg")
        return examine(photo_setup, source, load_spec(spec), **how)  # type: ignore[arg-type]

    return examined


def test_a_good_portrait_fails_nothing(look: Look) -> None:
    report = look("london_034").report
    assert (report.judging, report.verdict) == ("source", Verdict.PASS)
    assert "head_size" not in {finding.id for finding in report.findings}


def test_a_photo_that_was_made_is_judged_as_a_finished_one(
    look: Look, photo_setup: Setup, shared: Path
) -> None:
    spec = load_spec("gb-passport")
    source = open_source(shared / "people" / "london_034.jpg")
    made = run(photo_setup, source, photo_request(spec))
    seen = examine(photo_setup, open_source(made.data), spec)
    assert seen.report.judging == "finished"
    assert not seen.report.having(Verdict.FAIL)
    height = seen.report.finding("head_size").judged.value
    known = made.measurements.face_height / 300 * 25.4
    assert height == pytest.approx(known, abs=0.7)
    assert seen.picture.px_per_mm == pytest.approx(300 / 25.4, rel=0.01)


def test_how_a_picture_is_judged_can_be_chosen(look: Look) -> None:
    report = look("london_034", judged_as="finished").report
    assert report.judging == "finished"
    assert report.finding("wrong_size").verdict is not Verdict.PASS


def test_a_picture_without_a_face_has_a_report(photo_setup: Setup) -> None:
    grey = np.full((300, 300, 3), 128, np.uint8)
    data = cv2.imencode(".png", grey)[1].tobytes()
    report = examine(photo_setup, open_source(data), load_spec("gb-passport")).report
    assert [(one.id, one.judged.reason) for one in report.having(Verdict.FAIL)] == [
        ("no_face", "no face found")
    ]


def test_a_profile_or_a_tilted_head_is_a_finding_and_no_error(look: Look) -> None:
    assert look("pexels_tilted_laugh").report.finding("head_tilted").verdict is Verdict.FAIL


def test_a_face_that_is_not_there_cannot_be_chosen(look: Look) -> None:
    with pytest.raises(NoSuchFace):
        look("london_034", faces=3)


def test_an_infant_may_close_the_eyes_and_look_elsewhere(look: Look) -> None:
    adult, infant = (
        look("fairface_infant_held").report,
        look("fairface_infant_held", years=0).report,
    )
    assert adult.finding("mouth_open").verdict is Verdict.FAIL
    assert infant.finding("mouth_open").verdict is Verdict.PASS
    assert infant.years == 0


def test_regions_are_in_pixels_of_the_file(look: Look) -> None:
    seen = look("unsplash_turban_18mp")
    shrink = seen.picture.shrink
    assert shrink > 1
    (box,) = (one.judged.region for one in seen.report.findings if one.id == "side_light")
    assert box is not None
    assert box.right > seen.picture.size_wh[0]  # beyond the decoded picture, inside the file
    assert box.right < seen.picture.size_wh[0] * shrink


def test_a_head_that_the_border_cuts_is_a_finding_and_no_error(
    photo_setup: Setup, shared: Path
) -> None:
    rgb = open_source(shared / "people" / "london_034.jpg").decode().rgb
    for part in (rgb[:, 650:], rgb[:850]):
        data = cv2.imencode(".png", part[..., ::-1])[1].tobytes()
        report = examine(photo_setup, open_source(data), load_spec("gb-passport")).report
        assert report.verdict is Verdict.FAIL
        assert report.finding("hair_cut_off").verdict is Verdict.FAIL


def test_a_finished_photo_that_lies_on_its_side_fails(photo_setup: Setup, shared: Path) -> None:
    spec = load_spec("us-passport")
    source = open_source(shared / "people" / "london_034.jpg")
    made = run(photo_setup, source, photo_request(spec, background="FFFFFF", edit_anyway=True))
    upside_down = cv2.imencode(".png", made.pixels[::-1, ::-1, ::-1])[1].tobytes()
    report = examine(photo_setup, open_source(upside_down), spec).report
    assert report.judging == "finished"
    assert report.finding("not_upright").verdict is Verdict.FAIL


@pytest.mark.parametrize("spec", ["es-passport", "picwish-1102", "gb-passport", "us-visa"])
def test_what_make_accepts_check_accepts(photo_setup: Setup, shared: Path, spec: str) -> None:
    known = load_spec(spec)
    request = photo_request(known, edit_anyway=True)
    made = run(photo_setup, open_source(shared / "people" / "london_034.jpg"), request)
    assert made.compliance.verdict is not Verdict.FAIL or made.compliance.worst is not None
    failed = {one.id for one in made.compliance.having(Verdict.FAIL)} - {"editing_forbidden"}
    seen = examine(photo_setup, open_source(made.data), known, judged_as="finished").report
    assert {one.id for one in seen.having(Verdict.FAIL)} <= failed
