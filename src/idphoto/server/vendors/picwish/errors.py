"""The error table: the answer to each error, and the field names used in its message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import structlog

from idphoto.errors import BadRequest, IdPhotoError, MissingGlyph, Names, SheetTooSmall
from idphoto.orders.values import PLACES, SIZES
from idphoto.tasks.model import TaskFailure


class PicWishRow(NamedTuple):
    """The answer to an error: the HTTP ``status`` of a failed request, the ``state`` of a failed
    task.

    ``shown``: whether the caller sees its message. Other messages are for the operator and mention
    folders and settings; the caller sees what the error has for callers, if anything.
    """

    status: int = 500
    state: int = -1
    shown: bool = True


_HIDDEN: Final = PicWishRow(shown=False)

# The pages do not list 402, so a key without enough credits is answered with 401.
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
    "idempotency_key_reused": PicWishRow(422),
    "too_many_requests": PicWishRow(429),
    "too_many_tasks": PicWishRow(429),
    "too_many_uploads": PicWishRow(503),
    "no_face": PicWishRow(state=-14),
    "several_faces": PicWishRow(state=-14),
    "face_too_small": PicWishRow(state=-14),
    "face_covered": PicWishRow(state=-14),
    "face_cut_off": PicWishRow(state=-14),
    "hair_cut_off": PicWishRow(state=-14),
    "body_cut_off": PicWishRow(state=-14),
    "background_cut_off": PicWishRow(state=-14),
    "head_not_frontal": PicWishRow(state=-14),
    "person_touched": PicWishRow(state=-14),
    "framing_conflict": PicWishRow(state=-14),
    "specification_violated": PicWishRow(state=-14),
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
    "networks_unavailable": _HIDDEN._replace(status=503),
    "unknown_garment": _HIDDEN,
    "weights_corrupt": _HIDDEN,
    "weights_unavailable": _HIDDEN,
}

# The library's name of a field → the form's name, for values that the library refuses although the
# form accepted them.
NAMES: Final[Names] = {
    "source": "image_url",
    "width": "mm_width",
    "height": "mm_height",
    "width_mm": "mm_width",
    "height_mm": "mm_height",
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
# An item that does not fit on a sheet → the field to change.
_SHEET_FIELDS: Final = {
    "photo": "layout_size",
    "label": "layout_label_text",
    "QR code": "layout_qr_code_size",
}
_MAX_SHOWN: Final = 20  # characters without a font

_log = structlog.get_logger("idphoto.server")


def failure(error: IdPhotoError) -> tuple[int, dict[str, Any]]:
    """The HTTP status and body of a failed request."""
    status = row_of(error.code).status
    # the pages' own words, because programs may compare them
    text = "Invalid API key" if error.code == "invalid_key" else message(error)
    return status, {"status": status, "message": text}


def row_of(code: str) -> PicWishRow:
    """The row for an error's code."""
    return ERRORS.get(code, _HIDDEN)


def message(error: IdPhotoError | TaskFailure) -> str:
    """The message for the caller, with the names in ``NAMES``."""
    shown = error.render(NAMES) if row_of(error.code).shown else f"internal error ({error.code})"
    return error.for_caller() or shown


@contextmanager
def by_field(text: str) -> Iterator[None]:
    """Name the field at fault when the library cannot. ``text``: the field whose text is drawn.

    Raises:
        BadRequest: something does not fit on the sheet, or no font has one of the characters.
    """
    try:
        yield
    except SheetTooSmall as error:
        raise BadRequest(_SHEET_FIELDS[error.what], error.message) from None
    except MissingGlyph as error:
        # the package name is for the operator; the characters, maybe from a name, are not logged
        _log.warning("a font is missing", script=error.script, package=error.package)
        shown = MissingGlyph(error.characters[:_MAX_SHOWN], error.script, "")
        raise BadRequest(text, shown.for_caller()) from None
