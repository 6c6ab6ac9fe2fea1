"""Notices: what fails, in the order of the report, and what the caller overrode."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tests.compliance.drawn import NEUTRAL, SPEC, asked, handed_in, portrait

from idphoto import make_photo
from idphoto.compliance.check import ON_PHOTO, ON_SOURCE
from idphoto.compliance.evidence import Evidence, HeadCut, Making
from idphoto.compliance.finding import Finding
from idphoto.compliance.registry import checks_about, judge
from idphoto.face.landmarks import Face
from idphoto.photo.check import Violation, violations
from idphoto.photo.notices import notices_of
from idphoto.photo.request import photo_request
from idphoto.runtime.engine import Engine

DrawFace = Callable[[float, float, float], Face]
JUDGED = {"eyes_closed", "several_faces", "smile", "hair_cut_off", "enlarged", "file_size"}


def findings(
    face: Face, *, edits: tuple[str, ...] | None = None, smile: float = 0.0
) -> list[Finding]:
    """Of a photo with several faults; only the checks that need no picture."""
    spec = replace(SPEC, editing_forbidden=True)
    asks = replace(asked(spec, smile="forbidden"), edits=edits)
    seen = portrait(face, replace(NEUTRAL, smile=smile), others=1, which_face="2 faces found")
    of_source = judge(Evidence(seen), asks, checks_about(*ON_SOURCE))
    made = handed_in(Making(2.5), size_bytes=51_000)
    of_photo = judge(
        replace(made, portrait=seen, cuts=(HeadCut("top", 0.02),)), asks, checks_about(*ON_PHOTO)
    )
    wanted = JUDGED | {"editing_forbidden"}
    return [one for one in of_source + of_photo if one.id in wanted]


def test_every_failure_is_a_notice_with_the_reason(draw_face: DrawFace) -> None:
    notices = notices_of(findings(draw_face(200, 160, 60), edits=(), smile=0.9))
    assert [one.code for one in notices] == [
        "several_faces",
        "smile",
        "hair_cut_off",
        "enlarged",
        "file_size",
    ]
    assert notices[1].message == "the person smiles"
    assert notices[3].message == "the source was enlarged 2.5 times, so the photo looks soft"


def test_what_is_unsure_or_for_a_person_to_look_at_is_no_notice(draw_face: DrawFace) -> None:
    found = findings(draw_face(200, 160, 60), smile=0.5)
    assert {one.id: one.verdict for one in found}["smile"] == "unsure"
    assert not {"smile", "editing_forbidden"} & {one.code for one in notices_of(found)}


def test_points_set_by_hand_are_a_notice_unless_they_hardly_differ() -> None:
    notices = notices_of((), moved={"left_eye": 0.009, "chin": 0.034, "crown": 0.05})
    assert [(one.code, one.message) for one in notices] == [
        (
            "adjusted_by_hand",
            "the photo was framed by points that were set by hand; measurement differs at the chin "
            "by 3%, the crown by 5% of the head's height",
        )
    ]
    assert notices_of((), moved={"left_eye": 0.009}) == ()


def test_an_edit_that_the_authority_forbids_comes_first(draw_face: DrawFace) -> None:
    found = findings(draw_face(200, 160, 60), edits=("background", "retouch"))
    notices = notices_of(found, turns=1)
    assert [one.code for one in notices[:2]] == ["editing_forbidden", "turned_upright"]
    assert notices[0].message.endswith("edited here: background, retouch")
    assert notices[1].message.endswith("rotated by 90°")


def test_an_overridden_rule_is_named_once_with_its_numbers(draw_face: DrawFace) -> None:
    found = findings(draw_face(200, 160, 60), edits=())
    broken = tuple(violations(found))
    notices = notices_of(found, broken)
    assert broken == (Violation("file_bytes", "51,000", "10,000–50,000", "bytes"),)
    assert "file_size" not in {one.code for one in notices}
    assert notices[-1].code == "spec_overridden"
    assert notices[-1].message == (
        "file_bytes was overridden: 51,000 bytes instead of 10,000–50,000 bytes"
    )


def test_a_real_portrait_with_a_fault_has_its_notice(engine: Engine, shared: Path) -> None:
    portrait = (shared / "people" / "house_cori-bush.jpg").read_bytes()
    photo = make_photo(portrait, photo_request(quality="fast"), engine=engine)
    assert "head_turned" in {notice.code for notice in photo.notices}
    assert photo.compliance.finding("head_turned").verdict == "fail"


def test_a_small_source_is_reported_as_soft(engine: Engine, astronaut_jpeg: bytes) -> None:
    request = photo_request(size_px=(600, 800), quality="fast")
    photo = make_photo(astronaut_jpeg, request, engine=engine)
    assert "enlarged" in {notice.code for notice in photo.notices}


def test_a_source_that_ends_below_the_collar_is_reported_as_extended(
    engine: Engine,
    astronaut: NDArray[np.uint8],
    jpeg: Callable[[NDArray[np.uint8]], bytes],
) -> None:
    short = jpeg(np.ascontiguousarray(astronaut[:230]))
    photo = make_photo(short, photo_request(quality="fast"), engine=engine)
    assert "body_extended" in {notice.code for notice in photo.notices}
