"""Run every check on labelled pictures, and on good ones that were spoiled on purpose."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from PIL import Image

from benchmarks.compliance import degrade
from benchmarks.compliance.pictures import LabelledPicture
from idphoto.api import default_setup
from idphoto.compliance.evidence import Evidence, Portrait
from idphoto.compliance.registry import checks_about, judge
from idphoto.compliance.verdict import Verdict
from idphoto.errors import IdPhotoError
from idphoto.imaging.arrays import Pixels
from idphoto.imaging.decode import open_source
from idphoto.photo.examine import STEPS, Examination, start
from idphoto.specs import load_spec

# Everything is asked for, so that every check has a verdict.
STRICT: Final = {
    "glasses": "forbidden",
    "smile": "forbidden",
    "mouth_closed": True,
    "eyes_open": True,
    "looking_at_camera": True,
    "head_covering": "forbidden",
    "even_light": True,
    "background_plain": True,
    "background_shadow": "forbidden",
    "colour": True,
}
# The eyes of the spoiled pictures are brought to this distance first, so that an amount means the
# same on each.
_EYE_PX: Final = 120.0
# People whose pictures are good in every respect: the sets that are taken as well made.
GOOD_SETS: Final = ("canada", "3dsk", "people")


@dataclass(frozen=True, slots=True)
class JudgedPicture:
    """One picture and what the checks said.

    ``fault``: what was done to it, empty for a picture as it is. ``verdicts``: by check; empty if
    no face was found. ``skin``: the cheeks' lightness, L* of CIE 1976; None without a face.
    """

    picture: LabelledPicture
    fault: str
    verdicts: dict[str, Verdict]
    skin: float | None


Fault = tuple[str, Callable[[Pixels, float], bytes]]


def as_png(rgb: Pixels) -> bytes:
    """The pixels as a file that changes none of them."""
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def as_jpeg(rgb: Pixels, quality: int) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


# By the check that should fail: what is done to the picture, whose eyes are ``eye_px`` apart.
FAULTS: Final[dict[str, tuple[Fault, ...]]] = {
    "blurred": (
        ("blur σ 2 px", lambda rgb, eye_px: as_png(degrade.defocused(rgb, 2 * eye_px / 120))),
        ("blur σ 3 px", lambda rgb, eye_px: as_png(degrade.defocused(rgb, 3 * eye_px / 120))),
        ("shaken 15 px", lambda rgb, eye_px: as_png(degrade.shaken(rgb, 15 * eye_px / 120, 20))),
    ),
    "few_pixels": (
        ("enlarged 4×", lambda rgb, eye_px: as_png(degrade.enlarged(rgb, 4.0 * eye_px / 120))),
    ),
    "too_dark": (
        ("light ¼", lambda rgb, _: as_png(degrade.lit(rgb, 0.25))),
        ("light ⅛", lambda rgb, _: as_png(degrade.lit(rgb, 0.125))),
    ),
    "too_light": (("light ×3.5", lambda rgb, _: as_png(degrade.lit(rgb, 3.5))),),
    "compressed": (
        ("JPEG 10", lambda rgb, _: as_jpeg(rgb, 10)),
        ("JPEG 20", lambda rgb, _: as_jpeg(rgb, 20)),
    ),
    "grey": (("grey", lambda rgb, _: as_png(degrade.greyed(rgb))),),
    "colour_cast": (
        ("green light", lambda rgb, _: as_png(degrade.tinted(rgb, (0.65, 1.0, 0.65)))),
        ("blue light", lambda rgb, _: as_png(degrade.tinted(rgb, (0.6, 0.8, 1.0)))),
        ("warm light", lambda rgb, _: as_png(degrade.tinted(rgb, (1.0, 0.7, 0.4)))),
    ),
    "side_light": (
        (
            "half in shade",
            lambda rgb, eye_px: as_png(degrade.shaded(rgb, rgb.shape[1] / 2, 0.4 * eye_px, 0.2)),
        ),
    ),
}


def judge_pictures(pictures: list[LabelledPicture]) -> Iterator[JudgedPicture]:
    """Every check on every picture, as it is."""
    for picture in pictures:
        yield _judged(picture, "", picture.path.read_bytes())


def judge_spoiled(pictures: list[LabelledPicture]) -> Iterator[JudgedPicture]:
    """Every check on well-made pictures with one fault after another.

    The pictures are brought to 120 px between the eyes; half of the face lies left of the middle.
    """
    for picture in pictures:
        base = _normalised(picture)
        if base is None:
            continue
        for check, faults in FAULTS.items():
            for name, spoil in faults:
                yield _judged(picture, f"{check}: {name}", spoil(base, _EYE_PX))


def _normalised(picture: LabelledPicture) -> Pixels | None:
    """The picture around the face's middle, at 120 px between the eyes; None without a face."""
    portrait = _examined(picture.path.read_bytes()).portrait
    if portrait is None or portrait.inter_eye_px < _EYE_PX:
        return None
    scale = _EYE_PX / portrait.face.inter_eye_px
    height, width = portrait.rgb.shape[:2]
    size = round(width * scale), round(height * scale)
    small = np.asarray(Image.fromarray(portrait.rgb).resize(size, Image.Resampling.LANCZOS))
    middle = scale * float((portrait.face.right_eye + portrait.face.left_eye)[0]) / 2
    half = int(min(middle, size[0] - middle))
    return np.ascontiguousarray(small[:, round(middle) - half : round(middle) + half])


def _judged(picture: LabelledPicture, fault: str, data: bytes) -> JudgedPicture:
    try:
        evidence = _examined(data)
    except IdPhotoError:
        return JudgedPicture(picture, fault, {}, None)
    if evidence.portrait is None:
        return JudgedPicture(picture, fault, {}, None)
    asks = _start(data).asked
    asked = replace(asks, requirements=replace(asks.requirements, **STRICT))  # type: ignore[arg-type]
    found = judge(evidence, asked, checks_about("person", "light", "picture", "background"))
    verdicts = {finding.id: finding.verdict for finding in found}
    return JudgedPicture(picture, fault, verdicts, _skin(evidence.portrait))


def _start(data: bytes) -> Examination:
    return start(default_setup(), open_source(data), load_spec("gb-passport"), judged_as="source")


def _examined(data: bytes) -> Evidence:
    this = _start(data)
    for step in STEPS:
        step(this)
    return this.evidence


def _skin(portrait: Portrait) -> float:
    """The median lightness of both cheeks."""
    look = portrait.look
    unit = look.inter_eye_px
    values = []
    for index in (50, 280):
        x, y = look.points[index].astype(int)
        half = max(1, int(0.12 * unit))
        values.append(look.lab[max(0, y - half) : y + half, max(0, x - half) : x + half, 0])
    return float(np.median(np.concatenate([each.ravel() for each in values])))
