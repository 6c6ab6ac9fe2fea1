"""The table of errors: how each is answered, and by which names its message calls the fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import structlog

from idphoto.errors import BadRequest, IdPhotoError, MissingGlyph, Names, SheetTooSmall
from idphoto.orders.values import PLACES, SIZES


class PicWishRow(NamedTuple):
    """How an error is answered: the HTTP ``status`` of a request that it ended, and the ``state``
    of a task. ``shown``: whether its message is for the caller; others speak to the operator, of
    folders and settings."""

    status: int = 500
    state: int = -1
    shown: bool = True


_HIDDEN: Final = PicWishRow(shown=False)

# The pages know no 402: a request that cannot be paid for is one that its key does not allow.
ERRORS: Final[Mapping[str, PicWishRow]] = {
    "bad_request": PicWishRow(400, -14),
    "unknown_spec": PicWishRow(400),
    "missing_glyph": PicWishRow(400, -14),
    "sheet_too_small": PicWishRow(400, -14),
    "sheet_full": PicWishRow(400, -14),
    "bad_image": PicWishRow(400, -7),
    "unsupported_format": PicWishRow(400, -7),
    "image_too_large": PicWishRow(400, -7),
    "download_failed": PicWishRow(400, -3),
    "address_refused": PicWishRow(400, -3),
    "download_too_large": PicWishRow(400, -5),
    "source_expired": PicWishRow(400),
    "invalid_key": PicWishRow(401),
    "not_enough_credits": PicWishRow(401),
    "unknown_task": PicWishRow(404),
    "upload_too_large": PicWishRow(413),
    "too_many_requests": PicWishRow(429),
    "no_face": PicWishRow(state=-14),
    "several_faces": PicWishRow(state=-14),
    "face_too_small": PicWishRow(state=-14),
    "face_cut_off": PicWishRow(state=-14),
    "framing_conflict": PicWishRow(state=-14),
    "cannot_dress": PicWishRow(state=-14),
    "cannot_fit": PicWishRow(state=-14),
    "storage_unavailable": PicWishRow(state=-2),
    "deadline_exceeded": PicWishRow(state=-8),
    "given_up": PicWishRow(state=-13),
    "out_of_resources": PicWishRow(state=-15),
    "internal_error": PicWishRow(),
    "bad_catalogue": _HIDDEN,
    "bad_garment": _HIDDEN,
    "bad_ranges": _HIDDEN,
    "bad_setting": _HIDDEN,
    "database_unavailable": _HIDDEN,
    "library_missing": _HIDDEN,
    "unknown_garment": _HIDDEN,
    "weights_corrupt": _HIDDEN,
    "weights_unavailable": _HIDDEN,
}

# What the library calls a field → what the form does, where a value that passed the form cannot
# be used all the same.
NAMES: Final[Names] = {
    "source": "image_url",
    "width": "mm_width",
    "height": "mm_height",
    "min_bytes": "min_file_size",
    "max_bytes": "max_file_size",
    "clothes": "clothes_id",
    "watermark": "preview",
    "photo": "layout",
    "label": "layout_label_text",
    "qr": "layout_qr_code_data",
    "qr_size_px": "layout_qr_code_size",
    **{f"{name}.low": f"min_{name}" for name in SIZES + PLACES},
    **{f"{name}.high": f"max_{name}" for name in SIZES + PLACES},
}
# What does not fit on a sheet → the field to change.
_SHEET_FIELDS: Final = {
    "photo": "layout_size",
    "label": "layout_label_text",
    "QR code": "layout_qr_code_size",
}
_MAX_SHOWN: Final = 20  # characters that no font has

_log = structlog.get_logger("idphoto.server")


def failure(error: IdPhotoError) -> tuple[int, dict[str, Any]]:
    """The answer to a request that failed: its HTTP status, and the body."""
    status = row_of(error.code).status
    # the pages' own words, which programs may compare with
    own = "Invalid API key" if error.code == "invalid_key" else error.render(NAMES)
    return status, {"status": status, "message": message(error.code, own)}


def row_of(code: str) -> PicWishRow:
    """The row of an error's code."""
    return ERRORS.get(code, _HIDDEN)


def message(code: str, own: str) -> str:
    """What the caller reads of an error. ``own``: its message, by the names of ``NAMES``."""
    return own if row_of(code).shown else f"internal error ({code})"


@contextmanager
def by_field(text: str) -> Iterator[None]:
    """Name the field at fault where the library cannot. ``text``: the one whose characters need a
    font.

    Raises:
        BadRequest: something does not fit on the sheet, or no font has a character.
    """
    try:
        yield
    except SheetTooSmall as error:
        raise BadRequest(_SHEET_FIELDS[error.what], error.message) from None
    except MissingGlyph as error:
        # what to install is for the operator; the characters may be of somebody's name
        _log.warning("a font is missing", script=error.script, package=error.package)
        shown = error.characters[:_MAX_SHOWN]
        raise BadRequest(text, f"no font on this server has {shown}") from None
