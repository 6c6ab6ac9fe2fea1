"""A photo in the making: what the pipeline's steps have found out so far."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import Face
from idphoto.face.measure import FaceGeometry
from idphoto.imaging.decode import Picture, Source
from idphoto.imaging.encode import Encoded
from idphoto.models.person import LEFT_SHOULDER, RIGHT_SHOULDER, Person
from idphoto.photo.framing import Frame
from idphoto.photo.matte import Matte, matte_sizes
from idphoto.photo.render import Placement
from idphoto.photo.request import PhotoRequest
from idphoto.runtime.engine import Engine


@dataclass(slots=True)
class Draft:
    """What the steps fill in, in order. A field read before its step raises AttributeError."""

    engine: Engine
    source: Source
    request: PhotoRequest
    turns: int = field(init=False)
    """Quarter turns anticlockwise that brought the source upright."""
    picture: Picture = field(init=False)
    face: Face = field(init=False)
    others: list[Face] = field(init=False)
    person: Person | None = field(init=False)
    """The body network's person; None where it saw none that is to be trusted."""
    matte: Matte = field(init=False)
    geometry: FaceGeometry = field(init=False)
    frame: Frame = field(init=False)
    placement: Placement = field(init=False)
    alpha: NDArray[np.float32] = field(init=False)
    rgb: NDArray[np.uint8] = field(init=False)
    foreground: NDArray[np.float32] = field(init=False)
    """The person's own colours, 0–1, without the old background."""
    pixels: NDArray[np.uint8] = field(init=False)
    encoded: Encoded = field(init=False)

    @property
    def picture_wh(self) -> tuple[int, int]:
        return self.picture.rgb.shape[1], self.picture.rgb.shape[0]

    @property
    def mesh(self) -> NDArray[np.float64]:
        """The face's landmarks on the photo, ``(468, 3)``, depth in its pixels as well."""
        to_photo, mesh = self.placement.to_photo, self.face.mesh
        return np.column_stack([to_photo.apply(mesh[:, :2]), to_photo.scale * mesh[:, 2]])

    @property
    def shoulders(self) -> NDArray[np.float64] | None:
        """The right and the left shoulder on the photo, ``(2, 2)``, where a body was seen."""
        if self.person is None:
            return None
        joints = self.person.landmarks[[RIGHT_SHOULDER, LEFT_SHOULDER]]
        return self.placement.to_photo.apply(joints)

    @property
    def sizes(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The matting network's sizes for this photo."""
        return matte_sizes(max(self.request.size_wh), self.request.quality)
