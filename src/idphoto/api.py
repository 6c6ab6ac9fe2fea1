"""The library's verbs.

They share one inference engine per process, made from the settings at the first call, and load
each network when it is first needed. They may be called from several threads at once.
"""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence, Set, Sized
from functools import cache
from typing import TypeVar, Unpack, cast

from idphoto.assets.store import AssetStore
from idphoto.compliance.report import ComplianceReport
from idphoto.errors import BadRequest
from idphoto.face.choose import FaceChoice
from idphoto.face.landmarks import Face
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
from idphoto.imaging.inputs import SourceLike, is_source_like
from idphoto.matting.matte import Quality
from idphoto.photo import faces as photo_faces
from idphoto.photo import pipeline
from idphoto.photo.cut_out import make_cutout
from idphoto.photo.examine import JudgedAs, examine
from idphoto.photo.faces import FaceMeasurements
from idphoto.photo.in_order import PhotoOutcome, in_order
from idphoto.photo.request import PhotoOptions, PhotoRequest, photo_request
from idphoto.photo.result import Cutout, Photo
from idphoto.photo.setup import Setup
from idphoto.runtime.cores import usable_cores
from idphoto.runtime.engine import Engine, EngineFacts, Mode
from idphoto.runtime.openvino.engine import OpenVinoEngine
from idphoto.settings import Settings, get_settings
from idphoto.sheet import make as sheets
from idphoto.sheet.request import DEFAULT_PAPER, SheetOptions, SheetPhoto, SheetRequest
from idphoto.sheet.result import Sheet
from idphoto.specs import Spec, load_spec
from idphoto.steps import Progress

OnSheet = SheetPhoto | Photo | SourceLike
"""A photo to print: a finished ``Photo``, a picture, or a ``SheetPhoto`` with its own count."""

VerbT = TypeVar("VerbT", bound=Callable[..., object])

_making_engine = threading.Lock()


def _with_keywords_of(shown: Callable[..., object]) -> Callable[[VerbT], VerbT]:
    """Let ``help()`` and notebooks show the keywords of ``shown`` in place of ``**options``."""

    def spelt_out(verb: VerbT) -> VerbT:
        own = [
            each
            for each in inspect.signature(verb).parameters.values()
            if each.kind is not each.VAR_KEYWORD
        ]
        names = {each.name for each in own}
        more = [
            each.replace(kind=each.KEYWORD_ONLY)
            for each in inspect.signature(shown).parameters.values()
            if each.name not in names
        ]
        signature = inspect.signature(verb).replace(parameters=[*own, *more])
        verb.__signature__ = signature  # type: ignore[attr-defined]
        return verb

    return spelt_out


@_with_keywords_of(photo_request)
def make_photo(
    source: SourceLike,
    spec: Spec | PhotoRequest | str | int | None = None,
    *,
    engine: Engine | None = None,
    limits: DecodeLimits = DEFAULT_LIMITS,
    deadline: float | None = None,
    progress: Progress | None = None,
    **options: Unpack[PhotoOptions],
) -> Photo:
    """Make an official ID photo from a portrait.

    Args:
        source: the portrait: a path, a file's bytes, an open binary file, a PIL image, or a uint8
            array; see ``SourceLike``. A file's format is detected from its content: JPEG, PNG,
            WebP, HEIC, AVIF, TIFF, BMP, GIF, SGI or a camera's raw file.
        spec: what to make: a specification's id such as "us-passport", anything else that
            ``load_spec`` takes, a ``Spec``, or a whole ``PhotoRequest``. By default a JPEG of
            295 × 413 px on white.
        engine: what runs the networks; by default the process's own engine.
        limits: the largest file and picture to accept.
        deadline: a time of ``time.monotonic()``, in seconds, checked before each step.
        progress: called before each step with its name and the share done, 0–1; at the end with
            ``"done"`` and 1.
        options: what replaces the specification's values: the keywords of ``photo_request``, such
            as ``background``, ``clothes`` and ``max_bytes``. A ``PhotoRequest`` takes none.

    Returns:
        The photo, with the file's bytes in ``data``, its pixels in ``pixels`` (uint8 ``(H, W, 3)``
        sRGB, or ``(H, W, 4)`` with straight alpha on a transparent background), the head's
        measurements in pixels and degrees, and notices of what an authority may object to. ``save``
        writes the file.

    Raises:
        NoFace, SeveralFaces, NoSuchFace, FaceTooSmall, FaceCutOff: the portrait has no usable face.
        CannotDress: the clothes of the request cannot be put on this person.
        FramingConflict: no crop meets all limits of the request.
        BackgroundUnfit: the photo's own background, which may not be replaced, is not what the
            specification asks for.
        SpecificationViolated: the finished photo breaks a rule of the specification.
        CannotFit: no file of this photo has a size within the byte window.
        UnknownSpec: there is no such specification; the message suggests others.
        BadRequest: an option is out of range, or ``source`` is not a picture.
        NoSuchFile, NotAFile, FileForbidden: as Python's own ``FileNotFoundError``,
            ``IsADirectoryError`` and ``PermissionError``, from which they derive.
        BadImage, UnsupportedFormat, ImageTooLarge: the picture cannot be read.
        DeadlineExceeded: the deadline passed.
        WeightsUnavailable, WeightsCorrupt: a network's weights cannot be loaded.

    All are kinds of ``IdPhotoError``, with a stable ``code`` and a message for people.

    >>> import idphoto
    >>> photo = idphoto.make_photo("me.jpg", "jp-visa", max_bytes=120_000)
    >>> photo
    Photo(jp-visa 531×531 px, JPEG ... bytes, verdict fail, ... notices)
    >>> photo.save("visa.jpg")
    """
    return pipeline.run(
        default_setup(engine),
        open_source(source, limits),
        _request(spec, options),
        deadline=deadline,
        progress=progress,
    )


@_with_keywords_of(photo_request)
def make_photos(
    sources: Iterable[SourceLike],
    spec: Spec | PhotoRequest | str | int | None = None,
    *,
    jobs: int | None = None,
    engine: Engine | None = None,
    limits: DecodeLimits = DEFAULT_LIMITS,
    progress: Progress | None = None,
    **options: Unpack[PhotoOptions],
) -> Iterator[PhotoOutcome]:
    """Make a photo of each source, several at once.

    An error of one source is its outcome, and does not stop the others.

    Args:
        sources: pictures in any form that ``make_photo`` takes. A generator is read as photos are
            made, so that many pictures are never in memory together.
        spec, options: what to make of each, as for ``make_photo``.
        jobs: how many photos to make at once; by default one for each core.
        engine, limits: as for ``make_photo``.
        progress: called after each photo with "3 of 10" and the share done, 0–1; of sources
            without a length, with "3" and 0.

    Returns:
        An iterator of outcomes in the order of ``sources``. Each has a ``photo`` or an ``error``.
        Photos are made while it is iterated; ending it early cancels the rest.

    Raises:
        BadRequest, UnknownSpec, EditingForbidden: at once, where the request itself is wrong.

    >>> import idphoto
    >>> for made in idphoto.make_photos(["me.jpg", "missing.jpg"], "jp-visa"):
    ...     print(made.source, made.photo or made.error.code)
    me.jpg Photo(jp-visa 531×531 px, JPEG ... bytes, verdict fail, ... notices)
    missing.jpg no_such_file
    """
    if is_source_like(sources):
        raise BadRequest("sources", "this is one picture: pass a list of pictures")
    if jobs is not None and jobs < 1:
        raise BadRequest("jobs", f"{jobs} is less than 1")
    request = _request(spec, options)
    workers = jobs or usable_cores()
    setup = default_setup(engine or default_engine("throughput" if workers > 1 else "latency"))

    def make_one(source: SourceLike) -> Photo:
        return pipeline.run(setup, open_source(source, limits), request)

    return _reported(in_order(sources, make_one, workers), sources, progress)


def check_photo(
    source: SourceLike,
    spec: Spec | str | int | None = None,
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
        source: the photo, in any form that ``make_photo`` takes. Pixels that are not a file have no
            format, size in bytes or print density: those checks are "not assessed".
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
        BadRequest, NoSuchFile, BadImage, UnsupportedFormat, ImageTooLarge: as ``make_photo``.
        DeadlineExceeded: the deadline passed.
        WeightsUnavailable, WeightsCorrupt: a network's weights cannot be loaded.

    >>> import idphoto
    >>> report = idphoto.check_photo("me.jpg", "gb-passport")
    >>> report.verdict, [finding.id for finding in report.having("fail")]
    (<Verdict.FAIL: 'fail'>, ['mouth_open', 'smile', 'few_pixels'])
    """
    known = load_spec(spec) if isinstance(spec, str | int) else spec
    return examine(
        default_setup(engine),
        open_source(source, limits),
        known,
        years=age,
        judged_as=judged_as,
        faces=faces,
        deadline=deadline,
        progress=progress,
    ).report


def find_faces(
    source: SourceLike, *, engine: Engine | None = None, limits: DecodeLimits = DEFAULT_LIMITS
) -> list[Face]:
    """Find every face in a picture.

    Args:
        source: the picture, in any form that ``make_photo`` takes.
        engine, limits: as for ``make_photo``.

    Returns:
        The faces from the left, so that the face at index 0 is ``faces=1`` of ``make_photo``; empty
        if there is none. Their pixels are those of the picture at full size, after its EXIF
        orientation, also where people lie on their side.

    Raises:
        BadRequest, NoSuchFile, BadImage, UnsupportedFormat, ImageTooLarge: as ``make_photo``.
        WeightsUnavailable, WeightsCorrupt: a network's weights cannot be loaded.

    >>> import idphoto
    >>> [round(face.inter_eye_px) for face in idphoto.find_faces("me.jpg")]
    [43]
    """
    return photo_faces.faces_of(default_setup(engine), open_source(source, limits))


def measure_face(
    source: SourceLike,
    *,
    faces: FaceChoice = "largest",
    engine: Engine | None = None,
    limits: DecodeLimits = DEFAULT_LIMITS,
) -> FaceMeasurements:
    """Measure a head: its eyes, chin, crown and visible top, its size, and how it is turned.

    Args:
        source: the picture, in any form that ``make_photo`` takes.
        faces: which of several faces to measure, as for ``photo_request``.
        engine, limits: as for ``make_photo``.

    Raises:
        NoFace, SeveralFaces, NoSuchFace: the picture does not show the face that was chosen.
        FaceCutOff: part of the face lies outside the picture.
        BadRequest, NoSuchFile, BadImage, UnsupportedFormat, ImageTooLarge: as ``make_photo``.
        WeightsUnavailable, WeightsCorrupt: a network's weights cannot be loaded.

    >>> import idphoto
    >>> head = idphoto.measure_face("me.jpg")
    >>> head.face_height_px < head.head_height_px, round(head.roll_deg)
    (True, 3)
    """
    return photo_faces.measure(default_setup(engine), open_source(source, limits), faces)


def cut_out(
    source: SourceLike,
    quality: Quality = "fast",
    *,
    faces: FaceChoice = "largest",
    engine: Engine | None = None,
    limits: DecodeLimits = DEFAULT_LIMITS,
) -> Cutout:
    """Cut the person out of a picture, at its full size, onto a transparent background.

    Args:
        source: the picture, in any form that ``make_photo`` takes. A face need not be visible.
        quality: "fast", or "best" for finer strands of hair, with a network of its own (see
            ``IDPHOTO_MATTING``), at twice the time.
        faces: of several people, whom to keep, as for ``photo_request``. By default the person with
            the largest face; with anything else, a face must be visible.
        engine, limits: as for ``make_photo``.

    Returns:
        The cut-out, whose ``rgba`` is uint8 ``(H, W, 4)`` sRGB with straight alpha, upright.
        ``on(colour)`` lays it on a plain background, ``save`` writes a PNG or WebP file.

    Raises:
        NoFace, SeveralFaces, NoSuchFace: the picture does not show the face that was chosen.
        BadRequest, NoSuchFile, BadImage, UnsupportedFormat, ImageTooLarge: as ``make_photo``.
        WeightsUnavailable, WeightsCorrupt: a network's weights cannot be loaded.

    >>> import idphoto
    >>> person = idphoto.cut_out("me.jpg")
    >>> person.rgba.shape, person.on("white").shape
    ((512, 512, 4), (512, 512, 3))
    """
    return make_cutout(default_setup(engine), open_source(source, limits), quality, faces=faces)


def make_headshots(
    sources: SourceLike | Sequence[SourceLike],
    template: str,
    *,
    logo: SourceLike | None = None,
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
        sources: the photo, in any form that ``make_photo`` takes. The template ``wedding`` takes
            one photo of two people, or a list of two photos, the left person's first.
        template: a template's name, such as "business_photo"; see ``idphoto headshot --list``.
        logo: a picture to print on the shirt of ``logo_tshirt``; a file must be a PNG or JPEG. By
            default a neutral mark. Other templates ignore it.
        retouch: False leaves the pixels within the face's outline as they are in the photo.
        faces: which of several faces to use, as for ``photo_request``; only for one person.
        output: format, quality, resolution and byte window of both files; by default JPEG.
        engine, limits, deadline, progress: as for ``make_photo``.

    Returns:
        The template's two pictures. The file's bytes are in ``data``, the pixels (uint8
        ``(H, W, 3)`` sRGB, 768 × 1024 px, or 1080 × 720 px for a couple) in ``pixels``. ``save``
        writes the file.

    Raises:
        UnknownTemplate: there is no template of that name.
        WrongPeople: the photos do not show as many people as the template needs.
        NoFace, SeveralFaces, NoSuchFace, FaceTooSmall, FaceCutOff: a photo has no usable face.
        CannotDress, CannotStyleHair: the clothes or the hair do not suit this photo.
        BadRequest: the logo cannot be used, or a face was chosen for a template of two people.
        NoSuchFile, BadImage, UnsupportedFormat, ImageTooLarge: as ``make_photo``.
        CannotFit: no file of a picture has a size within the byte window.
        DeadlineExceeded: the deadline passed.
        WeightsUnavailable, WeightsCorrupt: a network's weights cannot be loaded.

    >>> import idphoto
    >>> one, other = idphoto.make_headshots("me.jpg", "business_photo")
    >>> one.size_wh, one.variant, other.variant
    ((768, 1024), 1, 2)
    """
    style = find_template(template)
    photos = [sources] if is_source_like(sources) else cast(Sequence[SourceLike], sources)
    return make(
        default_setup(engine),
        [open_source(each, limits) for each in photos],
        style,
        renderer_for(get_settings().headshot_diffusion),
        logo=None if logo is None or not style.prints_logo else read_logo(logo),
        retouched=retouch,
        faces=faces,
        output=output,
        deadline=deadline,
        progress=progress,
    )


@_with_keywords_of(SheetRequest)
def make_sheet(
    photos: OnSheet | Sequence[OnSheet],
    paper: SheetRequest | str | None = None,
    **options: Unpack[SheetOptions],
) -> Sheet:
    """Lay out photos on a sheet of paper, each at its exact size.

    Args:
        photos: one or several finished photos: a ``Photo``, a picture in any form that
            ``make_photo`` takes, or a ``SheetPhoto``, which also states how many copies to print.
            By default the sheet is filled, and several photos share it equally. A photo's print
            density determines its size; one that states none is printed at 300 dpi.
        paper: "5inch", "6inch", "4x6", "5x7", "A4", "A5", "A6", "Letter" or a size in millimetres
            such as "100x150"; or a whole ``SheetRequest``. By default 102 × 152 mm.
        options: the other fields of ``SheetRequest``, such as ``format="pdf"``. A ``SheetRequest``
            takes none.

    Returns:
        The sheet, with the file's bytes in ``data``, and where everything lies in ``plan``.
        ``save`` writes the file.

    Raises:
        SheetFull, SheetTooSmall: the photos do not fit.
        ImplausibleDensity: a photo states a density at which no ID photo is printed.
        BadRequest: an option is out of range; the field is named.
        NoSuchFile, BadImage, UnsupportedFormat, ImageTooLarge: as ``make_photo``.
        MissingGlyph: no installed font has some characters of the label.

    >>> import idphoto
    >>> sheet = idphoto.make_sheet(idphoto.make_photo("me.jpg", size_mm=(35, 45)), "A6")
    >>> sheet.count, sheet.paper_mm
    (6, (148.0, 105.0))
    """
    is_alone = isinstance(photos, SheetPhoto | Photo) or is_source_like(photos)
    each_photo = cast(Sequence[OnSheet], [photos] if is_alone else photos)
    if isinstance(paper, SheetRequest):
        _refuse(options, "SheetRequest")
        request = paper
    else:
        request = SheetRequest(paper or DEFAULT_PAPER, **options)
    return sheets.make_sheet([_on_sheet(each) for each in each_photo], request)


def read_card(
    source: SourceLike,
    *,
    wanted: Set[CardWarning] = frozenset(CardWarning),
    engine: Engine | None = None,
    limits: DecodeLimits = DEFAULT_LIMITS,
    deadline: float | None = None,
    progress: Progress | None = None,
) -> CardReading:
    """Read the portrait side of a second-generation Chinese ID card.

    Args:
        source: the picture, in any form that ``make_photo`` takes. The card may lie any way up and
            at a slant, and must be at least 150 px wide. Pass the file where there is one: pixels
            do not name a program that edited them.
        wanted: the warnings to look for; by default all. The settings hold their thresholds.
        engine, limits, deadline, progress: as for ``make_photo``.

    Returns:
        The card's fields, each with its ``text`` and ``confidence`` (0–1), the warnings in
        ``judgement``, and the card's photo in ``portrait`` (uint8 ``(512, 416, 3)`` sRGB, or None
        if it cannot be cut out).

    Raises:
        NoCard, SeveralCards, CardTooSmall: the picture does not show one card, large enough.
        CardUnreadable, CardBlurred, CardOnScreen: the card's number cannot be read.
        BadRequest, NoSuchFile, BadImage, UnsupportedFormat, ImageTooLarge: as ``make_photo``.
        DeadlineExceeded: the deadline passed.
        WeightsUnavailable, WeightsCorrupt: a network's weights cannot be loaded.

    >>> import idphoto
    >>> card = idphoto.read_card("id-card.jpg")
    >>> card.fields.sex.text, card.fields.birth.text, card.judgement.warnings
    ('男', '2003/8/3', ())
    """
    return cards.read_card(
        engine or default_engine(),
        open_source(source, limits),
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
    """The process's own engine: made from the settings at the first call, one for each mode.

    Args:
        mode: "latency" for one call at a time, on all cores; "throughput" for several at once.

    >>> import idphoto
    >>> idphoto.default_engine() is idphoto.default_engine()
    True
    """
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
        AssetStore(settings.models_dir),
        precision=settings.precision,
        threads=settings.threads,
        mode=mode,
    )


def _request(spec: Spec | PhotoRequest | str | int | None, options: PhotoOptions) -> PhotoRequest:
    if isinstance(spec, PhotoRequest):
        _refuse(options, "PhotoRequest")
        return spec
    return photo_request(spec, **options)


def _refuse(options: PhotoOptions | SheetOptions, whole: str) -> None:
    """Raises :class:`BadRequest` if there are options beside a request, which has all of them."""
    for name in options:
        raise BadRequest(
            name, f"a {whole} is complete: give it this value, or use dataclasses.replace"
        )


def _on_sheet(photo: OnSheet) -> SheetPhoto:
    if isinstance(photo, SheetPhoto):
        return photo
    if isinstance(photo, Photo):
        jpeg = photo.data if photo.encoded.format == "jpeg" else None
        return SheetPhoto(photo.pixels, photo.dpi, jpeg=jpeg)
    return SheetPhoto.load(photo)


def _reported(
    outcomes: Iterator[PhotoOutcome], sources: Iterable[SourceLike], progress: Progress | None
) -> Iterator[PhotoOutcome]:
    total = len(sources) if isinstance(sources, Sized) else None
    for number, outcome in enumerate(outcomes, 1):
        if progress is not None and total is None:
            progress(str(number), 0.0)
        elif progress is not None and total is not None:
            progress(f"{number} of {total}", number / total)
        yield outcome
