"""One tree of errors. Each has a stable ``code``, the numbers that matter, and no HTTP.

An error is a dataclass: its fields are what was found and what was needed, and ``message`` is a
sentence made from them. ``details()`` gives the same to machines.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar, Self


@dataclass(eq=False)
class IdPhotoError(Exception):
    """The root. ``code`` is snake_case and never changes once released."""

    code: ClassVar[str] = "idphoto_error"
    template: ClassVar[str] = "idphoto failed"

    @property
    def message(self) -> str:
        """One sentence for a person: what is wrong, with its numbers, and what to do next."""
        return self.template.format(**self.details())

    def details(self) -> dict[str, Any]:
        """The error's fields by name: what was found, what was needed."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        # BaseException would re-create itself from `args`, which misses keyword fields: errors
        # cross process borders in batches.
        return type(self), tuple(self.details().values())


@dataclass(eq=False)
class BadRequest(IdPhotoError):
    """A value that was asked for cannot be used. ``field`` names it as the library spells it."""

    code: ClassVar[str] = "bad_request"
    template: ClassVar[str] = "{field}: {reason}"

    field: str
    reason: str


@dataclass(eq=False)
class NotOffered(BadRequest):
    """A word that means nothing here, where only certain ones do."""

    code: ClassVar[str] = "not_offered"


@dataclass(eq=False)
class BadSetting(IdPhotoError):
    """An environment variable holds what its setting cannot be."""

    code: ClassVar[str] = "bad_setting"
    template: ClassVar[str] = "{variable}: {reason}"

    variable: str
    reason: str


# --- pictures that cannot be read ---------------------------------------------------------------


@dataclass(eq=False)
class BadImage(IdPhotoError):
    """The bytes are not a picture that can be read whole."""

    code: ClassVar[str] = "bad_image"
    template: ClassVar[str] = "cannot read the picture: {reason}"

    reason: str


@dataclass(eq=False)
class UnsupportedFormat(BadImage):
    """The bytes are of no supported picture format (or of no picture at all)."""

    code: ClassVar[str] = "unsupported_format"
    template: ClassVar[str] = "not a supported picture format: {reason}"


@dataclass(eq=False)
class ImageTooLarge(IdPhotoError):
    """A limit on bytes, side or pixels is passed; found out before pixels are decoded."""

    code: ClassVar[str] = "image_too_large"
    template: ClassVar[str] = "the picture's {what} is {found:,}; at most {limit:,} is accepted"

    what: str
    found: int
    limit: int


# --- ID cards -----------------------------------------------------------------------------------


@dataclass(eq=False)
class NoCard(IdPhotoError):
    """No portrait side of an ID card is in the picture. ``reason``: what is there in its place."""

    code: ClassVar[str] = "no_card"
    template: ClassVar[str] = "no ID card's portrait side is in the picture: {reason}"

    reason: str


@dataclass(eq=False)
class SeveralCards(IdPhotoError):
    """More than one ID card is in the picture."""

    code: ClassVar[str] = "several_cards"
    template: ClassVar[str] = "there are {found} ID cards in the picture; show one only"

    found: int


@dataclass(eq=False)
class CardTooSmall(IdPhotoError):
    """The card is shown by too few pixels to be read."""

    code: ClassVar[str] = "card_too_small"
    template: ClassVar[str] = (
        "the card is {found_px:.0f} pixels wide; at least {need_px:.0f} are needed: "
        "come closer, or take a larger picture"
    )

    found_px: float
    need_px: float


@dataclass(eq=False)
class CardUnreadable(IdPhotoError):
    """A card is there, but the ``field`` that all else hangs on cannot be read."""

    code: ClassVar[str] = "card_unreadable"
    template: ClassVar[str] = "the card's {field} cannot be read: {reason}"

    field: str
    reason: str


@dataclass(eq=False)
class CardBlurred(IdPhotoError):
    """What looks like a card is too blurred, too dark or too bright for its print to be read.

    ``quality``, ``need``: 0–100.
    """

    code: ClassVar[str] = "card_blurred"
    template: ClassVar[str] = (
        "the picture's quality is {quality:.0f} where {need:.0f} is needed to read a card: "
        "hold the camera still and near, let it focus, and mind the light"
    )

    quality: float
    need: float


@dataclass(eq=False)
class CardOnScreen(IdPhotoError):
    """What looks like a card is a photograph of a screen, whose grid hides the print.

    ``score``: 0–1, how like one it is.
    """

    code: ClassVar[str] = "card_on_screen"
    template: ClassVar[str] = (
        "this is a photograph of a screen (score {score:.2f}), whose grid hides the card's print: "
        "take a picture of the card itself"
    )

    score: float


# --- the registry of people ---------------------------------------------------------------------


@dataclass(eq=False)
class PersonExists(IdPhotoError):
    """The number is in the registry already, with another name or photo."""

    code: ClassVar[str] = "person_exists"
    template: ClassVar[str] = (
        "this number is in the registry already: --replace puts the new entry in its place"
    )


@dataclass(eq=False)
class UnknownPerson(IdPhotoError):
    """Nobody in the registry has this number or id."""

    code: ClassVar[str] = "unknown_person"
    template: ClassVar[str] = (
        "nobody in the registry has this number or id: `idphoto authority list` shows who is there"
    )


@dataclass(eq=False)
class WrongSecret(IdPhotoError):
    """The registry was written under another secret: nobody could be found, nothing be read."""

    code: ClassVar[str] = "wrong_secret"
    template: ClassVar[str] = (
        "the registry was written under another secret: set IDPHOTO_SECRET, or the file secret in "
        "the data folder, to the one of then"
    )


@dataclass(eq=False)
class RegistryDamaged(IdPhotoError):
    """What is stored of a person was changed by something else. ``id``: the entry's own."""

    code: ClassVar[str] = "registry_damaged"
    template: ClassVar[str] = (
        "the {field} stored in the registry's entry {id} is not what was written: restore a "
        "backup, or remove the entry and add it again"
    )

    field: str
    id: str


# --- pictures that cannot be written ------------------------------------------------------------


@dataclass(eq=False)
class CannotFit(IdPhotoError):
    """No encoding of this picture lies in the byte window asked for."""

    code: ClassVar[str] = "cannot_fit"
    template: ClassVar[str] = (
        "cannot write this picture in {window} bytes: possible are {smallest:,} to {largest:,}"
    )

    smallest: int
    largest: int
    min_bytes: int | None
    max_bytes: int | None

    @property
    def message(self) -> str:
        low, high = self.min_bytes, self.max_bytes
        if low is None:
            window = f"at most {high:,}"
        else:
            window = f"at least {low:,}" if high is None else f"{low:,} to {high:,}"
        return self.template.format(window=window, **self.details())


# --- drawing ------------------------------------------------------------------------------------


@dataclass(eq=False)
class LibraryMissing(IdPhotoError):
    """A library cannot be loaded. ``package``: what brings it, or what it lacks."""

    code: ClassVar[str] = "library_missing"
    template: ClassVar[str] = "the library {library} cannot be loaded: install {package} ({reason})"

    library: str
    package: str
    reason: str


@dataclass(eq=False)
class MissingGlyph(IdPhotoError):
    """No installed font has some characters of a text.

    ``script``: what they are, in English; ``package``: Debian's, with a font for them, or "" where
    none is known.
    """

    code: ClassVar[str] = "missing_glyph"
    template: ClassVar[str] = (
        "no installed font has {characters} ({script}): install one that has{where}"
    )

    characters: str
    script: str
    package: str

    @property
    def message(self) -> str:
        where = f", in Debian the package {self.package}" if self.package else ""
        return self.template.format(where=where, **self.details())


# --- print sheets -------------------------------------------------------------------------------


@dataclass(eq=False)
class SheetTooSmall(IdPhotoError):
    """Something does not fit on a sheet at all, alone or ``beside`` something else.

    ``room_mm``: what the margins leave of the paper as it lies.
    """

    code: ClassVar[str] = "sheet_too_small"
    template: ClassVar[str] = (
        "the {what} of {need} does not fit {where}: the margins leave {room} of the paper"
    )

    what: str
    need_mm: tuple[float, float]
    room_mm: tuple[float, float]
    beside: str = ""

    @property
    def message(self) -> str:
        need, room = (
            f"{max(width, 0):g} × {max(height, 0):g} mm"
            for width, height in (self.need_mm, self.room_mm)
        )
        where = f"beside {self.beside}" if self.beside else "on the sheet"
        return self.template.format(what=self.what, need=need, room=room, where=where)


@dataclass(eq=False)
class SheetFull(IdPhotoError):
    """A sheet cannot hold as many photos as were asked for.

    ``wanted``, ``fit``: of each photo, in the order given; wanted is None where any number would
    do. ``fit`` is what fits instead, shared fairly.
    """

    code: ClassVar[str] = "sheet_full"
    template: ClassVar[str] = "the sheet holds {held} of the {asked} photos asked for"

    wanted: tuple[int | None, ...]
    fit: tuple[int, ...]

    @property
    def message(self) -> str:
        asked = ("at least 1" if count is None else f"{count}" for count in self.wanted)
        return self.template.format(
            held=" and ".join(map(str, self.fit)), asked=" and ".join(asked)
        )


# --- faces --------------------------------------------------------------------------------------


@dataclass(eq=False)
class NoFace(IdPhotoError):
    """Nothing in the picture is a face to both the detector and the mesh network."""

    code: ClassVar[str] = "no_face"
    template: ClassVar[str] = "no face found: use a photo that shows the face from the front"


@dataclass(eq=False)
class SeveralFaces(IdPhotoError):
    """More than one face, where the policy allows only one."""

    code: ClassVar[str] = "several_faces"
    template: ClassVar[str] = (
        "{found} faces found: crop the photo to one person, or choose the largest face"
    )

    found: int


@dataclass(eq=False)
class FaceTooSmall(IdPhotoError):
    """The face has too few pixels to make this output from."""

    code: ClassVar[str] = "face_too_small"
    template: ClassVar[str] = (
        "the face is {found_px:.0f} px wide in the photo, needed are {need_px:.0f}: "
        "use a closer or larger photo"
    )

    found_px: float
    need_px: float


@dataclass(eq=False)
class FaceCutOff(IdPhotoError):
    """The head leaves the source's frame. ``sides`` are among top, left, right, bottom."""

    code: ClassVar[str] = "face_cut_off"
    template: ClassVar[str] = (
        "the head is cut off at the photo's {sides} ({missing:.0%} of it is missing): "
        "use a photo that shows the whole head"
    )

    sides: str
    missing: float


@dataclass(eq=False)
class CannotDress(IdPhotoError):
    """No outfit would look right on this person. ``what`` is measured, in the unit it names."""

    code: ClassVar[str] = "cannot_dress"
    template: ClassVar[str] = (
        "cannot change the clothes: {what} is {found:.0f}, at most {limit:.0f} can be dressed: "
        "use a photo from the front, with the hands down"
    )

    what: str
    found: float
    limit: float


@dataclass(eq=False)
class WrongPeople(IdPhotoError):
    """A template shows a number of people that the photos do not."""

    code: ClassVar[str] = "wrong_people"
    template: ClassVar[str] = (
        "the template {style} shows {need} people, found are {found}: "
        "send one photo of {need}, or a photo of each"
    )

    found: int
    need: int
    style: str

    @property
    def message(self) -> str:
        if self.need > 1:
            return super().message
        return f"the template {self.style} shows one person, sent are {self.found} photos: send one"


@dataclass(eq=False)
class CannotStyleHair(IdPhotoError):
    """No hair can be drawn on this head. ``reason``: what stands against it."""

    code: ClassVar[str] = "cannot_style_hair"
    template: ClassVar[str] = "cannot draw the hair: {reason}"

    reason: str


# --- framing ------------------------------------------------------------------------------------


@dataclass(eq=False)
class FramingConflict(IdPhotoError):
    """Two constraints exclude each other. All figures in pixels of the output."""

    code: ClassVar[str] = "framing_conflict"
    template: ClassVar[str] = "{first} and {second} cannot both be met: {reason}"

    first: str
    second: str
    reason: str


# --- time ---------------------------------------------------------------------------------------


@dataclass(eq=False)
class DeadlineExceeded(IdPhotoError):
    """The time allowed ran out before ``step`` began."""

    code: ClassVar[str] = "deadline_exceeded"
    template: ClassVar[str] = "out of time by {late_s:.1f} s before the step {step!r}"

    step: str
    late_s: float


# --- the catalogue ------------------------------------------------------------------------------


@dataclass(eq=False)
class UnknownSpec(IdPhotoError):
    """No specification of the catalogue answers to this name."""

    code: ClassVar[str] = "unknown_spec"
    template: ClassVar[str] = "no specification named {query!r}{suggestion}"

    query: str
    suggestion: str = ""


@dataclass(eq=False)
class BadCatalogue(IdPhotoError):
    """A data file of the catalogue is broken. ``entry`` is the specification's slug or row."""

    code: ClassVar[str] = "bad_catalogue"
    template: ClassVar[str] = "the catalogue file {file}, entry {entry!r}: {reason}"

    file: str
    entry: str
    reason: str


@dataclass(eq=False)
class UnknownGarment(IdPhotoError):
    """The wardrobe has no garment of this id."""

    code: ClassVar[str] = "unknown_garment"
    template: ClassVar[str] = (
        "no garment {garment!r}: there are man_1–man_20, woman_1–woman_20, child_1–child_10"
    )

    garment: str


@dataclass(eq=False)
class BadGarment(IdPhotoError):
    """A data file of the wardrobe is broken."""

    code: ClassVar[str] = "bad_garment"
    template: ClassVar[str] = "the wardrobe file {garment}.toml: {reason}"

    garment: str
    reason: str


@dataclass(eq=False)
class UnknownTemplate(IdPhotoError):
    """There is no headshot template of this name."""

    code: ClassVar[str] = "unknown_template"
    template: ClassVar[str] = "no template {style!r}: there are {known}"

    style: str
    known: str


# --- weights and inference ----------------------------------------------------------------------


@dataclass(eq=False)
class WeightsUnavailable(IdPhotoError):
    """A network's weights are neither cached nor to be had from any of their sources."""

    code: ClassVar[str] = "weights_unavailable"
    template: ClassVar[str] = (
        "the weights {name!r} are not in {folder} and could not be fetched: {reason}. "
        "Check the connection or the package mirror and run `idphoto models pull`, or copy the "
        "folder from a machine that has it"
    )

    name: str
    folder: str
    reason: str


@dataclass(eq=False)
class WeightsCorrupt(IdPhotoError):
    """A weights file does not have the digest the manifest pins."""

    code: ClassVar[str] = "weights_corrupt"
    template: ClassVar[str] = "{name!r} has sha256 {found}, expected {expected}"

    name: str
    found: str
    expected: str


@dataclass(eq=False)
class BadRanges(IdPhotoError):
    """A file of activation ranges, for 8-bit inference, does not belong to this network."""

    code: ClassVar[str] = "bad_ranges"
    template: ClassVar[str] = "the activation ranges of {network!r} cannot be used: {reason}"

    network: str
    reason: str


# --- the service --------------------------------------------------------------------------------


@dataclass(eq=False)
class InvalidKey(IdPhotoError):
    """The API key is missing, unknown or revoked."""

    code: ClassVar[str] = "invalid_key"
    template: ClassVar[str] = "Invalid API key: {reason}"

    reason: str


@dataclass(eq=False)
class NotEnoughCredits(IdPhotoError):
    """The account's balance does not cover the request."""

    code: ClassVar[str] = "not_enough_credits"
    template: ClassVar[str] = "this request costs {need} credits and the API key has {balance} left"

    balance: int
    need: int


@dataclass(eq=False)
class TooManyRequests(IdPhotoError):
    """More requests a second than the key allows."""

    code: ClassVar[str] = "too_many_requests"
    template: ClassVar[str] = (
        "more than {qps:g} requests a second: try again in {retry_after_s:.1f} s"
    )

    qps: float
    retry_after_s: float


@dataclass(eq=False)
class Overloaded(IdPhotoError):
    """More is being waited for than the server keeps in memory."""

    code: ClassVar[str] = "overloaded"
    template: ClassVar[str] = (
        "{in_hand} requests of this kind are in hand: try again in {retry_after_s:.0f} s"
    )

    in_hand: int
    retry_after_s: float


@dataclass(eq=False)
class UploadTooLarge(IdPhotoError):
    """An uploaded file passes the limit of the API it was sent to."""

    code: ClassVar[str] = "upload_too_large"
    template: ClassVar[str] = "{field} is larger than {limit:,} bytes"

    field: str
    limit: int


@dataclass(eq=False)
class UnknownKey(IdPhotoError):
    """No API key has this name or id."""

    code: ClassVar[str] = "unknown_key"
    template: ClassVar[str] = "no API key named {key!r}: `idphoto keys list` shows them"

    key: str


@dataclass(eq=False)
class UnknownTask(IdPhotoError):
    """No task has this id, or not for this key, or its result has expired."""

    code: ClassVar[str] = "unknown_task"
    template: ClassVar[str] = "no task {task_id!r}: unknown, of another key, or expired"

    task_id: str


@dataclass(eq=False)
class DownloadFailed(IdPhotoError):
    """The source could not be had from its URL."""

    code: ClassVar[str] = "download_failed"
    template: ClassVar[str] = "cannot download image_url: {reason}"

    reason: str


@dataclass(eq=False)
class HostUnreachable(DownloadFailed):
    """No connection to the URL's host can be made: told as any other failed download, unless an
    API has a word of its own for it."""


@dataclass(eq=False)
class EmptySource(DownloadFailed):
    """A picture was named or sent, and it has no bytes. Told as ``HostUnreachable`` is."""


@dataclass(eq=False)
class AddressRefused(DownloadFailed):
    """A URL leads to an address that the server may not reach."""

    code: ClassVar[str] = "address_refused"
    template: ClassVar[str] = "{reason} is not an address this server may reach"


@dataclass(eq=False)
class DownloadTooLarge(IdPhotoError):
    """The source at the URL passes the limit."""

    code: ClassVar[str] = "download_too_large"
    template: ClassVar[str] = "the picture at image_url is larger than {limit:,} bytes"

    limit: int


@dataclass(eq=False)
class StorageUnavailable(IdPhotoError):
    """Pictures cannot be written or read now."""

    code: ClassVar[str] = "storage_unavailable"
    template: ClassVar[str] = "the storage cannot be used: {reason}"

    reason: str


@dataclass(eq=False)
class DatabaseUnavailable(IdPhotoError):
    """The database cannot be read or written now."""

    code: ClassVar[str] = "database_unavailable"
    template: ClassVar[str] = "the database cannot be used: {reason}"

    reason: str


@dataclass(eq=False)
class SourceExpired(IdPhotoError):
    """The source of a task is no longer stored."""

    code: ClassVar[str] = "source_expired"
    template: ClassVar[str] = "the source picture is no longer stored: send it again"


@dataclass(eq=False)
class OutOfResources(IdPhotoError):
    """Memory or room on the disk has run out."""

    code: ClassVar[str] = "out_of_resources"
    template: ClassVar[str] = "the server has run out of {what}"

    what: str


@dataclass(eq=False)
class GivenUp(IdPhotoError):
    """A task was begun as often as is allowed and never ended: the process died under it."""

    code: ClassVar[str] = "given_up"
    template: ClassVar[str] = "the task was begun {attempts} times and never ended"

    attempts: int


@dataclass(eq=False)
class InternalError(IdPhotoError):
    """A fault of our own; the log has it under ``trace_id``."""

    code: ClassVar[str] = "internal_error"
    template: ClassVar[str] = "internal error; the server's log has more under {trace_id}"

    trace_id: str
