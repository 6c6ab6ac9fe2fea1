"""How cut hair is rounded off."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.photo.framing.cut_people import (
    HAIR,
    HEAD_PX,
    SHIRT,
    Box,
    cut,
    seen,
)

from idphoto.matting.matte import Matte
from idphoto.photo.framing.borders import (
    BorderCut,
    BorderSide,
)
from idphoto.photo.framing.closed_outline import closed_outline


def closed(matte: Matte, *cuts: BorderCut) -> NDArray[np.float32]:
    kept = closed_outline(matte, cuts, HEAD_PX)
    assert kept is not None
    assert kept.shape == matte.alpha.shape
    assert (kept.min() >= 0, kept.max()) == (True, 1)
    return np.asarray(kept)


def test_hair_cut_by_the_top_is_rounded_off_and_its_apex_touches_the_border() -> None:
    kept = closed(seen((HAIR, (200, 0, 400, 360))), cut("top", hidden=5))
    assert kept[0, 200:215].max() == kept[0, 385:400].max() == 0
    assert kept[0, 298:302].min() == 1
    assert kept[20:].min() == 1
    # the further inside, the wider
    widths = (kept[:15, 200:400] > 0.5).sum(axis=1)
    assert (np.diff(widths) >= 0).all()


def test_the_arc_meets_the_hairs_own_outline_without_a_step() -> None:
    kept = closed(seen((HAIR, (200, 0, 400, 360))), cut("top", hidden=5))
    rows = round(0.1 * HEAD_PX)
    assert (kept[rows - 1, 200:400] > 0.5).sum() >= 195
    assert kept[rows].min() == 1


@pytest.mark.parametrize(
    ("side", "area", "corner", "apex"),
    [
        ("left", (0, 150, 300, 350), (153, 0), (250, 0)),
        ("right", (300, 150, 600, 350), (153, 599), (250, 599)),
    ],
)
def test_hair_cut_by_a_side_is_rounded_off_there(
    side: BorderSide, area: Box, corner: tuple[int, int], apex: tuple[int, int]
) -> None:
    kept = closed(seen((HAIR, area)), cut(side, hidden=5))
    assert (kept[corner], kept[apex]) == (0, 1)


def test_two_cut_borders_are_both_closed() -> None:
    matte = seen((HAIR, (200, 0, 400, 360)), (HAIR, (0, 150, 300, 350)))
    kept = closed(matte, cut("top", hidden=5), cut("left", hidden=5))
    assert kept[0, 205] == kept[153, 0] == 0


def test_what_the_border_does_not_cut_is_kept_whole() -> None:
    beside = (SHIRT, (450, 5, 550, 360))
    kept = closed(seen((HAIR, (200, 0, 400, 360)), beside), cut("top", hidden=5))
    assert kept[5:, 450:550].min() == 1


def test_a_body_that_a_border_cuts_is_not_rounded_off() -> None:
    matte = seen((SHIRT, (0, 400, 600, 800)))
    assert closed_outline(matte, (cut("left"), cut("bottom")), HEAD_PX) is None
    assert closed_outline(matte, (), HEAD_PX) is None
