from __future__ import annotations

import numpy as np
import pytest
from tests.headshot.heads import CHIN_Y, HEAD_PX, MIDDLE_X, drawn_head

from idphoto.face.landmarks import FACE_OVAL
from idphoto.headshot.hair.cut import LEVELS, MEET_V, Crown, Side, cut_sides, under
from idphoto.headshot.hair.place import Place
from idphoto.photo.wardrobe.parts import Parts

PLACE = Place(MIDDLE_X, CHIN_Y, HEAD_PX)


def sides(parts: Parts | None = None) -> tuple[Side, Side]:
    head = drawn_head((70, 45, 30))
    return cut_sides(parts or head.parts, head.mesh, PLACE, 0.03)


def test_hair_falls_outside_the_face() -> None:
    oval = PLACE.heads(drawn_head((70, 45, 30)).mesh[list(FACE_OVAL), :2])
    for side in sides():
        for u, v in oval[(oval[:, 1] > -0.6) & (oval[:, 1] < -0.15)]:
            if u * side.sign > 0:
                edge = float(side.at(np.zeros(1), np.array([v]))[0])
                assert edge * side.sign > u * side.sign - 0.012


def test_the_outline_follows_the_head_and_turns_in_at_the_jaw() -> None:
    head = drawn_head((70, 45, 30))
    for side in sides():
        row = head.parts.hair[round(CHIN_Y - 0.92 * HEAD_PX)]
        reach = np.flatnonzero(row)[0 if side.sign < 0 else -1]
        own = (float(reach) + 0.5 - MIDDLE_X) / HEAD_PX
        v = np.array([-0.92, -0.3, 0.02])
        top, widest, tips = side.at(np.ones(3), v) * side.sign
        assert top == pytest.approx(own * side.sign, abs=0.03)
        assert top < widest
        assert tips < widest - 0.03


def test_a_bob_is_wide_enough_for_ears_that_stick_out() -> None:
    head = drawn_head((70, 45, 30))
    skin = head.parts.skin.copy()
    ear = slice(round(CHIN_Y - 0.45 * HEAD_PX), round(CHIN_Y - 0.25 * HEAD_PX))
    skin[ear, : round(MIDDLE_X + 0.46 * HEAD_PX)] = 1.0
    skin[ear, : round(MIDDLE_X)] = head.parts.skin[ear, : round(MIDDLE_X)]
    nothing = np.zeros_like(skin)
    outer = sides(Parts(nothing, skin, nothing, nothing))[1].at(np.ones(1), np.array([-0.35]))
    assert outer[0] > 0.46


def test_a_crown_leads_from_its_parting_to_where_hair_falls() -> None:
    crown = Crown(0.03, -0.85, -1.05)
    for side in sides():
        place = np.array([0.0, 0.5, 1.0])
        start, end = (crown.arch(side, place, np.full(3, turn)) for turn in (0.0, 1.0))
        assert start[:, 0] == pytest.approx(0.03)
        assert start[:, 1] == pytest.approx([-0.85, -0.95, -1.05])
        assert end[:, 1] == pytest.approx(MEET_V)
        assert end[:, 0] == pytest.approx(side.at(place, np.full(3, MEET_V)))


def test_an_outline_under_a_crown_follows_it_and_then_the_side() -> None:
    crown = Crown(0.03, -0.85, -1.05)
    for side in sides():
        capped = under(crown, side)
        path = crown.arch(side, np.ones(9), np.linspace(0.25, 1.0, 9))
        assert capped.at(np.ones(9), path[:, 1]) == pytest.approx(path[:, 0], abs=0.01)
        below = LEVELS > MEET_V + 0.02
        assert np.array_equal(capped.outer[below], side.outer[below])
