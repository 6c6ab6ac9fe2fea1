from __future__ import annotations

import numpy as np
import pytest

from idphoto.imaging.filters import high_pass, ramp


def test_a_ramp_leads_from_0_to_1_in_either_direction() -> None:
    values = np.array([0.0, 1.0, 1.5, 2.0, 3.0], np.float32)
    assert ramp(values, 1.0, 2.0).tolist() == [0.0, 0.0, 0.5, 1.0, 1.0]
    assert ramp(values, 2.0, 1.0).tolist() == [1.0, 1.0, 0.5, 0.0, 0.0]


def test_slopes_pass_no_filter_for_noise() -> None:
    y, x = np.mgrid[:40, :60].astype(np.float32)
    assert np.abs(high_pass(3.0 * x - 2.0 * y + 7.0))[1:-1, 1:-1].max() < 1e-4


def test_white_noise_keeps_its_deviation() -> None:
    noise = np.random.default_rng(1).normal(0.0, 5.0, (400, 400)).astype(np.float32)
    assert float(high_pass(noise).std()) == pytest.approx(5.0, rel=0.02)
