"""The real checker: which pictures it accepts, and what it asks of the card reader."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import pytest
from PIL import Image
from tests.services.identity.cards import FIELDS, face

from idphoto.errors import (
    BadImage,
    BadSetting,
    CardBlurred,
    CardOnScreen,
    DeadlineExceeded,
    FaceTooSmall,
    IdPhotoError,
    ImageTooLarge,
    NoFace,
    SeveralFaces,
    UnsupportedFormat,
)
from idphoto.idcard.card import Fields
from idphoto.idcard.pipeline import CardReading
from idphoto.idcard.reading.overprint import Overprint
from idphoto.idcard.warnings.judge import CardWarning, Judgement, Thresholds
from idphoto.imaging.decode import DecodeLimits, Source
from idphoto.models.face_embedder import Embedding
from idphoto.runtime.engine import Engine
from idphoto.services.identity import checker as module
from idphoto.services.identity.checker import EngineChecker
from idphoto.services.identity.model import ReadCard, Wanted
from idphoto.services.pictures import open_checker, open_pictures
from idphoto.settings import ServerSettings, get_settings

LIMITS = DecodeLimits(max_side_px=600)
THRESHOLDS = Thresholds(dict.fromkeys(CardWarning, 0.5), 50.0)


def file(kind: str, size_wh: tuple[int, int] = (60, 40)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size_wh, "grey").save(buffer, kind)
    return buffer.getvalue()


@dataclass
class Reader:
    """Stands in for the pipeline: records its arguments, and reads a card with ``doubts``."""

    doubts: tuple[CardWarning, ...] = ()
    portrait: Any = None
    found: Embedding | IdPhotoError = field(default_factory=face)
    unread: IdPhotoError | None = None
    overprint: Overprint | None = None
    asked: list[tuple[str | None, Set[CardWarning], Thresholds]] = field(default_factory=list)
    embedded: int = 0

    def read_card(
        self,
        _: Engine,
        source: Source,
        wanted: Set[CardWarning],
        thresholds: Thresholds,
        *,
        deadline: float,
    ) -> CardReading:
        self.asked.append((source.format, wanted, thresholds))
        if self.unread is not None:
            raise self.unread

        class _Card:
            rgb = face = None

        judgement = Judgement(self.doubts, {}, 75.0)
        return CardReading(
            cast(Any, _Card), FIELDS, self.overprint, self.portrait, judgement, {"find": 1.0}
        )

    def card_embedding(self, *_: Any) -> tuple[Embedding, bool]:
        self.embedded += 1
        if isinstance(self.found, IdPhotoError):
            raise self.found
        return self.found, True


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    found = Reader()
    monkeypatch.setattr(module, "read_card", found.read_card)
    monkeypatch.setattr(module, "card_embedding", found.card_embedding)
    return found


@pytest.fixture
def read(reader: Reader) -> Callable[..., ReadCard]:
    """``read(picture, wanted)`` with a time limit of one minute."""
    checker = EngineChecker(cast(Engine, None), LIMITS, THRESHOLDS, None)

    def call(
        picture: bytes | None = None, wanted: Wanted | None = None, within_s: float = 60.0
    ) -> ReadCard:
        deadline = time.monotonic() + within_s
        return checker.read(picture or file("PNG"), wanted or Wanted(), deadline)

    return call


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_png_and_jpeg_are_read(read: Callable[..., ReadCard], reader: Reader, kind: str) -> None:
    assert read(file(kind)).fields == FIELDS
    assert [each[0] for each in reader.asked] == [kind.lower()]


@pytest.mark.parametrize(
    ("picture", "error"),
    [
        (file("GIF"), UnsupportedFormat),
        (file("WEBP"), UnsupportedFormat),
        (file("BMP"), UnsupportedFormat),
        (b"no picture", UnsupportedFormat),
        (file("PNG")[:40], BadImage),
        (file("PNG", (700, 10)), ImageTooLarge),
    ],
)
def test_other_files_are_refused_before_they_are_read(
    read: Callable[..., ReadCard], reader: Reader, picture: bytes, error: type[IdPhotoError]
) -> None:
    with pytest.raises(error) as refused:
        read(picture)
    assert type(refused.value) is error
    assert reader.asked == []


@pytest.mark.parametrize(
    ("wanted", "doubts"),
    [
        (Wanted(), set()),
        (Wanted(copy=True), {CardWarning.COPY}),
        (Wanted(border=True), {CardWarning.BORDER, CardWarning.COVERED}),
        (Wanted(reshoot=True), {CardWarning.RESHOOT}),
        (Wanted(edited=True), {CardWarning.EDITED}),
        (Wanted(temporary=True), {CardWarning.TEMPORARY}),
        (Wanted(quality=True), {CardWarning.BLURRED}),
        (Wanted(True, True, True, True, True, True), set(CardWarning)),
    ],
)
def test_only_the_requested_warnings_are_looked_for(
    read: Callable[..., ReadCard], reader: Reader, wanted: Wanted, doubts: set[CardWarning]
) -> None:
    read(wanted=wanted)
    assert reader.asked[0][1] == doubts


def test_a_requested_threshold_overrides_the_checkers_own(
    read: Callable[..., ReadCard], reader: Reader
) -> None:
    read(wanted=Wanted(quality=True))
    read(wanted=Wanted(quality=True, min_quality=33.0))
    own, asked = (thresholds for _, _, thresholds in reader.asked)
    assert own == THRESHOLDS
    assert asked.min_quality == 33.0
    assert own.scores == asked.scores


def test_a_card_with_warnings_is_not_embedded(
    read: Callable[..., ReadCard], reader: Reader
) -> None:
    reader.doubts = (CardWarning.COPY,)
    found = read()
    assert (found.warnings, found.face, found.quality) == ((CardWarning.COPY,), None, 75.0)
    assert reader.embedded == 0


@pytest.mark.parametrize(
    ("unread", "wanted", "doubt", "quality"),
    [
        (CardBlurred(12.0, 50.0), Wanted(quality=True), CardWarning.BLURRED, 12.0),
        (CardOnScreen(0.9), Wanted(reshoot=True), CardWarning.RESHOOT, None),
    ],
)
def test_the_reason_a_card_cannot_be_read_is_a_warning_if_requested(
    read: Callable[..., ReadCard],
    reader: Reader,
    unread: IdPhotoError,
    wanted: Wanted,
    doubt: CardWarning,
    quality: float | None,
) -> None:
    reader.unread = unread
    found = read(wanted=wanted)
    assert (found.warnings, found.quality, found.portrait) == ((doubt,), quality, b"")
    assert found.fields == Fields()
    assert reader.embedded == 0
    with pytest.raises(type(unread)):
        read(wanted=Wanted(copy=True))


@pytest.mark.parametrize("error", [NoFace(), SeveralFaces(2), FaceTooSmall(1, 2)])
def test_a_face_that_cannot_be_compared_is_part_of_the_reading(
    read: Callable[..., ReadCard], reader: Reader, error: IdPhotoError
) -> None:
    reader.found = error
    assert read().face is error


def test_the_portrait_is_a_jpeg_of_its_own_size_or_nothing(
    read: Callable[..., ReadCard], reader: Reader
) -> None:
    assert read().portrait == b""
    reader.portrait = np.full((512, 416, 3), 200, np.uint8)
    with Image.open(io.BytesIO(read().portrait)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (416, 512))
        width_mm = picture.size[0] / picture.info["dpi"][0] * 25.4
    assert width_mm == pytest.approx(26, abs=0.1)


def test_steps_are_timed(read: Callable[..., ReadCard]) -> None:
    assert list(read().timings_ms) == ["find", "embed_face"]


def test_a_face_is_not_embedded_after_the_deadline(
    read: Callable[..., ReadCard], reader: Reader
) -> None:
    with pytest.raises(DeadlineExceeded) as late:
        read(within_s=-1.0)
    assert (late.value.step, reader.embedded) == ("embed_face", 0)
    checker = EngineChecker(cast(Engine, None), LIMITS, THRESHOLDS, None)
    with pytest.raises(DeadlineExceeded):
        checker.embed(file("PNG"), time.monotonic() - 1.0)


def test_similarity_falls_with_the_distance_between_two_faces() -> None:
    checker = EngineChecker(cast(Engine, None), LIMITS, THRESHOLDS, None)
    alike = [checker.similarity(face(), face(angle)) for angle in (0.0, 20.0, 40.0, 90.0, 120.0)]
    assert alike[0] == 100.0
    assert alike == sorted(alike, reverse=True)
    assert alike[-2] < 15
    assert alike[-1] == 0.0


@pytest.mark.parametrize("authority", ["registry", "http"])
def test_a_calibration_of_another_network_stops_the_start_of_a_server_that_checks_cards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, authority: Literal["registry", "http"]
) -> None:
    older = tmp_path / "older.toml"
    older.write_text('network = "an_older_network"\n')
    monkeypatch.setenv("IDPHOTO_IDCARD_CALIBRATION", str(older))
    get_settings.cache_clear()
    try:
        with pytest.raises(BadSetting, match="was made for the network an_older_network") as caught:
            open_pictures(ServerSettings(authority=authority), cast(Engine, None))
        open_pictures(ServerSettings(authority=""), cast(Engine, None))
    finally:
        get_settings.cache_clear()
    assert caught.value.variable == "IDPHOTO_IDCARD_CALIBRATION"


def test_the_calibration_named_in_the_settings_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDPHOTO_IDCARD_CALIBRATION", str(tmp_path / "none.toml"))
    get_settings.cache_clear()
    try:
        checker = open_checker(cast(Engine, None), LIMITS)
        with pytest.raises(BadSetting, match=r"none\.toml: No such file") as caught:
            checker.similarity(face(), face(20.0))
    finally:
        get_settings.cache_clear()
    assert (caught.value.code, caught.value.variable) == (
        "bad_setting",
        "IDPHOTO_IDCARD_CALIBRATION",
    )


MARK = Overprint((np.zeros((4, 2)),), ("仅供办理租房使用",), level=0.8, own_level=0.2)


def test_print_over_the_card_is_reported_as_a_cover_if_borders_are_checked(
    read: Callable[..., ReadCard], reader: Reader
) -> None:
    reader.overprint = MARK
    marked = read(wanted=Wanted(border=True))
    assert marked.warnings == (CardWarning.COVERED,)
    assert marked.face is None
    assert read(wanted=Wanted(copy=True)).warnings == ()


def test_a_covered_card_that_is_printed_over_is_reported_once(
    read: Callable[..., ReadCard], reader: Reader
) -> None:
    reader.overprint, reader.doubts = MARK, (CardWarning.COVERED,)
    assert read(wanted=Wanted(border=True)).warnings == (CardWarning.COVERED,)
