"""The three checks of the background, on drawn walls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.compliance.drawn import asked, wall

from idphoto.compliance.asked import asked_of
from idphoto.compliance.check import ComplianceCheck, Judged
from idphoto.compliance.checks import background_colour, background_shadow, background_uneven
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import Verdict
from idphoto.specs import load_spec

SIZE_HW = (300, 400)


def wall_of(*colour: int) -> NDArray[np.uint8]:
    return np.full((*SIZE_HW, 3), colour, np.uint8)


def judged(check: ComplianceCheck, evidence: Evidence, **changes: Any) -> Judged:
    answer = check.judge(evidence, asked(**changes))
    assert answer is not None
    return answer


FILLED = replace(wall(wall_of(230, 230, 230)).ground, alpha=np.ones(SIZE_HW, np.float32))  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("columns", "verdict"), [(0, Verdict.PASS), (20, Verdict.UNSURE), (90, Verdict.FAIL)]
)
def test_a_door_behind_the_person_is_not_plain(columns: int, verdict: Verdict) -> None:
    rgb = wall_of(230, 230, 230)
    rgb[:, :columns] = (120, 90, 60)
    answer = judged(background_uneven.CHECK, wall(rgb))
    assert answer.verdict is verdict


def test_a_wall_with_falling_light_is_plain() -> None:
    light = np.linspace(235, 180, SIZE_HW[1])[None, :, None] * np.ones((SIZE_HW[0], 1, 3))
    assert judged(background_uneven.CHECK, wall(light.astype(np.uint8))).verdict is Verdict.PASS


def test_where_no_plain_background_is_asked_for_none_is_judged() -> None:
    evidence = wall(wall_of(230, 230, 230))
    assert background_uneven.CHECK.judge(evidence, asked(background_plain=False)) is None
    assert background_shadow.CHECK.judge(evidence, asked(background_shadow="allowed")) is None


@pytest.mark.parametrize("check", [background_uneven, background_colour, background_shadow])
def test_a_person_who_fills_the_picture_leaves_nothing_to_judge(check: object) -> None:
    answer = check.CHECK.judge(Evidence(ground=FILLED), asked())  # type: ignore[attr-defined]
    assert answer.verdict is Verdict.NOT_ASSESSED
    assert check.CHECK.judge(Evidence(), asked()) is None  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("grey", "verdict"), [(220, Verdict.PASS), (160, Verdict.UNSURE), (60, Verdict.FAIL)]
)
def test_without_a_specification_the_background_has_to_be_light(
    grey: int, verdict: Verdict
) -> None:
    answer = judged(background_colour.CHECK, wall(wall_of(grey, grey, grey)))
    assert answer.verdict is verdict


@pytest.mark.parametrize(
    ("colour", "verdict"),
    [
        ((255, 255, 255), Verdict.PASS),
        ((212, 212, 212), Verdict.UNSURE),
        ((67, 142, 219), Verdict.FAIL),
    ],
)
def test_a_specification_names_the_colour(colour: tuple[int, int, int], verdict: Verdict) -> None:
    wanted = replace(load_spec("us-passport"), backgrounds=("FFFFFF",))
    answer = background_colour.CHECK.judge(wall(wall_of(*colour)), asked_of(wanted))
    assert answer is not None
    assert answer.verdict is verdict
    assert "FFFFFF" in answer.allowed


def test_any_colour_does_where_the_specification_names_none() -> None:
    silent = replace(load_spec("us-passport"), backgrounds=())
    assert background_colour.CHECK.judge(wall(wall_of(9, 9, 9)), asked_of(silent)) is None


def test_a_darker_rim_beside_the_head_may_be_a_shadow() -> None:
    rgb = wall_of(230, 230, 230)
    assert judged(background_shadow.CHECK, wall(rgb)).verdict is Verdict.PASS
    rgb[:, 280:315] = 170
    answer = judged(background_shadow.CHECK, wall(rgb))
    assert answer.verdict is Verdict.UNSURE
    assert "look whether that is a shadow" in answer.reason


@pytest.mark.parametrize("check", [background_colour, background_uneven, background_shadow])
def test_the_wall_of_a_portrait_matters_only_where_it_stays(check: Any) -> None:
    striped = wall_of(230, 230, 230)
    striped[:, ::40] = (20, 60, 20)
    for slug, assessed in (("gb-passport", True), ("it-passport", False)):
        answer = check.judge(wall(striped), asked_of(load_spec(slug)))
        if answer is not None:
            assert (answer.verdict is not Verdict.NOT_ASSESSED) is assessed
