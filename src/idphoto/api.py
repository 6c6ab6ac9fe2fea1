"""The library's entry points: ``make_photo``, ``check_photo``, ``cut_out``, ``make_headshots``,
``read_card``.

They share one inference engine per process, made from the settings at the first call, and load
each network when it is first needed. They may be called from several threads at once.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence, Set
from functools import cache
from pathlib import Path

from idphoto.compliance.report import ComplianceReport
from idphoto.face.choose import FaceChoice
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
from idphoto.matting.matte import Quality
from idphoto.photo import pipeline
from idphoto.photo.cut_out import make_cutout
from idphoto.photo.examine import JudgedAs, examine
from idphoto.photo.request import PhotoRequest, photo_request
from idphoto.photo.result import Cutout, Photo
from idphoto.photo.setup import Setup
from idphoto.runtime.engine import Engine, EngineFacts, Mode
from idphoto.runtime.openvino.engine import OpenVinoEngine
from idphoto.runtime.weights import WeightsStore
from idphoto.settings import Settings, get_settings
from idphoto.specs import Spec, load_spec
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
    """Make an official ID photo from a portrait.

    Args:
        photo: a path, or a file's bytes. The format is detected from the content: JPEG, PNG, WebP,
            HEIC, AVIF, TIFF, BMP, GIF, SGI or a camera's raw file.
        request: what to make; see ``photo_request``. By default a JPEG of 295 × 413 px on white.
        engine: what runs the networks; by default the process's own engine.
        limits: the largest file and picture to accept.
        deadline: a time of ``time.monotonic()``, in seconds, checked before each step.
        progress: called before each step with its name and the share done, 0–1; at the end with
            ``"done"`` and 1.

    Returns:
        The photo: the file's bytes in ``data``, its pixels in ``pixels`` (uint8 ``(H, W, 3)`` sRGB,
        or ``(H, W, 4)`` with straight alpha on a transparent background), the head's measurements
        in pixels and degrees, and notices of what an authority may object to.

    Raises:
        NoFace, SeveralFaces, NoSuchFace, FaceTooSmall, FaceCutOff: the portrait has no usable face.
        CannotDress: the clothes of the request cannot be put on this person.
        FramingConflict: no crop meets all limits of the request.
        BackgroundUnfit: the photo's own background, which may not be replaced, is not what the
            specification asks for.
        SpecificationViolated: the finished photo breaks a rule of the specification.
        CannotFit: no file of this photo has a size within the byte window.
        BadImage, UnsupportedFormat, ImageTooLarge: the file cannot be read.
        DeadlineExceeded: the deadline passed.
        WeightsUnavailable, WeightsCorrupt: a network's weights cannot be loaded.

    All are kinds of ``IdPhotoError``, with a stable ``code`` and a message for people.

    >>> import idphoto
    >>> request = idphoto.photo_request(idphoto.load_spec("jp-visa"))
    >>> photo = idphoto.make_photo("me.jpg", request)
    >>> photo.size_wh, photo.encoded.format, photo.pixels.shape
    ((531, 531), 'jpeg', (531, 531, 3))
    """
    return pipeline.run(
        default_setup(engine),
        open_source(_input(photo), limits),
        request or photo_request(),
        deadline=deadline,
        progress=progress,
    )


def check_photo(
    photo: str | Path | bytes,
    spec: Spec | str | None = None,
    *,
    age: float | None = None,
    judged_as: JudgedAs = "auto",
    faces: FaceChoice = "largest",
    engine: Engine | None = None,
    limits: DecodeLimits = DEFAULT_LIMITS,
    deadline: float | None = None,
    progress: Progress | None = None,
) -> ComplianceReport:
    """Check a photo against what an authority asks for: what would a clerk refuse, and why?

    Args:
        photo: a path, or a file's bytes, in any format that ``make_photo`` reads.
        spec: the document, as a ``Spec`` or as what ``load_spec`` takes; by default ICAO's general
            requirements of a passport photo.
        age: in years, if the person is a child: authorities ask less of small children. An age is
            never guessed.
        judged_as: "source" for a portrait that a photo is still to be made of, "finished" for a
            photo that is handed in as it is. By default, a picture is finished if its shape and the
            size of its head are about those of the specification.
        faces: which of several faces to check, as for ``photo_request``.
        engine, limits, deadline, progress: as for ``make_photo``.

    Returns:
        The report. ``findings`` has one ``Finding`` for each check that the authority asks for,
        with its ``verdict`` (pass, fail, unsure or not assessed), the value and its limits, the
        reason, what to do, where in the picture to look, and the check's published error rates.
        ``verdict`` is the worst of fail, unsure and pass; ``to_json()`` gives JSON's types. A
        picture without a face, or of a turned head, has a report too.

    Raises:
        SeveralFaces, NoSuchFace: the photo does not show the face that was chosen.
        UnknownSpec: as ``load_spec``.
        BadImage, UnsupportedFormat, ImageTooLarge: the file cannot be read.
        DeadlineExceeded: the deadline passed.
        WeightsUnavailable, WeightsCorrupt: a network's weights cannot be loaded.

    >>> import idphoto
    >>> report = idphoto.check_photo("me.jpg", "gb-passport")
    >>> report.verdict, [finding.id for finding in report.having("fail")]
    (<Verdict.FAIL: 'fail'>, ['mouth_open', 'smile', 'few_pixels'])
    """
    known = load_spec(spec) if isinstance(spec, str) else spec
    return examine(
        default_setup(engine),
        open_source(_input(photo), limits),
        known,
        years=age,
        judged_as=judged_as,
        faces=faces,
        deadline=deadline,
        progress=progress,
    ).report


def cut_out(
    photo: str | Path | bytes,
    quality: Quality = "fast",
    *,
    faces: FaceChoice = "largest",
    engine: Engine | None = None,
    limits: DecodeLimits = DEFAULT_LIMITS,
) -> Cutout:
    """Cut the person out of a picture, at its full size, onto a transparent background.

    Args:
        photo: a path, or a file's bytes, in any format that ``make_photo`` reads. A face need not
            be visible.
        quality: "fast", or "best" for finer strands of hair, with a network of its own (see
            ``IDPHOTO_MATTING``), at twice the time.
        faces: of several people, whom to keep, as for ``photo_request``. By default the person with
            the largest face; with anything else, a face must be visible.
        engine, limits: as for ``make_photo``.

    Returns:
        The cut-out: ``rgba`` is uint8 ``(H, W, 4)`` sRGB with straight alpha, upright;
        ``on(colour)`` lays it on a plain background.

    Raises:
        NoFace, SeveralFaces, NoSuchFace: the picture does not show the face that was chosen.
        BadImage, UnsupportedFormat, ImageTooLarge: the file cannot be read.
        WeightsUnavailable, WeightsCorrupt: a network's weights cannot be loaded.

    >>> import idphoto
    >>> person = idphoto.cut_out("me.jpg")
    >>> person.rgba.shape, person.on((255, 255, 255)).shape
    ((512, 512, 4), (512, 512, 3))
    """
    source = open_source(_input(photo), limits)
    return make_cutout(default_setup(engine), source, quality, faces=faces)


def make_headshots(
    photo: str | Path | bytes | Sequence[str | Path | bytes],
    template: str,
    *,
    logo: str | Path | bytes | None = None,
    retouch: bool = True,
    faces: FaceChoice = "largest",
    output: EncodeOptions | None = None,
    engine: Engine | None = None,
    limits: DecodeLimits = DEFAULT_LIMITS,
    deadline: float | None = None,
    progress: Progress | None = None,
) -> tuple[Headshot, Headshot]:
    """Make two styled portraits from one photo: other clothes, studio light and a backdrop.

    Args:
        photo: a path, or a file's bytes, in any format that ``make_photo`` reads. The template
            ``wedding`` takes one photo of two people, or a list of two photos, the left person's
            first.
        template: a template's name, such as "business_photo"; see ``idphoto headshot --list``.
        logo: a PNG or JPEG to print on the shirt of ``logo_tshirt``; by default a neutral mark.
            Other templates ignore it.
        retouch: False leaves the pixels within the face's outline as they are in the photo.
        faces: which of several faces to use, as for ``photo_request``; only for one person.
        output: format, quality, resolution and byte window of both files; by default JPEG.
        engine, limits, deadline, progress: as for ``make_photo``.

    Returns:
        The template's two pictures. The file's bytes are in ``data``, the pixels in ``pixels``:
        uint8 ``(H, W, 3)`` sRGB, 768 × 1024 px, or 1080 × 720 px for a couple.

    Raises:
        UnknownTemplate: there is no template of that name.
        WrongPeople: the photos do not show as many people as the template needs.
        NoFace, SeveralFaces, NoSuchFace, FaceTooSmall, FaceCutOff: a photo has no usable face.
        CannotDress, CannotStyleHair: the clothes or the hair do not suit this photo.
        BadRequest: the logo cannot be used, or a face was chosen for a template of two people.
        BadImage, UnsupportedFormat, ImageTooLarge: a photo cannot be read.
        CannotFit: no file of a picture has a size within the byte window.
        DeadlineExceeded: the deadline passed.
        WeightsUnavailable, WeightsCorrupt: a network's weights cannot be loaded.

    >>> import idphoto
    >>> one, other = idphoto.make_headshots("me.jpg", "business_photo")
    >>> one.size_wh, one.variant, other.variant
    ((768, 1024), 1, 2)
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
        faces=faces,
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
    """Read the portrait side of a second-generation Chinese ID card.

    Args:
        photo: a path, or a file's bytes, in any format that ``make_photo`` reads. The card may lie
            any way up and at a slant, and must be at least 150 px wide.
        wanted: the warnings to look for; by default all. The settings hold their thresholds.
        engine, limits, deadline, progress: as for ``make_photo``.

    Returns:
        The card's fields, each with its ``text`` and ``confidence`` (0–1), the warnings in
        ``judgement``, and the card's photo in ``portrait``: uint8 ``(512, 416, 3)`` sRGB, or None
        if it cannot be cut out.

    Raises:
        NoCard, SeveralCards, CardTooSmall: the picture does not show one card, large enough.
        CardUnreadable, CardBlurred, CardOnScreen: the card's number cannot be read.
        BadImage, UnsupportedFormat, ImageTooLarge: the file cannot be read.
        DeadlineExceeded: the deadline passed.
        WeightsUnavailable, WeightsCorrupt: a network's weights cannot be loaded.

    >>> import idphoto
    >>> card = idphoto.read_card("id-card.jpg")
    >>> card.fields.sex.text, card.fields.birth.text, card.judgement.warnings
    ('男', '2003/8/3', ())
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
    """The scores at or above which warnings about a card hold, from the settings."""
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
    """``engine``, or by default the process's own, and the matting network of the settings."""
    return Setup(engine or default_engine(), get_settings().matting)


def default_engine(mode: Mode = "latency") -> Engine:
    """The process's own engine: made from the settings at the first call, one for each mode."""
    with _making_engine:
        return _engine(mode)


def engine_facts() -> EngineFacts:
    """How networks run here, with the engine and the precision of the settings."""
    return _new_engine("latency").facts()


@cache
def _engine(mode: Mode) -> Engine:
    return _new_engine(mode)


def _new_engine(mode: Mode) -> OpenVinoEngine:
    settings = get_settings()
    return OpenVinoEngine(
        WeightsStore(settings.models_dir),
        precision=settings.precision,
        threads=settings.threads,
        mode=mode,
    )


def _input(photo: str | Path | bytes) -> bytes | Path:
    return photo if isinstance(photo, bytes) else Path(photo)
