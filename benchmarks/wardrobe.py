"""How long garments take to render, by their main part."""

from __future__ import annotations

import statistics
import time
from typing import Any, Final

from idphoto.photo.wardrobe.assemble import pieces_of
from idphoto.photo.wardrobe.body import Body, Light
from idphoto.photo.wardrobe.garment import Garment
from idphoto.photo.wardrobe.load import GARMENT_IDS, load_garment
from idphoto.photo.wardrobe.render import render_garment

RUNS: Final = 5
# The usual composition of a 35 × 53 mm photo: the head takes up half its height.
SIZE_WH: Final = (413, 626)
_BODY: Final = Body(
    neck_right=(123.0, 454.0),
    neck_left=(289.0, 454.0),
    pit=(206.0, 515.0),
    chin=(206.0, 400.0),
    shoulder_right=(-98.0, 528.0),
    shoulder_left=(510.0, 528.0),
    head_height_px=320.0,
    yaw_deg=0.0,
)
_LIGHT: Final = Light(
    direction=(-0.34, -0.49, 0.80),
    colour=(1.0, 1.0, 1.0),
    ambient=0.5,
    exposure=1.0,
    grain=0.01,
    sharpness=0.7,
)


def measure_wardrobe() -> list[dict[str, Any]]:
    """One row per kind of main part: garments, pieces, ms for first and later renderings."""
    by_kind: dict[str, list[Garment]] = {}
    for garment_id in GARMENT_IDS:
        garment = load_garment(garment_id)
        by_kind.setdefault(_kind(garment), []).append(garment)
    return [_row(kind, garments) for kind, garments in sorted(by_kind.items())]


def _kind(garment: Garment) -> str:
    """The garment's outermost part, apart from trims and neckwear."""
    names = [type(part).__name__ for part in garment.parts]
    main = [name for name in names if name not in ("Trim", "Neckwear")]
    return main[-1].lower()


def _row(kind: str, garments: list[Garment]) -> dict[str, Any]:
    pieces_of.cache_clear()
    first = [_render_ms(garment) for garment in garments]
    later = [_render_ms(garment) for garment in garments for _ in range(RUNS)]
    return {
        "kind": kind,
        "garments": len(garments),
        "pieces": round(statistics.fmean(len(pieces_of(garment)) for garment in garments)),
        "first_ms": statistics.median(first),
        "p50_ms": statistics.median(later),
        "worst_ms": max(later),
    }


def _render_ms(garment: Garment) -> float:
    started = time.perf_counter()
    render_garment(garment, _BODY, _LIGHT, SIZE_WH)
    return (time.perf_counter() - started) * 1000.0
