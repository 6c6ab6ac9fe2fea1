"""The head of a draft, on its source: what a page draws handles by."""

from __future__ import annotations

import numpy as np

from idphoto.face.landmarks import LandmarkPoint
from idphoto.imaging.arrays import Point
from idphoto.imaging.geometry import Similarity
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.result import HeadOnSource


def head_on_source(draft: PhotoDraft) -> HeadOnSource:
    """The points that the photo was framed by. The draft was framed."""
    marks, head = draft.marks, draft.geometry
    skull = head.crown if marks.crown is None else marks.crown
    points = np.stack([marks.right_eye, marks.left_eye, marks.chin, skull, head.top])
    left_eye, right_eye, chin, crown, top = map(_point, draft.to_source.apply(points))
    return HeadOnSource(draft.source.size_wh, left_eye, right_eye, chin, crown, top)


def source_to_photo(draft: PhotoDraft) -> Similarity:
    """The map from pixels of the source at full size to the photo's. The draft was framed."""
    return draft.placement.to_photo.after(draft.to_source.inverse())


def _point(xy: LandmarkPoint) -> Point:
    return float(xy[0]), float(xy[1])
