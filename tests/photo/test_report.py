from __future__ import annotations

import json

import numpy as np
import pytest

from idphoto.compliance.asked import asked_of
from idphoto.compliance.registry import report_of
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.imaging.geometry import Similarity
from idphoto.photo.framing.constraints import FrameConstraints, Limit
from idphoto.photo.report import describe, describe_place
from idphoto.photo.result import HeadOnSource, Measurements, Notice, Photo


@pytest.fixture
def photo() -> Photo:
    pixels = np.full((400, 300, 3), 200, np.uint8)
    return Photo(
        encoded=encode(pixels, EncodeOptions("jpeg", dpi=254, quality=90)),
        pixels=pixels,
        dpi=254,
        measurements=Measurements(
            face_width=150.04,
            face_height=210,
            head_height=230,
            head_top=40,
            crown_top=60,
            eyes_top=160,
            chin_top=270,
            inter_eye=70,
            yaw_deg=-3.26,
            pitch_deg=1.0,
            source_roll_deg=7.77,
        ),
        head_on_source=HeadOnSource(
            (3000, 4000), (1200.04, 1500), (1800, 1500), (1500, 2300), (1500, 800), (1500, 600)
        ),
        to_photo=Similarity(0.1, 90.0, 300.0, 7.1234567),
        constraints=FrameConstraints(
            face_height=Limit(low=200.123, target=205, high=220),
            eyes_top=Limit(high=170),
            head_top=Limit(target=40),
        ),
        notices=(Notice("enlarged", "soft"),),
        compliance=report_of((), "finished", asked_of(None)),
        timings_ms={"decode": 12.345, "write": 0.04},
    )


def test_a_photo_is_described_in_pixels_and_millimetres_of_print(photo: Photo) -> None:
    report = describe(photo)
    assert (report["px"], report["mm"], report["dpi"]) == ([300, 400], [30.0, 40.0], 254)
    assert (report["format"], report["quality"], report["bytes"]) == ("jpeg", 90, len(photo.data))
    geometry = report["geometry"]
    assert set(geometry["px"]) == set(geometry["mm"]) == set(Measurements.LENGTHS)
    assert (geometry["px"]["face_width"], geometry["mm"]["face_width"]) == (150.0, 15.0)
    assert (geometry["px"]["chin_top"], geometry["mm"]["chin_top"]) == (270, 27.0)
    assert (geometry["yaw_deg"], geometry["source_roll_deg"]) == (-3.3, 7.8)


def test_notices_and_timings_are_reported(photo: Photo) -> None:
    report = describe(photo)
    assert report["warnings"] == [{"code": "enlarged", "message": "soft"}]
    assert report["timings_ms"] == {"decode": 12.3, "write": 0.0}


def test_the_compliance_report_is_a_section(photo: Photo) -> None:
    assert describe(photo)["compliance"] == photo.compliance.to_json()


def test_a_description_is_json(photo: Photo) -> None:
    report = describe(photo)
    assert json.loads(json.dumps(report)) == report


def test_the_heads_place_on_the_source_is_described_with_its_limits(photo: Photo) -> None:
    place = describe_place(photo)
    assert place == json.loads(json.dumps(place))
    assert place["head_on_source"] == {
        "px": [3000, 4000],
        "left_eye": [1200.0, 1500],
        "right_eye": [1800, 1500],
        "chin": [1500, 2300],
        "crown": [1500, 800],
        "top": [1500, 600],
    }
    assert place["to_photo"] == [[0.0, -0.1, 300.0], [0.1, 0.0, 7.123457]]
    # a target alone is no limit
    assert place["limits"] == {
        "face_height": {"low": 200.12, "high": 220},
        "eyes_top": {"low": None, "high": 170},
    }
