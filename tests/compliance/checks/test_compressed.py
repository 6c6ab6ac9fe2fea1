"""A picture is not damaged by compression."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from benchmarks.compliance.degrade import compressed as compressed_by
from benchmarks.compliance.degrade import grained
from tests.compliance.drawn import asked
from tests.compliance.painted import changed, painted

from idphoto.compliance.check import Judged
from idphoto.compliance.checks import compressed
from idphoto.compliance.evidence import Evidence, Portrait
from idphoto.face.landmarks import Face

DrawFace = Callable[[float, float, float], Face]


def judged(portrait: Portrait) -> Judged:
    found = compressed.judge(Evidence(portrait), asked())
    assert found is not None
    return found


def test_nothing_is_judged_without_a_portrait() -> None:
    assert compressed.judge(Evidence(), asked()) is None


def textured(face: Face, **changes: Any) -> Portrait:
    """Smooth waves and some noise, as skin and walls are."""
    seen = painted(face, **changes)
    waves = np.indices((400, 400)).sum(axis=0) / 25
    rgb = (128 + 60 * np.sin(waves))[..., None].repeat(3, axis=2).astype(np.uint8)
    return changed(seen, grained(rgb, 2))


def test_a_picture_without_a_grid_passes(draw_face: DrawFace) -> None:
    assert judged(textured(draw_face(200, 160, 95), jpeg_quality=95.0)).verdict == "pass"


def test_visible_blocks_fail_although_the_file_was_saved_anew(draw_face: DrawFace) -> None:
    seen = textured(draw_face(200, 160, 95), jpeg_quality=95.0)
    found = judged(changed(seen, compressed_by(seen.rgb, 8)))
    assert (found.verdict, found.reason) == ("fail", "blocks of compression show")


def test_strong_compression_by_the_tables_is_unsure(draw_face: DrawFace) -> None:
    found = judged(textured(draw_face(200, 160, 95), jpeg_quality=33.0))
    assert found.verdict == "unsure"
    assert found.reason == "the file was strongly compressed: JPEG quality 33"


def test_a_picture_decoded_smaller_is_judged_by_its_tables_alone(draw_face: DrawFace) -> None:
    seen = textured(draw_face(200, 160, 95), jpeg_quality=90.0, shrink=2)
    found = judged(changed(seen, compressed_by(seen.rgb, 8)))
    assert (found.verdict, found.reason) == ("pass", "JPEG quality 90")


def test_a_tiny_picture_has_no_grid() -> None:
    assert compressed.measure_block_grid(np.zeros((20, 20, 3), np.uint8)) is None
