"""A photo in the making: what the pipeline's steps have found and drawn so far."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from idphoto.compliance.evidence import Portrait
from idphoto.compliance.finding import Finding
from idphoto.face.landmarks import Face
from idphoto.face.marks import HeadMarks
from idphoto.face.measure import FaceGeometry
from idphoto.imaging.decode import Picture, Source
from idphoto.imaging.encode import Encoded
from idphoto.imaging.geometry import Similarity
from idphoto.imaging.warp import turned
from idphoto.matting.matte import Matte
from idphoto.photo.adjustments import marks_for
from idphoto.photo.check import Violation
from idphoto.photo.framing.borders import Borders
from idphoto.photo.framing.estimate import estimate_frame
from idphoto.photo.framing.frame import Frame
from idphoto.photo.render import Placement
from idphoto.photo.request import PhotoRequest
from idphoto.photo.result import Measurements
from idphoto.photo.setup import Setup


@dataclass(slots=True)
class PhotoDraft:
    """Filled in by the steps, in order. A field read before its step raises AttributeError."""

    setup: Setup
    source: Source
    request: PhotoRequest
    turns: int = field(init=False)
    """Quarter turns anticlockwise that brought the source upright."""
    picture: Picture = field(init=False)
    face: Face = field(init=False)
    others: list[Face] = field(init=False)
    matte: Matte = field(init=False)
    portrait: Portrait = field(init=False)
    """The person in the source, as the compliance checks see them."""
    geometry: FaceGeometry = field(init=False)
    """The head that the photo is framed by."""
    measured: FaceGeometry = field(init=False)
    """The same head without the request's adjustments."""
    marks: HeadMarks = field(init=False)
    """The points of ``geometry``, in pixels of the picture."""
    borders: Borders = field(init=False)
    frame: Frame = field(init=False)
    dressed: bool = field(init=False)
    """Whether new clothes will cover the body."""
    placement: Placement = field(init=False)
    measurements: Measurements = field(init=False)
    beyond_source: float = field(init=False)
    """The share of the photo, 0–1, that the source does not cover."""
    rgb: NDArray[np.uint8] = field(init=False)
    """The source on the photo's grid, ``(H, W, 3)``."""
    alpha: NDArray[np.float32] = field(init=False)
    """The person's matte on that grid, ``(H, W)``, 0–1."""
    foreground: NDArray[np.float32] = field(init=False)
    """The person's own colours, ``(H, W, 3)``, 0–1, without the old background."""
    pixels: NDArray[np.uint8] = field(init=False)
    encoded: Encoded = field(init=False)
    findings: tuple[Finding, ...] = field(init=False, default=())
    """What the compliance checks say of the source and of the photo."""
    broken: tuple[Violation, ...] = field(init=False, default=())
    """The specification's rules that the caller overrode and the photo breaks."""

    def for_request(self, request: PhotoRequest) -> PhotoDraft:
        """A draft of another photo of the same person, with everything found so far."""
        other = copy(self)
        other.request = request
        return other

    def decoded(self, longest_px: float) -> Picture:
        """The source, upright, with at least ``longest_px`` along its longer side if it has them.

        Raises:
            BadImage: the pixels cannot be read.
        """
        picture = self.source.decode(self.source.shrink_for(longest_px))
        return replace(picture, rgb=turned(picture.rgb, self.turns)) if self.turns else picture

    @property
    def to_source(self) -> Similarity:
        """The map from the picture, which was shrunk and turned upright, to the source at full
        size, after EXIF orientation."""
        width, height = self.source.size_wh
        dx = (0, width, width, 0)[self.turns]
        dy = (0, 0, height, height)[self.turns]
        return Similarity(self.picture.shrink, 90.0 * self.turns, dx, dy)

    @property
    def picture_wh(self) -> tuple[int, int]:
        return self.picture.rgb.shape[1], self.picture.rgb.shape[0]

    @property
    def rough_marks(self) -> HeadMarks:
        """Where the landmarks, or the request's adjustments, say that eyes and chin are.

        Raises:
            BadRequest: an adjusted point cannot be what it is said to be.
        """
        adjustments = self.request.adjustments
        return marks_for(self.face, adjustments, self.to_source, self.source.size_wh)

    @property
    def rough_frame(self) -> Frame:
        """The frame as these marks alone suggest it: what the photo may show."""
        request = self.request
        return estimate_frame(
            self.face,
            self.picture_wh,
            request.constraints,
            request.size_wh,
            self.rough_marks,
            zoom=request.adjustments.zoom,
            shift=request.adjustments.shift,
        )

    @property
    def points(self) -> NDArray[np.float64]:
        """The face's landmarks on the photo, ``(478, 3)``, depth in its pixels as well."""
        to_photo, points = self.placement.to_photo, self.face.points
        return np.column_stack([to_photo.apply(points[:, :2]), to_photo.scale * points[:, 2]])

    @property
    def head_height_px(self) -> float:
        """Chin to the top of the skull, on the photo."""
        return self.frame.scale * self.geometry.head_height_px
