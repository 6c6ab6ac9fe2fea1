from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.headshot.heads import CHIN_Y, HEAD_PX, MIDDLE_X, drawn_head

from idphoto.errors import CannotStyleHair
from idphoto.headshot.hair import Bob, draw_bob, lay_bob, without_hair
from idphoto.headshot.strands import CROWN_V, Side, grow, resampled, silhouette
from idphoto.photo.wardrobe.body import Light
from idphoto.photo.wardrobe.parts import Parts

LIGHT = Light((0.1, -0.5, 0.86), (1.0, 1.0, 1.0), 0.5, 1.0, 0.0, 0.0)
BROWN = (70, 45, 30)


def bob(hair: tuple[int, int, int] = BROWN) -> tuple[Bob, NDArray[np.uint8], Parts]:
    head = drawn_head(hair)
    drawn = draw_bob(head.rgb, head.alpha, head.parts, head.mesh, HEAD_PX, LIGHT)
    return drawn, head.rgb, head.parts


def test_a_bob_ends_at_the_jaw() -> None:
    drawn, _, _ = bob()
    rows = np.flatnonzero((drawn.front.alpha > 0.5).any(axis=1))
    assert rows[-1] == pytest.approx(CHIN_Y + 0.06 * HEAD_PX, abs=0.06 * HEAD_PX)
    assert rows[0] == pytest.approx(CHIN_Y + CROWN_V * HEAD_PX, abs=0.03 * HEAD_PX)


def test_a_bob_covers_both_ears() -> None:
    drawn, _, _ = bob()
    row = round(CHIN_Y - 0.4 * HEAD_PX)
    for side in (-1, 1):
        assert drawn.front.alpha[row, round(MIDDLE_X + side * 0.40 * HEAD_PX)] > 0.9


@pytest.mark.parametrize("hair", [BROWN, (25, 23, 24), (190, 150, 95), (150, 150, 152)])
def test_a_bob_has_the_persons_own_colour(hair: tuple[int, int, int]) -> None:
    drawn, _, _ = bob(hair)
    found = np.median(drawn.front.rgb[drawn.front.alpha > 0.9], axis=0) * 255
    assert found == pytest.approx(np.array(hair), abs=0.3 * max(hair) + 8)


def test_strands_can_be_told_apart() -> None:
    drawn, _, _ = bob()
    light = drawn.front.rgb.mean(axis=-1)
    row = round(CHIN_Y - 0.4 * HEAD_PX)
    columns = slice(round(MIDDLE_X + 0.38 * HEAD_PX), round(MIDDLE_X + 0.46 * HEAD_PX))
    across = light[row - 20 : row + 20, columns]
    assert np.abs(np.diff(across, axis=1)).mean() > 2 * np.abs(np.diff(across, axis=0)).mean()


def test_its_outline_is_ragged_and_soft() -> None:
    drawn, _, _ = bob()
    partly = (drawn.front.alpha > 0.1) & (drawn.front.alpha < 0.9)
    assert partly.sum() > 2000


def test_the_same_head_has_the_same_hair() -> None:
    assert np.array_equal(bob()[0].front.rgb, bob()[0].front.rgb)


def test_the_face_stays_when_hair_is_laid_over() -> None:
    drawn, rgb, _ = bob()
    head = drawn_head(BROWN)
    pixels, alpha = lay_bob(rgb, head.alpha, head.oval, drawn)
    inside = head.oval > 0.999
    assert np.array_equal(pixels[inside], rgb[inside])
    assert alpha[drawn.front.alpha > 0.99].min() > 0.98


def test_old_hair_is_taken_off_but_for_a_fringe() -> None:
    drawn, _, parts = bob()
    left = without_hair(parts, drawn)
    long = round(CHIN_Y + 0.4 * HEAD_PX), round(MIDDLE_X - 0.42 * HEAD_PX)
    assert parts.hair[long] == 1.0
    assert left.hair[long] == 0.0
    assert left.cloth[long] == 1.0
    total = left.hair + left.skin + left.cloth
    assert total == pytest.approx(parts.hair + parts.skin + parts.cloth, abs=1e-5)


def test_a_bald_head_is_an_error() -> None:
    head = drawn_head(BROWN)
    nothing = np.zeros_like(head.parts.hair)
    bald = Parts(nothing, head.parts.skin + head.parts.hair, head.parts.cloth)
    with pytest.raises(CannotStyleHair) as caught:
        draw_bob(head.rgb, head.alpha, bald, head.mesh, HEAD_PX, LIGHT)
    assert caught.value.code == "cannot_style_hair"
    assert "no hair" in caught.value.message


def test_a_headscarf_is_an_error() -> None:
    head = drawn_head(BROWN)
    scarf = np.maximum(head.parts.hair, head.alpha - head.oval)
    covered = Parts(scarf, head.oval, np.zeros_like(scarf))
    with pytest.raises(CannotStyleHair) as caught:
        draw_bob(head.rgb, head.alpha, covered, head.mesh, HEAD_PX, LIGHT)
    assert "scarf" in caught.value.message


# --- strands ------------------------------------------------------------------------------------


def sides() -> tuple[Side, Side]:
    pair = []
    for sign in (-1, 1):
        inner = resampled(
            np.array([(0.05, -0.9), (sign * 0.3, -0.8), (sign * 0.36, -0.4), (sign * 0.2, 0.05)])
        )
        pair.append(Side(inner, silhouette(sign, 0.46, 0.04, CROWN_V)))
    return pair[0], pair[1]


def test_a_silhouette_runs_from_the_parting_to_the_jaw_and_turns_in() -> None:
    curve = silhouette(1, 0.46, 0.04, CROWN_V)
    assert curve[0] == pytest.approx((0.04, CROWN_V), abs=0.02)
    assert np.all(np.diff(curve[:, 1]) > -1e-4)
    widest = int(curve[:, 0].argmax())
    assert 0.5 * len(curve) < widest < len(curve) - 2
    assert curve[-1, 0] < 0.95 * curve[widest, 0]


def test_thousands_of_strands_stay_near_their_side() -> None:
    strands = grow(sides(), np.random.default_rng(0))
    assert len(strands.paths) > 5000
    assert np.abs(strands.paths[..., 0]).max() < 0.6
    assert -1.2 < strands.paths[..., 1].min() < -1.0
    assert strands.paths[..., 1].max() < 0.16
    for marks in (strands.tone, strands.gloss, strands.shift):
        assert marks.min() >= 0.0
        assert marks.max() <= 1.0
