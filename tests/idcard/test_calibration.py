"""The shipped calibration, and files that are not calibrations."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from idphoto.errors import BadSetting
from idphoto.idcard.calibration.curve import SimilarityCurve
from idphoto.idcard.calibration.load import load_curve, shipped_curve


def test_the_shipped_curve_follows_from_the_published_table() -> None:
    text = resources.files("idphoto.idcard.calibration").joinpath("shipped.toml").read_text("utf-8")
    published = tomllib.loads(text)["published"]
    strangers = published["pairs"] - published["genuine"]
    at, quantiles = [], []
    for row in published["table"]:
        right = published["genuine"] * row["recall"]
        wrong = right * (1 - row["precision"]) / row["precision"]
        at.append(row["below"])
        quantiles.append(NormalDist().inv_cdf(wrong / strangers))
    for false_accepts, distance in zip((1e-4, 1e-3), shipped_curve().distances, strict=False):
        wanted = NormalDist().inv_cdf(false_accepts)
        assert distance == pytest.approx(np.interp(wanted, quantiles, at), abs=0.001)
    slope = (at[-1] - at[-2]) / (quantiles[-1] - quantiles[-2])
    beyond = at[-1] + slope * (NormalDist().inv_cdf(1e-2) - quantiles[-1])
    assert shipped_curve().distances[2] == pytest.approx(beyond, abs=0.001)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "No such file"),
        ("no = [toml", "at line 1"),
        ('network = "another"', "not a calibration of dlib"),
        ('network = "dlib_face_recognition_resnet_model_v1"', r"needs \[\[points\]\]"),
    ],
)
def test_a_file_that_is_not_a_calibration_is_reported_with_its_variable(
    tmp_path: Path, text: str | None, reason: str
) -> None:
    path = tmp_path / "ours.toml"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(BadSetting, match=reason) as caught:
        load_curve(path)
    assert caught.value.code == "bad_setting"
    assert caught.value.variable == "IDPHOTO_IDCARD_CALIBRATION"


@pytest.mark.parametrize(
    "distances",
    [(), (0.3, 0.4, 0.5), (0.0, 0.4, 0.5, 1.0), (0.3, 0.3, 0.5, 1.0), (0.3, 0.4, 0.5, 1e9),
     (float("nan"), 0.4, 0.5, 1.0)],
)  # fmt: skip
def test_a_curves_distances_must_rise(distances: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="needs 4 increasing distances"):
        SimilarityCurve(distances)
