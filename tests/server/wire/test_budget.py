"""How many bytes of uploads may be in hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from idphoto.errors import TooManyUploads
from idphoto.server import metrics
from idphoto.server.wire.budget import FREE_BYTES, MIB, Uploads


@pytest.fixture
def uploads() -> Uploads:
    return Uploads(Path("/nowhere"), per_key_mib=2, in_all_mib=3)


def test_a_key_has_its_part_and_all_keys_have_theirs(uploads: Uploads) -> None:
    with uploads.receiving("a") as first, uploads.receiving("a") as second:
        first.take(2 * MIB)
        with pytest.raises(TooManyUploads) as caught:
            second.take(FREE_BYTES + 1)
        assert caught.value.details() == {
            "whose": "this key",
            "limit_mib": 2,
            "retry_after_s": 5.0,
        }
        with uploads.receiving("b") as other:
            other.take(MIB)
            with pytest.raises(TooManyUploads) as caught:
                other.take(1)
        assert (caught.value.whose, caught.value.limit_mib) == ("all keys", 3)


def test_what_has_ended_or_was_given_back_makes_room(uploads: Uploads) -> None:
    for _ in range(3):
        with uploads.receiving("a") as upload:
            upload.take(2 * MIB)
            upload.give_back()
            upload.take(2 * MIB)


def test_a_refused_piece_does_not_count(uploads: Uploads) -> None:
    with uploads.receiving("a") as upload:
        for _ in range(3):
            with pytest.raises(TooManyUploads):
                upload.take(2 * MIB + 1)
        upload.take(2 * MIB)


def test_the_metric_shows_what_is_in_hand(uploads: Uploads) -> None:
    before = metrics.UPLOAD_BYTES._value.get()
    with uploads.receiving("a") as upload:
        upload.take(1000)
        assert metrics.UPLOAD_BYTES._value.get() == before + 1000
    assert metrics.UPLOAD_BYTES._value.get() == before
