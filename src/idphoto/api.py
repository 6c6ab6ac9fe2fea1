"""The library's verbs, on the process's own engine unless another is given."""

from __future__ import annotations

import threading
from collections.abc import Sequence, Set
from functools import cache
from pathlib import Path

from idphoto.headshot.logo import read_logo
from idphoto.headshot.make import make
from idphoto.headshot.renderers import renderer_for
from idphoto.headshot.result import Headshot
from idphoto.headshot.templates import find_template
from idphoto.idcard import pipeline as cards
from idphoto.idcard.pipeline import CardReading
from idphoto.idcard.warnings.judge import CardWarning, Thresholds
from idphoto.imaging.decode import DEFAULT_LIMITS, DecodeLimits, open_source
from idphoto.imaging.encode import EncodeOptions
from idphoto.photo import pipeline
from idphoto.photo.cut_out import make_cutout
from idphoto.photo.matte import Quality
from idphoto.photo.request import PhotoRequest, photo_request
from idphoto.photo.result import Cutout, Photo
from idphoto.photo.setup import Setup
from idphoto.runtime.engine import Engine, Mode
from idphoto.runtime.openvino.engine import OpenVinoEngine
from idphoto.runtime.weights import WeightsStore
from idphoto.settings import Settings, get_settings
from idphoto.steps import Progress

_making_engine = threading.Lock()


def make_photo(
    photo: str | Path | bytes,
    request: PhotoRequest | None = None,
    *,
    engine: Engine | None = None,
    limits: DecodeLimits = DEFAULT_LIMITS,
    deadline: float | None = None,
    progress: Progress | None = None,
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
        default_setup(engine),
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
    return make_cutout(default_setup(engine), open_source(_input(photo), limits), quality)


def make_headshots(
    photo: str | Path | bytes | Sequence[str | Path | bytes],
    template: str,
    *,
    logo: str | Path | bytes | None = None,
    retouch: bool = True,
    output: EncodeOptions | None = None,
    engine: Engine | None = None,
    limits: DecodeLimits = DEFAULT_LIMITS,
    deadline: float | None = None,
    progress: Progress | None = None,
) -> tuple[Headshot, Headshot]:
    """Two styled portraits from one photo: dressed anew, before a studio's backdrop.

    Args:
        photo: a path, or the file's bytes. For ``wedding`` one photo of two people, or a list of
            two photos, the first for the left.
        template: one of ``idphoto.headshot.templates.TEMPLATES``.
        logo: a PNG or JPEG for the T-shirt of ``logo_tshirt``; without one a neutral mark is
            printed. Other templates have no place for it.
        retouch: whether the template's retouching is done; without it, the pixels inside of the
            face's oval are the photo's own.
        output: how the files are written; JPEG unless it says so.
        engine, limits, deadline, progress: as for ``make_photo``.

    Raises:
        IdPhotoError: with a stable ``code``; among others ``UnknownTemplate``, ``WrongPeople``,
            ``NoFace``, ``CannotDress``, ``CannotStyleHair``, ``FaceTooSmall``, ``BadImage``.
    """
    style = find_template(template)
    photos = [photo] if isinstance(photo, str | Path | bytes) else list(photo)
    return make(
        default_setup(engine),
        [open_source(_input(each), limits) for each in photos],
        style,
        renderer_for(get_settings().headshot_diffusion),
        logo=None if logo is None or not style.prints_logo else read_logo(_input(logo)),
        retouched=retouch,
        output=output,
        deadline=deadline,
        progress=progress,
    )


def read_card(
    photo: str | Path | bytes,
    *,
    wanted: Set[CardWarning] = frozenset(CardWarning),
    engine: Engine | None = None,
    limits: DecodeLimits = DEFAULT_LIMITS,
    deadline: float | None = None,
    progress: Progress | None = None,
) -> CardReading:
    """What a second-generation Chinese ID card says, and what speaks against its picture.

    Args:
        photo: a path, or the file's bytes; the card's portrait side, any way up.
        wanted: the warnings to look for, by default all. Their thresholds are settings.
        engine, limits, deadline, progress: as for ``make_photo``.

    Raises:
        IdPhotoError: with a stable ``code``; among others ``NoCard``, ``SeveralCards``,
            ``CardTooSmall``, ``CardUnreadable``, ``CardBlurred``, ``CardOnScreen``, ``BadImage``.
    """
    return cards.read_card(
        engine or default_engine(),
        open_source(_input(photo), limits),
        wanted,
        thresholds_of(get_settings()),
        deadline=deadline,
        progress=progress,
    )


def thresholds_of(settings: Settings) -> Thresholds:
    """When each warning about a card holds, as the settings say."""
    scores = {
        CardWarning.BORDER: settings.idcard_border_threshold,
        CardWarning.COVERED: settings.idcard_covered_threshold,
        CardWarning.COPY: settings.idcard_copy_threshold,
        CardWarning.RESHOOT: settings.idcard_reshoot_threshold,
        CardWarning.EDITED: settings.idcard_edited_threshold,
        CardWarning.TEMPORARY: settings.idcard_temporary_threshold,
    }
    return Thresholds(scores, settings.idcard_min_quality)


def default_setup(engine: Engine | None = None) -> Setup:
    """The process's engine, unless another is given, and the matting network of its settings."""
    return Setup(engine or default_engine(), get_settings().matting)


def default_engine(mode: Mode = "latency") -> Engine:
    """The process's engine, made from its settings at the first call."""
    with _making_engine:
        return _engine(mode)


@cache
def _engine(mode: Mode) -> Engine:
    settings = get_settings()
    return OpenVinoEngine(
        WeightsStore(settings.models_dir),
        precision=settings.precision,
        threads=settings.threads,
        mode=mode,
    )


def _input(photo: str | Path | bytes) -> bytes | Path:
    return photo if isinstance(photo, bytes) else Path(photo)
