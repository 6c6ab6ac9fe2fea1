from __future__ import annotations

import numpy as np
import pytest

from idphoto.photo.wardrobe.raster import fill, stroke

LINE = np.array([[10, 10], [40, 10], [90, 10]], np.float32)


def test_a_closed_outline_is_filled() -> None:
    coverage = fill(np.array([[2, 2], [8, 2], [8, 6], [2, 6]], np.float32), (10, 10))
    assert coverage.dtype == np.float32
    assert (coverage[2:6, 2:8] == 1).all()
    assert coverage.sum() == pytest.approx(24)


def test_a_line_thinner_than_a_pixel_is_fainter() -> None:
    thin, usual = stroke(LINE, 0.25, (100, 20)), stroke(LINE, 1, (100, 20))
    assert thin == pytest.approx(0.25 * usual)


def test_dashes_are_evenly_spaced_round_corners_of_the_path() -> None:
    coverage = stroke(LINE, 2, (100, 20), dash_px=10)
    covered = coverage[10] > 0.5
    starts = np.flatnonzero(np.diff(covered.astype(int)) == 1) + 1
    ends = np.flatnonzero(np.diff(covered.astype(int)) == -1) + 1
    assert np.abs(starts - np.arange(10, 90, 10)).max() <= 1
    assert np.abs(ends - starts - 6.5).max() <= 1


def test_dashes_too_short_to_be_seen_become_a_fainter_line() -> None:
    dashed, whole = stroke(LINE, 2, (100, 20), dash_px=1), stroke(LINE, 2, (100, 20))
    assert dashed[10, 20:80] == pytest.approx(0.65 * whole[10, 20:80])
