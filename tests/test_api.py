"""The library's verbs, as a script calls them."""

from __future__ import annotations

import inspect
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

import idphoto
from idphoto.api import thresholds_of
from idphoto.errors import BadRequest, UnknownSpec
from idphoto.idcard.warnings.judge import CardWarning
from idphoto.runtime.engine import Engine
from idphoto.settings import Settings

Pixels = NDArray[np.uint8]


def test_thresholds_are_the_settings() -> None:
    settings = Settings(idcard_copy_threshold=0.9, idcard_min_quality=20)
    thresholds = thresholds_of(settings)
    assert thresholds.scores[CardWarning.COPY] == 0.9
    assert thresholds.scores[CardWarning.EDITED] == 0.5
    assert thresholds.min_quality == 20
    assert set(thresholds.scores) == set(CardWarning) - {CardWarning.BLURRED}


# --- what a photo is made from ------------------------------------------------------------------


def test_a_file_its_image_and_its_pixels_make_the_same_photo(
    engine: Engine, astronaut_jpeg: bytes
) -> None:
    image = Image.open(io.BytesIO(astronaut_jpeg))
    made = [
        idphoto.make_photo(source, size_px=(120, 160), engine=engine)
        for source in (astronaut_jpeg, image, np.asarray(image))
    ]
    assert {photo.data for photo in made} == {made[0].data}


def test_a_specification_may_be_named_loaded_or_part_of_a_request(
    engine: Engine, astronaut_jpeg: bytes
) -> None:
    spec = idphoto.load_spec("jp-visa")
    requests = ("jp-visa", spec, idphoto.photo_request(spec))
    made = [idphoto.make_photo(astronaut_jpeg, each, engine=engine) for each in requests]
    assert {photo.data for photo in made} == {made[0].data}
    assert made[0].compliance.spec == "jp-visa"


def test_options_replace_the_specifications_values(engine: Engine, astronaut_jpeg: bytes) -> None:
    photo = idphoto.make_photo(
        astronaut_jpeg, "jp-visa", engine=engine, background=(67, 142, 219), format="png"
    )
    assert photo.encoded.format == "png"
    assert tuple(photo.pixels[0, 0]) == (67, 142, 219)


def test_a_misspelt_specification_gets_a_suggestion(astronaut_jpeg: bytes) -> None:
    with pytest.raises(UnknownSpec, match="did you mean jp-visa") as caught:
        idphoto.make_photo(astronaut_jpeg, "jp-vsia")
    assert caught.value.code == "unknown_spec"


def test_a_whole_request_takes_no_options(astronaut_jpeg: bytes) -> None:
    with pytest.raises(BadRequest, match="clothes: a PhotoRequest is complete") as caught:
        idphoto.make_photo(astronaut_jpeg, idphoto.PhotoRequest(), clothes="woman_2")
    assert caught.value.field == "clothes"


def test_a_misspelt_option_is_pythons_own_error(astronaut_jpeg: bytes) -> None:
    options: Any = {"cloths": "woman_2"}
    with pytest.raises(TypeError, match="unexpected keyword argument 'cloths'"):
        idphoto.make_photo(astronaut_jpeg, **options)


@pytest.mark.parametrize("verb", [idphoto.make_photo, idphoto.make_photos])
def test_help_shows_the_options_of_a_request(verb: Callable[..., object]) -> None:
    shown = inspect.signature(verb).parameters
    wanted = inspect.signature(idphoto.photo_request).parameters
    assert "options" not in shown
    assert {name for name in wanted if name not in shown} == set()
    assert all(shown[name].default == wanted[name].default for name in idphoto_options())


def test_the_options_are_those_of_a_request_with_their_types() -> None:
    wanted = inspect.signature(idphoto.photo_request).parameters
    given = spelt(idphoto_options())
    assert given == {name: each.annotation for name, each in wanted.items() if name != "spec"}


def test_the_options_of_a_sheet_are_those_of_its_request() -> None:
    given = spelt(idphoto.SheetOptions.__annotations__)
    wanted = {each.name: each.type for each in fields(idphoto.SheetRequest)}
    assert given == {name: hint for name, hint in wanted.items() if name != "paper"}


def spelt(hints: Mapping[str, Any]) -> dict[str, str]:
    """The annotations of a TypedDict as they are written: it holds forward references."""
    return {name: getattr(hint, "__forward_arg__", hint) for name, hint in hints.items()}


def idphoto_options() -> dict[str, Any]:
    return dict(idphoto.PhotoOptions.__annotations__)


# --- many photos --------------------------------------------------------------------------------


def test_many_photos_come_in_order_and_errors_are_outcomes(
    engine: Engine, astronaut_jpeg: bytes, tmp_path: Path
) -> None:
    missing = tmp_path / "missing.jpg"
    sources = (astronaut_jpeg, missing, b"text", astronaut_jpeg)
    told: list[tuple[str, float]] = []
    made = list(
        idphoto.make_photos(
            sources, size_px=(120, 160), jobs=2, engine=engine, progress=lambda *at: told.append(at)
        )
    )
    assert [each.source for each in made] == list(sources)
    assert [each.ok for each in made] == [True, False, False, True]
    codes = [None if each.error is None else each.error.code for each in made]
    assert codes == [None, "no_such_file", "unsupported_format", None]
    assert told == [("1 of 4", 0.25), ("2 of 4", 0.5), ("3 of 4", 0.75), ("4 of 4", 1.0)]
    assert repr(made[0]) == f"PhotoOutcome(bytes, {made[0].photo!r})"
    assert repr(made[1]).startswith(f"PhotoOutcome('{missing}', NoSuchFile(")


def test_a_generator_is_read_as_photos_are_made(engine: Engine) -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b"text"

    told: list[tuple[str, float]] = []
    made = idphoto.make_photos(
        endless(), jobs=1, engine=engine, progress=lambda *at: told.append(at)
    )
    assert next(made).error is not None
    assert read == 2
    assert told == [("1", 0.0)]


@pytest.mark.parametrize(
    ("sources", "options", "message"),
    [
        ("me.jpg", {}, "sources: this is one picture: pass a list of pictures"),
        (["me.jpg"], {"jobs": 0}, "jobs: 0 is less than 1"),
        (["me.jpg"], {"dpi": 1}, "dpi: 1 is outside"),
    ],
)
def test_a_wrong_request_is_an_error_before_the_first_photo(
    sources: Any, options: Any, message: str
) -> None:
    with pytest.raises(BadRequest, match=message) as caught:
        idphoto.make_photos(sources, **options)
    assert caught.value.code == "bad_request"


# --- faces --------------------------------------------------------------------------------------


@pytest.mark.parametrize("quarters", range(4))
def test_a_face_is_measured_where_it_is_in_the_picture(
    engine: Engine, astronaut: Pixels, quarters: int
) -> None:
    upright = idphoto.measure_face(astronaut, engine=engine)
    turned = idphoto.measure_face(np.rot90(astronaut, quarters), engine=engine)
    x, y = upright.chin
    for _ in range(quarters):
        x, y = y, 512 - x
    assert turned.chin == pytest.approx((x, y), abs=1.5)
    assert turned.head_height_px == pytest.approx(upright.head_height_px, rel=0.02)
    expected = upright.roll_deg - 90 * quarters
    assert (turned.roll_deg - expected + 180) % 360 - 180 == pytest.approx(0, abs=1)


def test_a_heads_points_lie_along_its_axis(engine: Engine, astronaut: Pixels) -> None:
    head = idphoto.measure_face(astronaut, engine=engine)
    heights = [head.head_top[1], head.crown[1], head.right_eye[1], head.chin[1]]
    assert heights == sorted(heights)
    assert head.right_eye[0] < head.left_eye[0]
    assert head.face_height_px <= head.head_height_px
    assert head.box.left < head.chin[0] < head.box.right
    assert head.others == 0


def test_a_large_picture_is_measured_at_its_full_size(
    engine: Engine, astronaut: Pixels, jpeg: Callable[[Pixels], bytes]
) -> None:
    large = np.asarray(Image.fromarray(astronaut).resize((2048, 2048)))
    found = idphoto.measure_face(jpeg(large), engine=engine)
    expected = idphoto.measure_face(astronaut, engine=engine)
    assert found.inter_eye_px == pytest.approx(4 * expected.inter_eye_px, rel=0.03)
    [face] = idphoto.find_faces(jpeg(large), engine=engine)
    assert face.inter_eye_px == pytest.approx(found.inter_eye_px, rel=0.02)


def test_faces_are_numbered_as_make_photo_counts_them(engine: Engine, three_people: bytes) -> None:
    faces = idphoto.find_faces(three_people, engine=engine)
    assert len(faces) == 3
    assert [face.box.centre[0] for face in faces] == sorted(face.box.centre[0] for face in faces)
    second = idphoto.measure_face(three_people, faces=2, engine=engine)
    assert second.right_eye == pytest.approx(tuple(faces[1].right_eye), abs=1)
    assert second.others == 2


def test_a_picture_without_a_face_has_none(engine: Engine) -> None:
    assert idphoto.find_faces(np.full((200, 200, 3), 90, np.uint8), engine=engine) == []


# --- checks and sheets --------------------------------------------------------------------------


def test_what_only_a_file_has_is_not_assessed_of_pixels(
    engine: Engine, astronaut_jpeg: bytes
) -> None:
    photo = idphoto.make_photo(astronaut_jpeg, "jp-visa", engine=engine)
    report = idphoto.check_photo(photo.image, "jp-visa", judged_as="finished", engine=engine)
    density = report.finding("wrong_density")
    assert density.verdict is idphoto.Verdict.NOT_ASSESSED
    assert density.judged.reason == (
        "these are pixels in memory, not a file: they have no print density"
    )
    file = idphoto.check_photo(photo.data, "jp-visa", judged_as="finished", engine=engine)
    assert file.finding("wrong_density").verdict is idphoto.Verdict.PASS


def test_a_photo_is_printed_at_its_own_size(engine: Engine, astronaut_jpeg: bytes) -> None:
    photo = idphoto.make_photo(astronaut_jpeg, size_mm=(35, 45), dpi=400, engine=engine)
    sheet = idphoto.make_sheet(photo, "A6", format="png")
    assert sheet.photos_mm[0] == pytest.approx((35, 45), abs=0.05)
    assert (sheet.paper.name, sheet.format, sheet.dpi) == ("A6", "png", 400)
    both = idphoto.make_sheet([photo, idphoto.SheetPhoto.load(photo.data, 1)], "A6")
    assert both.counts[1] == 1


def test_a_whole_sheet_request_takes_no_options(astronaut: Pixels) -> None:
    with pytest.raises(BadRequest, match="dpi: a SheetRequest is complete"):
        idphoto.make_sheet(astronaut, idphoto.SheetRequest(), dpi=300)
