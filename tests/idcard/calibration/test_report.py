"""The files that are written: the calibration, which the product reads, and the chart."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from idphoto.idcard.calibration.chart import to_svg
from idphoto.idcard.calibration.curve import SimilarityCurve
from idphoto.idcard.calibration.fit import FittedPoint
from idphoto.idcard.calibration.load import load_curve, read_curve, shipped_curve
from idphoto.idcard.calibration.pairs import Pairs
from idphoto.idcard.calibration.report import Calibration, to_toml

DISTANCES = (0.3, 0.4, 0.5, 1.0)


@pytest.fixture
def calibration() -> Calibration:
    marks = ((80.0, 1e-4), (70.0, 1e-3), (50.0, 1e-2), (0.0, 0.99))
    points = tuple(
        FittedPoint(mark, share, at, (at - 0.02, at + 0.02), 1, 3, 0, 1)
        for (mark, share), at in zip(marks, DISTANCES, strict=True)
    )
    pairs = Pairs(np.array([0.31, 0.8, 0.85, 1.7]), np.array([[0, 0], [0, 1], [1, 2], [0, 2]]))
    return Calibration(pairs, points, photos=4, people=3, cards=False, draws=100, seed=0)


def test_a_calibration_is_read_back_as_it_was_made(calibration: Calibration) -> None:
    text = to_toml(calibration, date(2025, 1, 2))
    assert read_curve(text) == calibration.curve == SimilarityCurve(DISTANCES)
    data = tomllib.loads(text)
    assert data["made"]["on"] == date(2025, 1, 2)
    assert sum(data["histogram"]["genuine"]) == 1
    assert sum(data["histogram"]["impostors"]) == 3


def test_the_chart_is_a_drawing_with_both_kinds_of_pairs(calibration: Calibration) -> None:
    drawing = ElementTree.fromstring(to_svg(calibration, shipped_curve()))  # noqa: S314 - our own
    words = [each.text for each in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert {"one person: 1 pairs", "strangers: 3 pairs", "80", "70", "50"} <= set(words)


def test_a_given_calibration_replaces_the_shipped_one(
    calibration: Calibration, tmp_path: Path
) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(to_toml(calibration, date(2025, 1, 2)), "utf-8")
    assert load_curve(None).similarity(0.3) > 80
    ours = [load_curve(path).similarity(at) for at in (0, *DISTANCES)]
    assert ours == pytest.approx([100, 80, 70, 50, 0])
