"""Points set by hand are believed, and said to be set by hand."""

from __future__ import annotations

from idphoto.compliance.check import Judged
from idphoto.compliance.checks import eye_line, head_size, off_centre
from idphoto.compliance.finding import Finding
from idphoto.compliance.verdict import Verdict
from idphoto.photo.by_hand import doubted, in_words

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNSURE
OUTCOMES = (
    (PASS, PASS, PASS),
    (PASS, FAIL, UNSURE),
    (PASS, UNSURE, UNSURE),
    (FAIL, PASS, FAIL),
    (UNSURE, PASS, UNSURE),
    (FAIL, FAIL, FAIL),
)


def test_what_passes_only_by_hand_is_unsure_and_nothing_becomes_better() -> None:
    for by_hand, measured, expected in OUTCOMES:
        (found,) = doubted(
            [Finding(head_size.CHECK, Judged(by_hand, "it is 33 mm", 33.0))],
            [Finding(head_size.CHECK, Judged(measured, "it is 29 mm", 29.0))],
        )
        assert found.verdict is expected
        changed = by_hand is not expected
        said = "it is 33 mm by the points set by hand; by measurement, it is 29 mm"
        assert found.judged.reason == (said if changed else "it is 33 mm")
        assert found.judged.value == 33.0


def test_only_the_same_check_is_compared() -> None:
    findings = [
        Finding(check, Judged(PASS, "fine")) for check in (eye_line.CHECK, off_centre.CHECK)
    ]
    measured = [Finding(off_centre.CHECK, Judged(FAIL, "off"))]
    assert [one.verdict for one in doubted(findings, measured)] == [PASS, UNSURE]


def test_differences_that_nobody_can_point_at_are_not_mentioned() -> None:
    moved = {"left_eye": 0.009, "right_eye": 0.012, "crown": 0.1}
    assert in_words(moved) == "the right eye by 1%, the crown by 10%"
    assert in_words({}) == ""
