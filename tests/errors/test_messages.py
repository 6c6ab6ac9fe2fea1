"""Sentences: with their numbers, and by the names that a caller has."""

from __future__ import annotations

import pytest

from idphoto.errors import (
    BadRequest,
    CannotDress,
    CannotFit,
    DeadlineExceeded,
    DownloadFailed,
    DownloadTooLarge,
    FramingConflict,
    IdPhotoError,
    Names,
    SheetFull,
    SheetTooSmall,
    WrongPeople,
)


@pytest.mark.parametrize(
    "error, message",
    [
        (
            CannotDress(
                "a hand or other skin covers the neck", 17.2, 8.0, " %", " of the face area"
            ),
            "cannot change clothes: a hand or other skin covers the neck (17 % of the face area; "
            "at most 8 %): use a photo taken from the front, with the hands down",
        ),
        (
            DeadlineExceeded("cut_out", 5.0),
            "timed out: 5.0 s over the limit, before the step 'cut_out'",
        ),
        (DeadlineExceeded("", 5.0), "timed out: 5.0 s over the limit"),
        (
            CannotFit(41210, 90000, None, 40000),
            "cannot write this picture in at most 40,000 bytes: it takes 41,210 to 90,000 bytes",
        ),
        (
            WrongPeople(3, 2, "wedding"),
            "the template wedding takes 2 people, not 3: send one photo of 2, or a photo of each",
        ),
        (
            WrongPeople(2, 1, "bob_suit"),
            "the template bob_suit takes one photo of one person, not 2",
        ),
        (
            SheetTooSmall("photo", (50.0, 70.0), (83.0, -1.0), "the label of 40 × 5 mm"),
            "the photo of 50 × 70 mm does not fit beside the label of 40 × 5 mm: the margins leave "
            "83 × 0 mm of the paper",
        ),
        (
            SheetFull((8, None), (5, 1)),
            "the sheet holds 5 and 1 of the 8 and at least 1 photos requested",
        ),
    ],
)
def test_a_message_has_the_numbers(error: IdPhotoError, message: str) -> None:
    assert error.message == message


@pytest.mark.parametrize(
    "error, names, message",
    [
        (BadRequest("clothes", "is unknown"), {"clothes": "clothes_id"}, "clothes_id: is unknown"),
        (BadRequest("dpi", "clothes are cut"), {"clothes": "clothes_id"}, "dpi: clothes are cut"),
        (DownloadFailed("it is empty"), {}, "cannot download the picture: it is empty"),
        (
            DownloadFailed("it is empty"),
            {"source": "image_url"},
            "cannot download image_url: it is empty",
        ),
        (DownloadTooLarge(2048), {"source": "the file"}, "the file is larger than 2,048 bytes"),
        (
            FramingConflict("face_width.low", "head_top", "no frame is left"),
            {"face_width.low": "min_face_width"},
            "min_face_width and head_top cannot both be met: no frame is left",
        ),
    ],
)
def test_a_message_uses_the_names_that_the_caller_has(
    error: IdPhotoError, names: Names, message: str
) -> None:
    assert error.render(names) == message
