"""The library's two verbs, on the process's own engine unless another is given."""

from __future__ import annotations

from pathlib import Path

from idphoto.imaging.decode import DEFAULT_LIMITS, DecodeLimits, open_source
from idphoto.photo import pipeline, whole
from idphoto.photo.matte import Quality
from idphoto.photo.request import PhotoRequest, photo_request
from idphoto.photo.result import Cutout, Photo
from idphoto.runtime.engine import Engine, default_engine


def make_photo(
    photo: str | Path | bytes,
    request: PhotoRequest | None = None,
    *,
    engine: Engine | None = None,
    limits: DecodeLimits = DEFAULT_LIMITS,
    deadline: float | None = None,
    progress: pipeline.Progress | None = None,
) -> Photo:
    """An official ID photo from a portrait.

    Args:
        photo: a path, or the file's bytes; any supported format, told by its content.
        request: what to make; by default a 295 × 413 JPEG on white.
        engine: where the networks run.
        limits: what sources are accepted.
        deadline: by ``time.monotonic()``; looked at between steps.
        progress: told each step's name and the share done, 0–1.

    Raises:
        IdPhotoError: with a stable ``code``; among others ``NoFace``, ``FaceCutOff``,
            ``FaceTooSmall``, ``FramingConflict``, ``CannotFit``, ``BadImage``.
    """
    return pipeline.run(
        engine or default_engine(),
        open_source(_input(photo), limits),
        request or photo_request(),
        deadline=deadline,
        progress=progress,
    )


def cut_out(
    photo: str | Path | bytes,
    quality: Quality = "best",
    *,
    engine: Engine | None = None,
    limits: DecodeLimits = DEFAULT_LIMITS,
) -> Cutout:
    """The person of a picture, at its full size, on nothing.

    Works without a face in sight; with several people, the one with the largest face stays.

    Raises:
        IdPhotoError: the picture cannot be read.
    """
    return whole.cut_out(engine or default_engine(), open_source(_input(photo), limits), quality)


def _input(photo: str | Path | bytes) -> bytes | Path:
    return photo if isinstance(photo, bytes) else Path(photo)
