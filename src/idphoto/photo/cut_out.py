"""Cutting the person out of a picture at its full size."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.choose import FaceChoice, check_face_choice, choose_face
from idphoto.face.find import find_faces
from idphoto.face.landmarks import Face
from idphoto.imaging.arrays import Mask
from idphoto.imaging.decode import Source
from idphoto.imaging.geometry import Box, Similarity
from idphoto.imaging.warp import shrunk
from idphoto.matting.matte import Quality, matte_person
from idphoto.photo.edges import refine_edges, to_rgba, true_colours
from idphoto.photo.result import Cutout
from idphoto.photo.setup import Setup
from idphoto.steps import Progress, run_steps

# Edges are refined at no larger size than this: the matte has no finer detail, and memory stays
# bounded for pictures of any size.
_REFINED_PX: Final = 1600


@dataclass(slots=True)
class CutoutDraft:
    """A cut-out in the making, filled in by the steps, in order."""

    setup: Setup
    source: Source
    quality: Quality
    need_face: bool
    choice: FaceChoice
    rgb: NDArray[np.uint8] = field(init=False)
    small: NDArray[np.uint8] = field(init=False)
    to_small: Similarity = field(init=False)
    alpha: NDArray[np.float32] = field(init=False)
    rgba: NDArray[np.uint8] = field(init=False)


def decode(draft: CutoutDraft) -> None:
    """Read all pixels, and make a smaller copy to work on."""
    draft.rgb = draft.source.decode().rgb
    draft.small, draft.to_small = shrunk(draft.rgb, _REFINED_PX)


def matte(draft: CutoutDraft) -> None:
    """Find the person's matte.

    Raises:
        NoFace: a face is needed, and even a close look finds none.
        SeveralFaces, NoSuchFace: as ``choose_face``.
    """
    faces = find_faces(draft.setup.engine, draft.small)
    if draft.need_face and not faces:
        faces = find_faces(draft.setup.engine, draft.small, tiled=True)
    if faces or draft.need_face:
        chosen = choose_face(faces, draft.choice)
        faces = [chosen, *(face for face in faces if face is not chosen)]
    draft.alpha = _matte(draft.setup, draft.small, faces, draft.quality)


def colours(draft: CutoutDraft) -> None:
    """Separate the person's own colours from the background, at full size."""
    height, width = draft.rgb.shape[:2]
    rgba = to_rgba(true_colours(draft.small, draft.alpha), draft.alpha)
    if draft.to_small.scale < 1.0:
        rgba = cv2.resize(rgba, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.uint8)
        opaque = rgba[..., 3] >= 250
        rgba[..., :3][opaque] = draft.rgb[opaque]
    draft.rgba = rgba


STEPS: Final = (decode, matte, colours)


def make_cutout(
    setup: Setup,
    source: Source,
    quality: Quality,
    *,
    need_face: bool = False,
    faces: FaceChoice = "largest",
    deadline: float | None = None,
    progress: Progress | None = None,
) -> Cutout:
    """See ``idphoto.cut_out``.

    ``need_face``: refuse a picture without a face; a ``faces`` other than "largest" implies it.
    ``deadline``, ``progress``: as for
    ``pipeline.run``.

    Raises:
        NoFace: a face is needed and there is none.
        SeveralFaces, NoSuchFace: as ``choose_face``.
        DeadlineExceeded: the deadline had passed between two steps.
    """
    check_face_choice(faces)
    draft = CutoutDraft(setup, source, quality, need_face or faces != "largest", faces)
    timings = run_steps(STEPS, draft, deadline, progress)
    return Cutout(draft.rgba, timings)


def _matte(
    setup: Setup, rgb: NDArray[np.uint8], faces: list[Face], quality: Quality
) -> NDArray[np.float32]:
    height, width = rgb.shape[:2]
    face = faces[0] if faces else None
    region = Box(0, 0, width, height)
    found = matte_person(setup.engine, rgb, region, face, faces[1:], quality, setup.matting)
    alpha, soft = (_enlarged(field, (width, height)) for field in (found.alpha, found.soft))
    return refine_edges(rgb, alpha, soft)


def _enlarged(mask: Mask, size_wh: tuple[int, int]) -> Mask:
    large = cv2.resize(mask, size_wh, interpolation=cv2.INTER_CUBIC)
    return np.clip(np.asarray(large, np.float32), 0.0, 1.0)
