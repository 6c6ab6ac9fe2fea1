"""Turned, pitched and tilted heads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from tests.compliance.drawn import PHOTO, asked, portrait

from idphoto.compliance.check import Judged
from idphoto.compliance.checks import head_nods, head_tilted, head_turned
from idphoto.compliance.evidence import Evidence
from idphoto.face import landmarks
from idphoto.face.landmarks import Face
from idphoto.face.pose import HeadPose
from idphoto.imaging.geometry import Similarity

DrawFace = Callable[[float, float, float], Face]
Posed = Callable[[float, float], Evidence]


@pytest.fixture
def posed(draw_face: DrawFace, monkeypatch: pytest.MonkeyPatch) -> Posed:
    def pose(yaw_deg: float, pitch_deg: float) -> Evidence:
        monkeypatch.setattr(landmarks, "head_pose", lambda _: HeadPose(yaw_deg, pitch_deg))
        return Evidence(portrait(draw_face(200, 160, 60)))

    return pose


def found(judged: Judged | None) -> tuple[str, str]:
    assert judged is not None
    return str(judged.verdict), judged.reason


@pytest.mark.parametrize(
    ("yaw_deg", "verdict"), [(4.0, "pass"), (-7.0, "unsure"), (9.9, "unsure"), (-12.0, "fail")]
)
def test_a_turned_head(posed: Posed, yaw_deg: float, verdict: str) -> None:
    said = f"the head is turned {abs(yaw_deg):.0f}° to the side (at most 5°)"
    assert found(head_turned.judge(posed(yaw_deg, 0), asked(max_yaw_deg=5.0))) == (verdict, said)


def test_a_waived_pose_is_not_judged_by_its_old_limit(posed: Posed) -> None:
    waived = asked(max_yaw_deg=180.0, max_pitch_deg=180.0)
    assert found(head_turned.judge(posed(25, 0), waived))[0] == "pass"
    assert found(head_nods.judge(posed(0, 25), waived)) == (
        "pass",
        "the head may be pitched at this age",
    )


@pytest.mark.parametrize(
    ("pitch_deg", "verdict", "said"),
    [
        (3.0, "pass", "the head is pitched 3° up (at most 5°)"),
        (
            -9.0,
            "not_assessed",
            "the head is pitched 9° down (at most 5°), known to ±10° only: "
            "check that the chin is level",
        ),
        (-18.0, "fail", "the head is pitched 18° down (at most 5°)"),
    ],
)
def test_a_pitch_is_only_known_coarsely(
    posed: Posed, pitch_deg: float, verdict: str, said: str
) -> None:
    judged = head_nods.judge(posed(0, pitch_deg), asked(max_pitch_deg=5.0))
    assert found(judged) == (verdict, said)


def test_a_portrait_may_be_tilted_more_than_a_finished_photo(draw_face: DrawFace) -> None:
    face = draw_face(200, 160, 60)
    turn = Similarity(angle_deg=12.0)
    points = np.column_stack([turn.apply(face.points[:, :2]), face.points[:, 2]])
    evidence = Evidence(portrait(replace(face, points=points)))
    asks = asked(max_roll_deg=8.0)
    assert found(head_tilted.judge(evidence, asks))[0] == "pass"
    assert found(head_tilted.judge(replace(evidence, photo=PHOTO), asks)) == (
        "fail",
        "the head is tilted 12° sideways (at most 8°)",
    )


def test_a_photo_that_somebody_turned_is_judged_as_it_lies(draw_face: DrawFace) -> None:
    evidence = Evidence(portrait(draw_face(200, 160, 60)))
    asks = asked(max_roll_deg=5.0)
    assert found(head_tilted.judge(replace(evidence, tilt_deg=-4.0), asks))[0] == "pass"
    assert found(head_tilted.judge(replace(evidence, tilt_deg=-6.0), asks)) == (
        "unsure",
        "the photo was turned by hand: on it, the head is tilted 6° sideways (at most 5°)",
    )
    assert found(head_tilted.judge(replace(evidence, tilt_deg=9.0), asks))[0] == "fail"
