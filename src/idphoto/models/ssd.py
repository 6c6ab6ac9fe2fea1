"""What MediaPipe's single-shot detectors share: anchors, decoding, merging."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.geometry import Box, Similarity


@dataclass(frozen=True, slots=True)
class Detection:
    """A scored box with its keypoints, in pixels of the picture that was searched.

    ``keypoints``: float64 ``(K, 2)``, x and y; the network defines what they are.
    """

    box: Box
    score: float
    keypoints: NDArray[np.float64]

    def mapped(self, to_picture: Similarity) -> Detection:
        """The same detection in another picture's pixels (no rotation)."""
        b = self.box
        (left, top), (right, bottom) = to_picture.apply(
            np.array([[b.left, b.top], [b.right, b.bottom]])
        )
        box = Box(float(left), float(top), float(right), float(bottom))
        return Detection(box, self.score, to_picture.apply(self.keypoints))


def anchor_centres(input_side: int, layers: tuple[tuple[int, int], ...]) -> NDArray[np.float32]:
    """Centres ``(N, 2)``, 0–1, of the anchors of ``layers`` (stride, anchors per cell), by row."""
    centres = []
    for stride, per_cell in layers:
        cells = input_side // stride
        axis = (np.arange(cells, dtype=np.float32) + 0.5) / cells
        grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 1, 2)
        centres.append(np.broadcast_to(grid, (cells * cells, per_cell, 2)).reshape(-1, 2))
    return np.concatenate(centres)


def decode(
    regressors: NDArray[np.float32],
    logits: NDArray[np.float32],
    anchors: NDArray[np.float32],
    input_side: int,
    min_score: float,
) -> list[Detection]:
    """Convert raw outputs, ``(N, 4 + 2K)`` and ``(N,)``, to detections in input pixels.

    A row holds centre x, centre y, width, height and K points, as offsets in input pixels from its
    anchor's centre. Anchors have unit size.
    """
    scores = 1.0 / (1.0 + np.exp(-np.clip(logits, -80, 80)))
    keep = np.flatnonzero(scores >= min_score)
    found = []
    for i in keep[np.argsort(-scores[keep])]:
        points = regressors[i].astype(np.float64).reshape(-1, 2)
        origin = anchors[i].astype(np.float64) * input_side
        centre, half = points[0] + origin, points[1] / 2
        box = Box(
            float(centre[0] - half[0]),
            float(centre[1] - half[1]),
            float(centre[0] + half[0]),
            float(centre[1] + half[1]),
        )
        found.append(Detection(box, float(scores[i]), points[2:] + origin))
    return found


def merge(found: list[Detection], min_iou: float = 0.3) -> list[Detection]:
    """Weighted non-maximum suppression, best score first.

    Overlapping detections become one, whose coordinates are their mean weighted by score. This is
    steadier than the best box alone (Bazarevsky et al., BlazeFace, 2019).
    """
    rest = sorted(found, key=lambda d: -d.score)
    merged = []
    while rest:
        best = rest[0]
        group = [d for d in rest if d.box.iou(best.box) > min_iou]
        rest = [d for d in rest[1:] if d.box.iou(best.box) <= min_iou]
        weights = np.array([d.score for d in group])
        weights /= weights.sum()
        boxes = np.array([[d.box.left, d.box.top, d.box.right, d.box.bottom] for d in group])
        left, top, right, bottom = (float(v) for v in weights @ boxes)
        keypoints = np.tensordot(weights, np.stack([d.keypoints for d in group]), axes=1)
        merged.append(Detection(Box(left, top, right, bottom), best.score, keypoints))
    return merged
