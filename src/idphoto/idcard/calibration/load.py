"""Calibration files: the shipped one, and the one IDPHOTO_IDCARD_CALIBRATION names."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from pathlib import Path

from idphoto.errors import BadSetting
from idphoto.idcard.calibration.curve import FALSE_ACCEPTS, SimilarityCurve
from idphoto.models.face_embedder import NETWORK

_VARIABLE = "IDPHOTO_IDCARD_CALIBRATION"


def load_curve(path: Path | None) -> SimilarityCurve:
    """The curve in the calibration file at ``path``; the shipped one if ``path`` is None.

    The file is read once per process.

    Raises:
        BadSetting: of ``IDPHOTO_IDCARD_CALIBRATION``: the file cannot be read or holds no curve.
    """
    return shipped_curve() if path is None else _named(path)


@lru_cache(maxsize=1)
def shipped_curve() -> SimilarityCurve:
    """The product's own curve; ``shipped.toml`` says what it is based on."""
    text = resources.files("idphoto.idcard.calibration").joinpath("shipped.toml").read_text("utf-8")
    return read_curve(text)


@lru_cache(maxsize=1)
def _named(path: Path) -> SimilarityCurve:
    try:
        return read_curve(path.read_text("utf-8"))
    except OSError as error:
        raise BadSetting(_VARIABLE, f"{path}: {error.strerror or 'cannot be read'}") from error
    except ValueError as error:
        raise BadSetting(_VARIABLE, f"{path}: {error}") from error


def read_curve(text: str) -> SimilarityCurve:
    """The curve in a calibration file's text.

    Raises:
        ValueError: it is not TOML, was made for another network, or holds no curve.
    """
    data = tomllib.loads(text)
    if data.get("network") != NETWORK:
        raise ValueError(
            f"was made for the network {data.get('network', '(none named)')}, and faces are now "
            f"compared by {NETWORK}: make it anew with `idphoto idcard calibrate`"
        )
    try:
        found = {float(p["similarity"]): float(p["distance"]) for p in data["points"]}
        distances = tuple(found[mark] for mark, _ in FALSE_ACCEPTS)
    except (KeyError, TypeError) as error:
        marks = ", ".join(f"{mark:g}" for mark, _ in FALSE_ACCEPTS)
        raise ValueError(f"needs [[points]] with a distance for {marks}") from error
    return SimilarityCurve(distances)
