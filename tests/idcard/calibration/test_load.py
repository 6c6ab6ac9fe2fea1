"""The shipped calibration, and files that are not calibrations."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

import pytest

from idphoto.errors import BadSetting
from idphoto.idcard.calibration.curve import SimilarityCurve
from idphoto.idcard.calibration.load import load_curve, shipped_curve


def test_the_shipped_curve_is_as_strict_as_what_was_counted() -> None:
    """Each point lies within the interval of the women it is for, and accepts none too many."""
    text = resources.files("idphoto.idcard.calibration").joinpath("shipped.toml").read_text("utf-8")
    for point in tomllib.loads(text)["points"]:
        low, high = point["interval"]
        assert low <= point["distance"] <= high
    assert shipped_curve().distances == (0.475, 0.54, 0.615, 1.12)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "No such file"),
        ("no = [toml", "at line 1"),
        (
            'network = "dlib_face_recognition_resnet_model_v1"',
            "was made for the network dlib_face_recognition_resnet_model_v1, and faces are now "
            "compared by sface_2021dec: make it anew with `idphoto idcard calibrate`",
        ),
        ("points = []", r"was made for the network \(none named\)"),
        ('network = "sface_2021dec"', r"needs \[\[points\]\]"),
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
