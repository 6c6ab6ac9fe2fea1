"""The error table of the card check: errors of the picture are results with HTTP status 200."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from idphoto.errors import EmptySource, HostUnreachable, IdPhotoError
from idphoto.server.vendors.acedata.errors import (
    API_ERROR,
    COMMON,
    HIDDEN,
    AceDataRow,
    failed,
    message,
)

# An error's code → the result it is answered with, or the row if the request fails.
ERRORS: Final[Mapping[str, AceDataRow | str]] = {
    **COMMON,
    "download_failed": "FailedOperation.DownLoadError",
    "download_too_large": "FailedOperation.ImageSizeTooLarge",
    "image_too_large": "FailedOperation.ImageSizeTooLarge",
    "bad_image": "FailedOperation.ImageDecodeFailed",
    "unsupported_format": "FailedOperation.ImageDecodeFailed",
    "no_card": "FailedOperation.ImageNoIdCard",
    # the vendor has no code for several cards; they also show several faces
    "several_cards": "FailedOperation.LifePhotoDetectFaces",
    "card_too_small": "FailedOperation.IdPhotoPoorQuality",
    "card_unreadable": "FailedOperation.OcrFailed",
    "card_blurred": "FailedOperation.ImageBlur",
    "card_on_screen": "FailedOperation.OcrFailed",
}
PICTURE_FIELD: Final = "image_url"


def result_of(error: IdPhotoError) -> str | None:
    """The result that an error is answered with; None if the request fails."""
    if isinstance(error, EmptySource):
        return "FailedOperation.EmptyImageError"
    if isinstance(error, HostUnreachable):  # the page's own example: an api_error
        return None
    row = ERRORS.get(error.code)
    return row if isinstance(row, str) else None


def failure(error: IdPhotoError, trace_id: str) -> tuple[int, dict[str, Any]]:
    """The HTTP status and body of a failed request."""
    if isinstance(error, HostUnreachable):
        return API_ERROR.status, failed(API_ERROR, "fetch failed", trace_id)
    row = ERRORS.get(error.code, HIDDEN)
    row = row if isinstance(row, AceDataRow) else HIDDEN
    return row.status, failed(row, message(row, error, PICTURE_FIELD), trace_id)
