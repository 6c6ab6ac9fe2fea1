"""Make the pictures of docs/architecture.md: a public portrait after each visible step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from scripts.doc_pictures import PORTRAIT, Rgb, save, scaled

import idphoto
from idphoto.api import default_setup
from idphoto.face.landmarks import Face
from idphoto.imaging.decode import open_source
from idphoto.imaging.geometry import Similarity
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.pipeline import STEPS

THUMB_HEIGHT: Final = 240
MARK: Final = (255, 196, 0)
MARK_2: Final = (0, 229, 255)
CHECK_PX: Final = 12


def main() -> None:
    """Write every picture and print its size."""
    for name, thumb in life_of_a_photo().items():
        save(f"life-{name}", thumb)


def life_of_a_photo() -> dict[str, Rgb]:
    """A thumbnail after each of the seven visible steps."""
    request = idphoto.photo_request(
        size_px=(413, 531),
        background="438EDB",
        retouch=idphoto.Retouch(bright=0.5, smooth=0.5, sharp=0.5),
        clothes="woman_17",
    )
    draft = PhotoDraft(default_setup(), open_source(PORTRAIT), request)
    show: dict[str, Callable[[], Rgb]] = {
        "decode": lambda: draft.picture.rgb,
        "find_face": lambda: with_face(draft.picture.rgb, draft.face),
        "cut_out": lambda: with_matte(draft),
        "frame": lambda: with_frame(draft),
        "retouch": lambda: draft.rgb,
        "dress": lambda: on_checks(draft.foreground, draft.alpha),
        "write": lambda: draft.pixels,
    }
    thumbs: dict[str, Rgb] = {}
    for step in STEPS:
        step(draft)
        if step.__name__ in show:
            name = f"{len(thumbs) + 1}-{step.__name__.replace('_', '-')}"
            thumbs[name] = scaled(show[step.__name__](), THUMB_HEIGHT)
    return thumbs


def with_face(rgb: Rgb, face: Face) -> Rgb:
    """A close-up of the landmarks and irises."""
    middle, reach = (face.right_eye + face.left_eye) / 2, 1.2 * face.width_px
    left, top = np.maximum(middle - reach, 0).astype(int)
    near = rgb[top : top + 2 * round(reach), left : left + 2 * round(reach)]
    zoom = 2 * THUMB_HEIGHT / near.shape[0]
    near = scaled(near, 2 * THUMB_HEIGHT)
    for points, radius, colour in (
        (face.points[:, :2], 2, MARK_2),
        (np.array([face.right_eye, face.left_eye]), 8, MARK),
    ):
        for x, y in zoom * (points - (left, top)):
            cv2.circle(near, (round(x), round(y)), radius, colour, -1, cv2.LINE_AA)
    return near


def with_matte(draft: PhotoDraft) -> Rgb:
    """Alpha in grey, on the picture's grid."""
    height, width = draft.picture.rgb.shape[:2]
    to_picture = draft.matte.to_matte.inverse()
    alpha = cv2.warpAffine(draft.matte.alpha, matrix(to_picture), (width, height))
    grey = np.round(255 * np.clip(alpha, 0, 1)).astype(np.uint8)
    return np.dstack([grey] * 3)


def with_frame(draft: PhotoDraft) -> Rgb:
    """The picture, dark outside the crop."""
    rgb = draft.picture.rgb
    width, height = draft.request.size_wh
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    inside = np.round(draft.placement.to_photo.inverse().apply(corners)).astype(np.int32)
    mask = np.zeros(rgb.shape[:2], np.uint8)
    cv2.fillPoly(mask, [inside], 1)
    dark = np.where(mask[..., None] == 1, rgb, rgb // 3).astype(np.uint8)
    cv2.polylines(dark, [inside], True, MARK, 3, cv2.LINE_AA)
    return dark


def on_checks(foreground: NDArray[np.float32], alpha: NDArray[np.float32]) -> Rgb:
    """The person on a chequered background, which stands for transparency."""
    rows, columns = np.indices(alpha.shape) // CHECK_PX
    checks = np.where((rows + columns) % 2, 0.8, 0.95)[..., None]
    mixed = alpha[..., None] * foreground + (1 - alpha[..., None]) * checks
    return np.round(255 * mixed).astype(np.uint8)


def matrix(similarity: Similarity) -> NDArray[np.float64]:
    """The map as OpenCV's matrix, ``(2, 3)``."""
    points = similarity.apply(np.array([[0, 0], [1, 0], [0, 1]], np.float64))
    return np.column_stack([points[1] - points[0], points[2] - points[0], points[0]])


if __name__ == "__main__":
    main()
