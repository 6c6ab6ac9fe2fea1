"""Composites with an exact alpha, and the errors of mattes on them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks.mattes import composites, exact_alpha, matte_errors, summarise
from PIL import Image


def test_both_sets_of_composites_are_found(tmp_path: Path) -> None:
    for group, name in (("mattes", "p_1"), ("people_mattes", "f_1"), ("people_mattes", "f_2")):
        (tmp_path / group).mkdir(exist_ok=True)
        (tmp_path / group / f"{name}.png").touch()
        Image.new("L", (3, 2), 51).save(tmp_path / group / f"{name}_alpha.png")
    found = composites(tmp_path)
    assert [(each.group, each.name) for each in found] == [
        ("people_mattes", "f_1"),
        ("people_mattes", "f_2"),
        ("mattes", "p_1"),
    ]
    assert found[0].picture == tmp_path / "people_mattes" / "f_1.png"
    assert exact_alpha(found[0]).shape == (2, 3)
    assert exact_alpha(found[0]) == pytest.approx(0.2)
    assert composites(tmp_path / "nowhere") == []


def test_the_edge_band_is_the_area_around_see_through_pixels() -> None:
    exact = np.zeros((100, 100), np.float32)
    exact[:, 50] = 0.5
    far, near = exact.copy(), exact.copy()
    far[:, 0] = 1.0
    near[:, 55] = 1.0
    assert matte_errors(far, exact) == pytest.approx({"mse": 10.0, "edge_mse": 0.0, "sad": 0.1})
    # the band is 21 px wide
    band = {"mse": 10.0, "edge_mse": 1000 / 21, "sad": 0.1}
    assert matte_errors(near, exact) == pytest.approx(band)


def test_each_set_has_its_mean_median_and_worst_picture() -> None:
    rows = [
        {"set": group, "picture": picture, "mse": mse, "edge_mse": 10 * mse, "sad": 1.0}
        for group, picture, mse in (
            ("a", "x", 1.0),
            ("a", "y", 6.0),
            ("a", "z", 2.0),
            ("b", "w", 5.0),
        )
    ]
    first, second = summarise(rows)
    assert first == {
        "set": "a",
        "pictures": 3,
        "mse": 3.0,
        "median": 2.0,
        "worst": 6.0,
        "worst of": "y",
        "edge": 30.0,
        "edge worst": 60.0,
        "sad": 1.0,
    }
    assert (second["set"], second["pictures"], second["worst of"]) == ("b", 1, "w")
