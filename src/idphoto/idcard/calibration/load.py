"""Calibration files: the product's own, and the one that a setting names."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from pathlib import Path

from idphoto.errors import BadSetting
from idphoto.idcard.calibration.curve import FALSE_ACCEPTS, Curve
from idphoto.models.face_embedder import WEIGHTS
from idphoto.settings import get_settings

_VARIABLE = "IDPHOTO_IDCARD_CALIBRATION"


def used_curve() -> Curve:
    """The curve that the settings name; else the shipped one.

    Raises:
        BadSetting: the file named cannot be read, or holds no curve.
    """
    path = get_settings().idcard_calibration
    return shipped_curve() if path is None else _named(path)


@lru_cache(maxsize=1)
def shipped_curve() -> Curve:
    """The product's own: see ``shipped.toml`` for what it rests on."""
    text = resources.files("idphoto.idcard.calibration").joinpath("shipped.toml").read_text("utf-8")
    return read_curve(text)


@lru_cache(maxsize=1)
def _named(path: Path) -> Curve:
    try:
        return read_curve(path.read_text("utf-8"))
    except OSError as error:
        raise BadSetting(_VARIABLE, f"{path}: {error.strerror or 'cannot be read'}") from error
    except ValueError as error:
        raise BadSetting(_VARIABLE, f"{path}: {error}") from error


def read_curve(text: str) -> Curve:
    """The curve in a calibration file's text.

    Raises:
        ValueError: it is no TOML, was made for another network, or holds no curve.
    """
    data = tomllib.loads(text)
    if data.get("network") != WEIGHTS:
        raise ValueError(f"is not a calibration of {WEIGHTS}")
    try:
        found = {float(p["similarity"]): float(p["distance"]) for p in data["points"]}
        distances = tuple(found[mark] for mark, _ in FALSE_ACCEPTS)
    except (KeyError, TypeError) as error:
        marks = ", ".join(f"{mark:g}" for mark, _ in FALSE_ACCEPTS)
        raise ValueError(f"needs [[points]] with a distance for {marks}") from error
    return Curve(distances)


def similarity(distance: float) -> float:
    """How like two faces are, 0 to 100, whose embeddings lie ``distance`` apart.

    70: one pair of strangers in 1,000 comes so near, 80: one in 10,000, on the population that the
    curve in use was made on (``docs/face-comparison.md``).

    Raises:
        BadSetting: ``IDPHOTO_IDCARD_CALIBRATION`` names a file that holds no curve.
    """
    return used_curve().similarity(distance)
