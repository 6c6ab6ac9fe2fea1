from __future__ import annotations

import numpy as np
import pytest

from idphoto.matting.veil import Veil, find_veil

HEAD_PX = 200.0


def test_an_even_grey_is_a_veil_measured_in_heads() -> None:
    alpha = np.zeros((400, 400), np.float32)
    alpha[100:200, 100:200] = 0.5
    veil = find_veil(alpha, HEAD_PX)
    assert veil.area == pytest.approx((100 / HEAD_PX) ** 2, rel=0.1)
    assert veil.share == pytest.approx(1, abs=0.1)
    assert veil.is_seen


def test_strands_are_no_veil() -> None:
    alpha = np.zeros((400, 400), np.float32)
    alpha[100:300, 100:300:4] = 1.0
    alpha[100:300, 102:300:4] = 0.3
    veil = find_veil(alpha, HEAD_PX)
    assert veil.share < 0.2
    assert not veil.is_seen


def test_a_sharp_outline_has_nothing_half_transparent() -> None:
    alpha = np.zeros((400, 400), np.float32)
    alpha[100:300, 100:300] = 1.0
    assert find_veil(alpha, HEAD_PX) == Veil(0.0, 0.0)


def test_a_small_patch_of_grey_is_no_fault() -> None:
    alpha = np.zeros((400, 400), np.float32)
    alpha[100:130, 100:130] = 0.5
    assert not find_veil(alpha, HEAD_PX).is_seen


def test_the_size_of_the_photo_does_not_matter() -> None:
    alpha = np.zeros((400, 400), np.float32)
    alpha[100:200, 100:200] = 0.5
    larger = np.kron(alpha, np.ones((2, 2), np.float32))
    one, other = find_veil(alpha, HEAD_PX), find_veil(larger, 2 * HEAD_PX)
    assert other.area == pytest.approx(one.area, rel=0.1)


def test_an_empty_photo_has_no_veil() -> None:
    assert not find_veil(np.zeros((50, 40), np.float32), HEAD_PX).is_seen
