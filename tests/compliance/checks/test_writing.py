"""Writing over a person is left to a person."""

from __future__ import annotations

from collections.abc import Callable

from tests.compliance.drawn import asked
from tests.compliance.painted import painted

from idphoto.compliance.check import Judged
from idphoto.compliance.checks import writing
from idphoto.compliance.evidence import Evidence, Portrait
from idphoto.face.landmarks import Face

DrawFace = Callable[[float, float, float], Face]


def judged(portrait: Portrait) -> Judged:
    found = writing.judge(Evidence(portrait), asked())
    assert found is not None
    return found


def test_nothing_is_judged_without_a_portrait() -> None:
    assert writing.judge(Evidence(), asked()) is None


def test_a_person_has_to_look(draw_face: DrawFace) -> None:
    found = judged(painted(draw_face(200, 160, 95)))
    assert found.verdict == "not_assessed"
    assert found.reason == "check that no writing or watermark lies over the person"
