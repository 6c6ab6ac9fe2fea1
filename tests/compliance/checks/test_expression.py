"""Eyes, mouth and smile: the checks on what a face does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.compliance.drawn import NEUTRAL, asked, portrait

from idphoto.compliance.check import ComplianceCheck, Judged
from idphoto.compliance.checks import eyes_closed, eyes_off_camera, mouth_open, smile
from idphoto.compliance.evidence import Evidence
from idphoto.face.landmarks import Face
from idphoto.models.segmenter import BodyPart

DrawFace = Callable[[float, float, float], Face]
CHECKS = (eyes_closed.CHECK, eyes_off_camera.CHECK, mouth_open.CHECK, smile.CHECK)
ALLOWED: dict[str, dict[str, Any]] = {
    "eyes_closed": {"eyes_open": False},
    "eyes_off_camera": {"looking_at_camera": False},
    "mouth_open": {"mouth_closed": False},
    "smile": {"smile": "allowed"},
}


def judged(
    check: ComplianceCheck, face: Face, asks: dict[str, Any] | None = None, **seen: float
) -> Judged:
    strict: dict[str, Any] = {"smile": "forbidden", "mouth_closed": True, **(asks or {})}
    evidence = Evidence(portrait(face, replace(NEUTRAL, **seen)))
    found = check.judge(evidence, asked(**strict))
    assert found is not None
    return found


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_neutral_face_passes(draw_face: DrawFace, check: ComplianceCheck) -> None:
    assert judged(check, draw_face(200, 160, 60)).verdict == "pass"


@pytest.mark.parametrize(
    ("check", "seen", "verdict", "reason"),
    [
        (eyes_closed.CHECK, {"lid_gap": 0.01}, "fail", "an eye looks closed"),
        (eyes_closed.CHECK, {"lid_gap": 0.032}, "unsure", "an eye may be closed"),
        (eyes_off_camera.CHECK, {"gaze": -0.2}, "fail", "the eyes look past the camera"),
        (eyes_off_camera.CHECK, {"gaze": 0.08}, "unsure", "the eyes may look past the camera"),
        (mouth_open.CHECK, {"lip_gap": 0.09}, "fail", "the mouth is open: the lips are apart"),
        (mouth_open.CHECK, {"lip_gap": 0.045}, "unsure", "the lips may be apart"),
        (
            mouth_open.CHECK,
            {"lip_gap": 0.02, "pallor": 8.0},
            "fail",
            "the mouth is open: teeth show",
        ),
        (smile.CHECK, {"smile": 0.9}, "fail", "the person smiles"),
        (smile.CHECK, {"smile": 0.5}, "unsure", "the person may smile a little"),
    ],
)
def test_a_fault_is_named(
    draw_face: DrawFace, check: ComplianceCheck, seen: dict[str, float], verdict: str, reason: str
) -> None:
    found = judged(check, draw_face(200, 160, 60), None, **seen)
    assert (found.verdict, found.reason) == (verdict, reason)
    assert found.region is not None


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_what_the_authority_allows_passes(draw_face: DrawFace, check: ComplianceCheck) -> None:
    face = draw_face(200, 160, 60)
    seen = {"lid_gap": 0.0, "gaze": 0.5, "lip_gap": 0.3, "smile": 1.0}
    assert judged(check, face, ALLOWED[check.id], **seen).verdict == "pass"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_small_face_is_not_assessed(draw_face: DrawFace, check: ComplianceCheck) -> None:
    found = judged(check, draw_face(200, 160, 30))
    assert found.verdict == "not_assessed"
    assert found.reason == "the face is too small to judge: 30 px between the eyes, 40 needed"


def test_the_gaze_of_closed_eyes_is_not_assessed(draw_face: DrawFace) -> None:
    found = judged(eyes_off_camera.CHECK, draw_face(200, 160, 60), lid_gap=0.01, gaze=0.3)
    assert (found.verdict, found.reason) == ("not_assessed", "an eye looks closed")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_what_something_covers_is_not_assessed(draw_face: DrawFace, check: ComplianceCheck) -> None:
    face = draw_face(200, 160, 60)
    seen = portrait(face)
    parts = np.full((400, 400), BodyPart.OTHER, np.uint8)
    hidden = replace(seen, matte=replace(seen.matte, parts=parts))
    found = check.judge(Evidence(hidden), asked(smile="forbidden", mouth_closed=True))
    assert found is not None
    assert found.verdict == "not_assessed"
    assert found.reason.startswith("something covers the ")
