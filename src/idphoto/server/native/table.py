"""The error table of the native API: each code's HTTP status, and what only its callers can do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from idphoto.errors import Names


class ProblemRow(NamedTuple):
    """The answer to an error.

    ``status``: the HTTP status. ``in_path``: the status where the path names what does not exist.
    ``field``: the field at fault, where the error has none. ``remedy``: what a caller can do, where
    the error's own remedy is for people at the command line; "" says nothing. ``shown``: whether
    the caller sees its message and numbers: others are for the operator.
    """

    status: int
    in_path: int | None = None
    field: str | None = None
    remedy: str | None = None
    shown: bool = True


_NO_REMEDY: Final = ""
_WAIT: Final = "wait as `Retry-After` says"
_HIDDEN: Final = ProblemRow(500, remedy=_NO_REMEDY, shown=False)
_PHOTO: Final = ProblemRow(422)  # the photo is at fault: another one may do
_EDIT: Final = "leave the edit out, or set `edit_anyway`: then it is made, with a notice"
_ONE_FACE: Final = "crop the photo to one person, or choose one with `faces`"

ERRORS: Final[Mapping[str, ProblemRow]] = {
    "bad_request": ProblemRow(400),
    "not_offered": ProblemRow(400),
    "unknown_spec": ProblemRow(400, 404, "spec", "`GET /v1/specs?search=` finds the document"),
    "unknown_garment": ProblemRow(400, 404, "clothes", "`GET /v1/garments` lists the garments"),
    "unknown_template": ProblemRow(400, 404, "template", "`GET /v1/templates` lists the templates"),
    "missing_glyph": ProblemRow(400, field="label", remedy="use other characters"),
    "sheet_too_small": ProblemRow(400, field="paper"),
    "sheet_full": ProblemRow(400, field="paper"),
    "implausible_density": ProblemRow(400, field="size_mm", remedy="state `size_mm`"),
    "editing_forbidden": ProblemRow(400, field="edit_anyway", remedy=_EDIT),
    "wrong_people": ProblemRow(
        400, field="sources", remedy="for a couple, send one photo of both or one photo of each"
    ),
    "invalid_key": ProblemRow(401, remedy="send `X-API-KEY` or `Authorization: Bearer`"),
    "not_enough_credits": ProblemRow(402, remedy="ask the server's operator for credits"),
    "not_signed_in": ProblemRow(401),
    "sign_in_refused": ProblemRow(401),
    "key_required": ProblemRow(403),
    "studio_closed": ProblemRow(403, remedy="ask the server's operator to open it"),
    "cross_site_request": ProblemRow(403),
    "unknown_task": ProblemRow(404),
    "unknown_file": ProblemRow(404),
    "unknown_source": ProblemRow(404),
    "unknown_batch": ProblemRow(404),
    "unknown_item": ProblemRow(404),
    "idempotency_key_in_use": ProblemRow(409),
    "item_exists": ProblemRow(409, field="item.name"),
    "batch_full": ProblemRow(409),
    "nothing_to_print": ProblemRow(409),
    "source_in_use": ProblemRow(409),
    "task_unfinished": ProblemRow(409),
    "upload_too_large": ProblemRow(413),
    "idempotency_key_reused": ProblemRow(422),
    "bad_image": _PHOTO,
    "unsupported_format": _PHOTO,
    "image_too_large": ProblemRow(422, remedy="scale the picture down"),
    "download_failed": ProblemRow(422, remedy="open the URL in a browser"),
    "address_refused": ProblemRow(422, remedy="use an address that the whole internet can reach"),
    "download_too_large": _PHOTO,
    "source_expired": _PHOTO,
    "no_face": _PHOTO,
    "several_faces": ProblemRow(422, remedy=_ONE_FACE),
    "no_such_face": ProblemRow(422, field="faces"),
    "face_too_small": _PHOTO,
    "face_covered": _PHOTO,
    "face_cut_off": _PHOTO,
    "hair_cut_off": _PHOTO,
    "body_cut_off": ProblemRow(422, remedy="step back from the camera, or choose other clothes"),
    "background_cut_off": ProblemRow(
        422, remedy="step back from the camera, or choose a background"
    ),
    "background_unfit": ProblemRow(
        422,
        remedy="take the photo before a plain, evenly lit wall of the colour that is asked for",
    ),
    "head_not_frontal": _PHOTO,
    "person_touched": _PHOTO,
    "framing_conflict": _PHOTO,
    "specification_violated": ProblemRow(
        422, remedy="use a photo with more room round the head and below it"
    ),
    "cannot_dress": _PHOTO,
    "cannot_style_hair": _PHOTO,
    "cannot_fit": _PHOTO,
    "too_many_requests": ProblemRow(429, remedy=_WAIT),
    "too_many_tasks": ProblemRow(429, remedy=_WAIT),
    "task_removed": ProblemRow(404),
    "too_many_sign_ins": ProblemRow(429, remedy=_WAIT),
    "given_up": ProblemRow(500, remedy="send the request again; if it fails again, report it"),
    "internal_error": ProblemRow(500, remedy="report it, with the trace id"),
    "out_of_resources": ProblemRow(503, remedy="try again later"),
    "too_many_uploads": ProblemRow(503, remedy=_WAIT),
    "networks_unavailable": ProblemRow(503, remedy=_WAIT),
    "deadline_exceeded": ProblemRow(504, remedy="use a smaller picture, or quality `fast`"),
    "bad_catalogue": _HIDDEN,
    "bad_garment": _HIDDEN,
    "bad_ranges": _HIDDEN,
    "bad_setting": _HIDDEN,
    "database_unavailable": _HIDDEN._replace(status=503),
    "library_missing": _HIDDEN,
    "storage_unavailable": _HIDDEN._replace(status=503),
    "weights_corrupt": _HIDDEN,
    "weights_unavailable": _HIDDEN._replace(status=503),
}

# The library's name of a value → the field of a request.
NAMES: Final[Names] = {
    "width": "size_px",
    "height": "size_px",
    "width_mm": "size_mm",
    "height_mm": "size_mm",
    "max_side_px": "source",
    "constraints": "head",
    "label_text": "label",
}


def row_of(code: str) -> ProblemRow:
    """The row for an error's code."""
    return ERRORS.get(code, _HIDDEN)
