"""The checks of what covers a face, on pictures that failed once, with the real networks."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from idphoto.compliance.verdict import Verdict
from idphoto.face.find import find_faces
from idphoto.imaging.decode import open_source
from idphoto.photo.examine import examine
from idphoto.photo.setup import Setup


@pytest.fixture(scope="module")
def verdicts(photo_setup: Setup) -> Callable[[bytes], dict[str, Verdict]]:
    """Each check's verdict on a file, as a source."""

    def look(data: bytes) -> dict[str, Verdict]:
        report = examine(photo_setup, open_source(data), judged_as="source").report
        return {finding.id: finding.verdict for finding in report.findings}

    return look


def test_sunglasses_cover_the_face(
    shared_input: Callable[[str], Path], verdicts: Callable[[bytes], dict[str, Verdict]]
) -> None:
    found = verdicts(shared_input("o_sunglasses.jpg").read_bytes())
    assert found["face_covered"] is Verdict.FAIL
    assert found["tinted_lenses"] is Verdict.FAIL


def test_a_mask_covers_the_face(
    shared_input: Callable[[str], Path], verdicts: Callable[[bytes], dict[str, Verdict]]
) -> None:
    found = verdicts(shared_input("o_face_mask.jpg").read_bytes())
    assert found["face_covered"] is Verdict.FAIL
    assert found["glasses"] is Verdict.NOT_ASSESSED or found["glasses"] is Verdict.PASS


def test_white_lenses_are_glare(
    shared_input: Callable[[str], Path], verdicts: Callable[[bytes], dict[str, Verdict]]
) -> None:
    found = verdicts(shared_input("o_glasses_glare.jpg").read_bytes())
    assert found["glare"] is Verdict.FAIL


def test_a_burnt_out_face_is_not_called_covered(
    shared_input: Callable[[str], Path], verdicts: Callable[[bytes], dict[str, Verdict]]
) -> None:
    found = verdicts(shared_input("q_overexposed.jpg").read_bytes())
    assert found["face_covered"] is Verdict.NOT_ASSESSED


@pytest.mark.parametrize("name", ["q_grey.jpg", "q_half_shadow.jpg", "q_blurred.jpg"])
def test_poor_light_and_blur_cover_nothing(
    name: str, shared_input: Callable[[str], Path], verdicts: Callable[[bytes], dict[str, Verdict]]
) -> None:
    found = verdicts(shared_input(name).read_bytes())
    assert found["face_covered"] is Verdict.PASS
    assert found["glasses"] is Verdict.PASS
    assert found["hand_at_face"] is Verdict.PASS


@pytest.mark.parametrize("name", ["london_001", "london_006"])
def test_a_black_box_over_both_eyes_covers_the_face(
    name: str,
    shared: Path,
    photo_setup: Setup,
    verdicts: Callable[[bytes], dict[str, Verdict]],
) -> None:
    rgb = open_source(shared / "people" / f"{name}.jpg").decode(1).rgb.copy()
    (face,) = find_faces(photo_setup.engine, rgb)
    unit = face.inter_eye_px
    x, y = (face.right_eye + face.left_eye) / 2
    top, bottom = int(y - 0.3 * unit), int(y + 0.3 * unit)
    assert verdicts(_jpeg(rgb))["face_covered"] is Verdict.PASS
    rgb[top:bottom, int(x - 1.05 * unit) : int(x + 1.05 * unit)] = 0
    assert verdicts(_jpeg(rgb))["face_covered"] is Verdict.FAIL


def _jpeg(rgb: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> bytes:
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "JPEG", quality=95)
    return out.getvalue()
