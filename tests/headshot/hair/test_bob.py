from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.headshot.heads import CHIN_Y, HEAD_PX, MIDDLE_X, Head, drawn_head

from idphoto.errors import CannotStyleHair
from idphoto.headshot.hair.bob import Bob, draw_bob, lay_bob, without_hair
from idphoto.photo.wardrobe.body import Light
from idphoto.photo.wardrobe.parts import Parts

LIGHT = Light((0.1, -0.5, 0.86), (1.0, 1.0, 1.0), 0.5, 1.0, 0.0, 0.0)
BROWN = (70, 45, 30)


def styled(head: Head) -> Bob:
    return draw_bob(head.rgb, head.alpha, head.parts, head.mesh, HEAD_PX, LIGHT)


def with_hair(head: Head, keep: NDArray[np.bool_]) -> Head:
    """The head with hair only where ``keep`` is True; the other hair becomes background."""
    hair = head.parts.hair * keep
    parts = replace(head.parts, hair=hair)
    return replace(head, parts=parts, alpha=hair + parts.skin + parts.cloth)


def tied_back(head: Head) -> Head:
    """The head with hair above the temples alone."""
    rows = np.arange(head.alpha.shape[0])[:, None]
    return with_hair(head, np.broadcast_to(rows < CHIN_Y - 0.62 * HEAD_PX, head.alpha.shape))


def at(u: float, v: float) -> tuple[int, int]:
    """Row and column of a place given in head heights from the chin."""
    return round(CHIN_Y + v * HEAD_PX), round(MIDDLE_X + u * HEAD_PX)


@pytest.mark.parametrize("hair", ["long", "tied back"])
def test_a_bob_ends_at_the_jaw(hair: str) -> None:
    head = drawn_head(BROWN)
    drawn = styled(head if hair == "long" else tied_back(head))
    for half in (slice(None, int(MIDDLE_X)), slice(int(MIDDLE_X), None)):
        rows = np.flatnonzero((drawn.front.alpha[:, half] > 0.5).any(axis=1))
        assert rows[-1] == pytest.approx(CHIN_Y, abs=0.05 * HEAD_PX)
    assert drawn.kept[round(CHIN_Y) :].max() == 0.0


def test_a_bob_covers_both_ears_of_tied_back_hair() -> None:
    drawn = styled(tied_back(drawn_head(BROWN)))
    for side in (-1, 1):
        assert drawn.front.alpha[at(side * 0.38, -0.4)] > 0.9


def test_own_hair_shows_where_there_is_any() -> None:
    head = drawn_head(BROWN)
    drawn = styled(head)
    for side in (-1, 1):
        spot = at(side * 0.38, -0.45)
        assert head.parts.hair[spot] == 1.0
        assert drawn.kept[spot] > 0.95
        assert drawn.front.alpha[spot] < 0.1


def test_nothing_is_drawn_over_the_top_of_the_head() -> None:
    for head in (drawn_head(BROWN), tied_back(drawn_head(BROWN))):
        drawn = styled(head)
        assert drawn.front.alpha[: at(0, -0.96)[0]].max() < 0.1
        assert drawn.kept[at(0, -0.98)] > 0.95


def test_drawn_hair_joins_the_persons_own_without_an_edge() -> None:
    drawn = styled(tied_back(drawn_head(BROWN)))
    column = drawn.front.alpha[at(0, -0.95)[0] : at(0, -0.62)[0], at(0.37, 0)[1]]
    assert np.abs(np.diff(column)).max() < 0.2


@pytest.mark.parametrize("hair", [BROWN, (25, 23, 24), (190, 150, 95), (150, 150, 152)])
def test_a_bob_has_the_persons_own_colour(hair: tuple[int, int, int]) -> None:
    drawn = styled(tied_back(drawn_head(hair)))
    found = np.median(drawn.front.rgb[drawn.front.alpha > 0.9], axis=0) * 255
    assert found == pytest.approx(np.array(hair), abs=0.25 * max(hair) + 4)


def test_a_red_ear_taken_for_hair_does_not_colour_the_bob() -> None:
    head = drawn_head(BROWN)
    red = head.rgb.copy()
    rows, columns = slice(*(at(0, v)[0] for v in (-0.5, -0.3))), slice(at(0.35, 0)[1], None)
    red[rows, columns] = np.where(head.parts.hair[rows, columns, None] > 0, (190, 90, 70), 0)
    drawn = styled(replace(head, rgb=red))
    usual = styled(head).front.rgb[at(0.40, -0.25)]
    assert drawn.front.rgb[at(0.40, -0.25)] == pytest.approx(usual, abs=0.04)


def test_single_strands_are_visible() -> None:
    drawn = styled(tied_back(drawn_head(BROWN)))
    light = drawn.front.rgb.mean(axis=-1)
    row, column = at(0.38, -0.3)
    patch = light[row - 20 : row + 20, column - 8 : column + 8]
    assert np.abs(np.diff(patch, axis=1)).mean() > 2 * np.abs(np.diff(patch, axis=0)).mean()


def test_both_sides_differ() -> None:
    alpha = styled(tied_back(drawn_head(BROWN))).front.alpha
    middle = int(MIDDLE_X)
    left, right = alpha[:, middle - 250 : middle][:, ::-1], alpha[:, middle : middle + 250]
    assert (np.abs(left - right) > 0.5).sum() > 200


def test_the_nape_is_darker_than_the_hair_in_front_of_it() -> None:
    drawn = styled(drawn_head(BROWN))
    assert drawn.back.alpha[at(0.15, 0.0)] > 0.9
    behind, before = (each.rgb[each.alpha > 0.9].mean() for each in (drawn.back, drawn.front))
    assert behind < 0.7 * before


def test_the_same_head_has_the_same_hair() -> None:
    first, second = (styled(drawn_head(BROWN)) for _ in range(2))
    assert np.array_equal(first.front.rgb, second.front.rgb)
    assert np.array_equal(first.front.alpha, second.front.alpha)


def test_the_face_is_unchanged_when_hair_is_laid_over() -> None:
    head = tied_back(drawn_head(BROWN))
    drawn = styled(head)
    pixels, alpha = lay_bob(head.rgb, head.alpha, head.oval, drawn)
    inside = head.oval > 0.999
    assert np.array_equal(pixels[inside], head.rgb[inside])
    assert alpha[drawn.front.alpha > 0.99].min() > 0.98


def test_hair_may_cover_mesh_points_beside_the_face() -> None:
    head = tied_back(drawn_head(BROWN))
    spot = at(0.30, -0.40)
    assert head.oval[spot] == 1.0
    alpha = head.alpha.copy()
    alpha[spot] = 0.0
    pixels, matte = lay_bob(head.rgb, alpha, head.oval, styled(head))
    assert matte[spot] > 0.9
    assert pixels[spot].max() < 0.5 * head.rgb[spot].max()


def test_hair_casts_its_shadow_only_beside_the_face() -> None:
    head = drawn_head(BROWN)
    drawn = styled(head)
    assert drawn.shadow[at(-0.9, -0.1)[0] : at(0, 0.05)[0]].min() < 0.85
    assert drawn.shadow[at(0.0, 0.5)] == pytest.approx(1.0, abs=0.01)
    assert drawn.shadow[at(0.0, -0.9)] == pytest.approx(1.0, abs=0.01)


def test_hair_beyond_the_cut_is_removed() -> None:
    head = drawn_head(BROWN)
    left = without_hair(head.parts, styled(head))
    long = at(-0.42, 0.4)
    assert head.parts.hair[long] == 1.0
    assert left.hair[long] == 0.0
    assert left.cloth[long] == 1.0
    total = left.hair + left.skin + left.cloth
    assert total == pytest.approx(head.parts.hair + head.parts.skin + head.parts.cloth, abs=1e-5)


def test_a_tuft_on_top_is_removed() -> None:
    head = drawn_head(BROWN)
    hair = head.parts.hair.copy()
    top = int(np.flatnonzero(hair.any(axis=1))[0])
    columns = slice(int(MIDDLE_X), int(MIDDLE_X) + 6)
    hair[top - 40 : top, columns] = 1.0
    parts = replace(head.parts, hair=hair)
    left = without_hair(parts, styled(replace(head, parts=parts)))
    assert left.hair[top - 35, columns].max() < 0.1
    assert left.hair[top + 10, columns].min() > 0.9


def test_a_bald_head_is_an_error() -> None:
    head = drawn_head(BROWN)
    nothing = np.zeros_like(head.parts.hair)
    bald = replace(head.parts, hair=nothing, skin=head.parts.skin + head.parts.hair)
    with pytest.raises(CannotStyleHair) as caught:
        styled(replace(head, parts=bald))
    assert caught.value.code == "cannot_style_hair"
    assert "no hair" in caught.value.message


def cropped(head: Head) -> Head:
    """The head with short hair on top, none below the temples."""
    rows = np.arange(head.alpha.shape[0])[:, None]
    band = (rows > at(0, -0.99)[0]) & (rows < at(0, -0.62)[0])
    return with_hair(head, np.broadcast_to(band, head.alpha.shape))


def test_a_bob_over_cropped_hair_is_drawn_from_its_parting() -> None:
    head = cropped(drawn_head(BROWN))
    drawn = styled(head)
    above = drawn.front.alpha[at(0, -0.96)[0]]
    for side in (-1, 1):
        assert above[at(0.03 + side * 0.10, 0)[1]] > 0.95
    # a little above the skull, and never across the forehead
    rows = np.flatnonzero((drawn.front.alpha > 0.5).any(axis=1))
    assert rows[0] == pytest.approx(at(0, -1.05)[0], abs=0.04 * HEAD_PX)
    forehead = slice(at(0, -0.86)[0], at(0, -0.6)[0]), slice(at(-0.12, 0)[1], at(0.12, 0)[1])
    assert drawn.front.alpha[forehead].mean() < 0.05


def test_strands_over_cropped_hair_run_down_not_across() -> None:
    light = styled(cropped(drawn_head(BROWN))).front.rgb.mean(axis=-1)
    row, column = at(0.40, -0.6)
    patch = light[row - 15 : row + 15, column - 8 : column + 8]
    assert np.abs(np.diff(patch, axis=1)).mean() > 1.5 * np.abs(np.diff(patch, axis=0)).mean()


def test_a_headscarf_is_an_error() -> None:
    head = drawn_head(BROWN)
    scarf = np.maximum(head.parts.hair, head.alpha - head.oval)
    covered = Parts(scarf, head.oval, np.zeros_like(scarf), scarf)
    with pytest.raises(CannotStyleHair) as caught:
        styled(replace(head, parts=covered))
    assert "scarf" in caught.value.message


def test_bare_skin_at_the_temples_is_not_drawn_over() -> None:
    head = tied_back(drawn_head(BROWN))
    skin = head.parts.skin.copy()
    temple = slice(at(0, -0.78)[0], at(0, -0.66)[0]), slice(at(0.24, 0)[1], at(0.32, 0)[1])
    skin[temple] = 1.0
    hair = head.parts.hair * (1.0 - skin)
    drawn = styled(replace(head, parts=replace(head.parts, hair=hair, skin=skin)))
    inside = drawn.front.alpha[at(0, -0.74)[0] : at(0, -0.70)[0], at(0.26, 0)[1] : at(0.29, 0)[1]]
    assert inside.max() < 0.1
