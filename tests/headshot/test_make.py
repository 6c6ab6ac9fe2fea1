from __future__ import annotations

import io
import time
from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from tests.headshot.conftest import Shoot
from tests.headshot.faces import inside_faces

import idphoto
from idphoto.errors import (
    BadRequest,
    DeadlineExceeded,
    NoFace,
    UnknownTemplate,
    WrongPeople,
)
from idphoto.headshot.drawing import PERSON
from idphoto.headshot.result import Headshot
from idphoto.headshot.templates import TEMPLATES
from idphoto.imaging.encode import EncodeOptions
from idphoto.models.face_embedder import distance, embed
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.steps import draw as draw_step
from idphoto.runtime.engine import Engine

Jpeg = Callable[[NDArray[np.uint8]], bytes]
# What is made once for many tests is made in one process.
pytestmark = pytest.mark.xdist_group("headshot-make")

SINGLE = [name for name, template in TEMPLATES.items() if template.people == 1]


@pytest.mark.parametrize("template", SINGLE)
def test_both_variants_have_the_templates_size_and_differ(template: str, shoot: Shoot) -> None:
    one, other = shoot(template, "astronaut")
    assert one.size_wh == other.size_wh == TEMPLATES[template].size_wh
    assert (one.variant, other.variant) == (1, 2)
    apart = np.abs(one.pixels.astype(int) - other.pixels).max(axis=-1)
    assert (apart > 20).mean() > 0.3


@pytest.mark.parametrize("template", ["business_photo", "bob_suit", "logo_tshirt"])
def test_without_retouching_the_face_has_the_photos_own_pixels(
    template: str, shoot: Shoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is drawn around it, its pixels are those that the pipeline put on the grid."""
    drawn: list[PhotoDraft] = []
    step = draw_step.draw

    def draw(draft: PhotoDraft) -> None:
        step(draft)
        drawn.append(draft)

    monkeypatch.setattr(draw_step, "draw", draw)
    for made in shoot(template, "astronaut", retouched=False):
        source = drawn[made.variant - 1]
        face = inside_faces(made.rendered) & (source.alpha >= PERSON)
        assert face.sum() > 20_000
        assert np.array_equal(made.pixels[face], source.rgb[face])


@pytest.mark.parametrize(
    ("template", "name"),
    [
        *product(
            ["male_portrait"], ["astronaut", "facerec_obama", "hivision_test1", "compreface_009_C"]
        ),
        *product(["bob_suit"], ["astronaut", "facerec_obama"]),  # slow: the hair is drawn
    ],
)
def test_the_person_stays_recognisable(
    template: str, name: str, shoot: Shoot, engine: Engine
) -> None:
    retouched = shoot(template, name)[0]
    plain = shoot(template, name, retouched=False)[0]
    mesh = retouched.rendered.faces[0].mesh
    apart = distance(embed(engine, retouched.pixels, mesh), embed(engine, plain.pixels, mesh))
    assert apart < 0.05


# --- couples ------------------------------------------------------------------------------------


def eyes_and_heads(made: Headshot) -> tuple[list[float], list[float], list[float]]:
    """For each face: the x of its middle, the y of its eyes, its height."""
    meshes = [face.mesh for face in made.rendered.faces]
    return (
        [float(mesh[[234, 454], 0].mean()) for mesh in meshes],
        [float(mesh[[33, 263], 1].mean()) for mesh in meshes],
        [float(mesh[152, 1] - mesh[10, 1]) for mesh in meshes],
    )


@pytest.fixture(scope="module")
def couple(engine: Engine, couple_jpeg: bytes) -> tuple[Headshot, Headshot]:
    return idphoto.make_headshots(couple_jpeg, "wedding", engine=engine)


def test_a_couple_of_one_photo_stands_side_by_side_on_red(
    couple: tuple[Headshot, Headshot],
) -> None:
    for made in couple:
        middles, eyes, heights = eyes_and_heads(made)
        width, height = made.size_wh
        assert np.mean(middles) == pytest.approx(width / 2, abs=0.03 * width)
        assert middles[1] - middles[0] > heights[0]
        assert eyes[0] == pytest.approx(eyes[1], abs=0.01 * height)
        assert heights[0] == pytest.approx(heights[1], rel=0.04)
        red, green, blue = made.pixels[5, 5].astype(int)
        assert red > 110
        assert max(green, blue) < 60


def test_a_couple_of_two_photos_keeps_their_order(
    engine: Engine, astronaut_jpeg: bytes, astronaut: NDArray[np.uint8], jpeg: Jpeg
) -> None:
    dark = jpeg((astronaut[:, ::-1] * 0.7).astype(np.uint8))
    one, _ = idphoto.make_headshots([astronaut_jpeg, dark], "wedding", engine=engine)
    middles, eyes, heights = eyes_and_heads(one)
    assert middles[0] < middles[1]
    assert eyes[0] == pytest.approx(eyes[1], abs=7)
    assert heights[0] == pytest.approx(heights[1], rel=0.04)


def test_the_light_of_two_photos_is_matched(
    engine: Engine, astronaut_jpeg: bytes, jpeg: Jpeg
) -> None:
    with Image.open(io.BytesIO(astronaut_jpeg)) as picture:
        dark = jpeg((np.asarray(picture) * 0.75).astype(np.uint8))
    made, _ = idphoto.make_headshots([astronaut_jpeg, dark], "wedding", engine=engine)
    light = []
    for face in made.rendered.faces:
        x, y = (int(each) for each in face.mesh[151, :2])  # the forehead
        light.append(float(made.pixels[y - 8 : y + 8, x - 8 : x + 8].mean()))
    assert light[0] / light[1] < 1.12  # on the photos 1.33


def test_a_photo_of_one_person_is_refused_for_a_couple(
    engine: Engine, astronaut_jpeg: bytes
) -> None:
    with pytest.raises(WrongPeople) as caught:
        idphoto.make_headshots(astronaut_jpeg, "wedding", engine=engine)
    assert caught.value.code == "wrong_people"
    assert (caught.value.found, caught.value.need) == (1, 2)
    assert "send one photo of 2, or a photo of each" in caught.value.message


def test_three_faces_of_one_size_are_refused_for_a_couple(
    engine: Engine, astronaut: NDArray[np.uint8], jpeg: Jpeg
) -> None:
    one = astronaut[:400, 60:400]
    three = jpeg(np.hstack([one, one[:, ::-1], one]))
    with pytest.raises(WrongPeople) as caught:
        idphoto.make_headshots(three, "wedding", engine=engine)
    assert (caught.value.found, caught.value.need) == (3, 2)


def test_three_photos_are_too_many_for_a_couple(engine: Engine, astronaut_jpeg: bytes) -> None:
    with pytest.raises(WrongPeople) as caught:
        idphoto.make_headshots([astronaut_jpeg] * 3, "wedding", engine=engine)
    assert caught.value.found == 3


def test_two_photos_are_too_many_for_one_person(engine: Engine, astronaut_jpeg: bytes) -> None:
    with pytest.raises(WrongPeople) as caught:
        idphoto.make_headshots([astronaut_jpeg] * 2, "bob_suit", engine=engine)
    assert (caught.value.found, caught.value.need) == (2, 1)
    assert "takes one photo of one person" in caught.value.message


def test_a_photo_without_a_face_is_an_error(engine: Engine, jpeg: Jpeg) -> None:
    with pytest.raises(NoFace):
        idphoto.make_headshots(
            jpeg(np.full((300, 300, 3), 90, np.uint8)), "male_portrait", engine=engine
        )


# --- the request --------------------------------------------------------------------------------


def test_no_face_is_chosen_for_a_couple(engine: Engine, astronaut_jpeg: bytes) -> None:
    with pytest.raises(BadRequest) as caught:
        idphoto.make_headshots(astronaut_jpeg, "wedding", faces="left", engine=engine)
    assert caught.value.message == "faces: wedding shows 2 people: none is chosen"


def test_an_unknown_template_is_refused(engine: Engine, astronaut_jpeg: bytes) -> None:
    with pytest.raises(UnknownTemplate):
        idphoto.make_headshots(astronaut_jpeg, "mugshot", engine=engine)


def test_a_deadline_is_checked_between_steps(engine: Engine, astronaut_jpeg: bytes) -> None:
    with pytest.raises(DeadlineExceeded) as caught:
        idphoto.make_headshots(
            astronaut_jpeg, "business_photo", engine=engine, deadline=time.monotonic() - 1
        )
    assert caught.value.step == "decode"


def test_progress_is_reported_once_per_step_and_never_falls(
    engine: Engine, astronaut_jpeg: bytes
) -> None:
    reports: list[tuple[str, float]] = []
    pair = idphoto.make_headshots(
        astronaut_jpeg,
        "business_photo",
        engine=engine,
        progress=lambda step, share: reports.append((step, share)),
    )
    shares = [share for _, share in reports]
    assert shares == sorted(shares)
    assert reports[0] == ("decode", 0.0)
    assert reports[-1] == ("done", 1.0)
    assert [step for step, _ in reports].count("done") == 1
    assert {step for step, _ in reports[:-1]} == set(pair[0].timings_ms)
    assert "cut_out" not in pair[1].timings_ms  # done once for both


def test_the_files_have_the_requested_format(engine: Engine, astronaut_jpeg: bytes) -> None:
    pair = idphoto.make_headshots(
        astronaut_jpeg, "male_portrait", engine=engine, output=EncodeOptions(format="png")
    )
    for made in pair:
        with Image.open(io.BytesIO(made.data)) as image:
            assert (image.format, image.size) == ("PNG", (768, 1024))
            assert np.array_equal(np.asarray(image), made.pixels)


def test_a_given_logo_is_printed_on_the_shirt(
    engine: Engine, astronaut_jpeg: bytes, shoot: Shoot
) -> None:
    square = np.zeros((64, 64, 4), np.uint8)
    square[4:-4, 4:-4] = (230, 20, 200, 255)
    buffer = io.BytesIO()
    Image.fromarray(square).save(buffer, "PNG")
    pair = idphoto.make_headshots(
        astronaut_jpeg, "logo_tshirt", engine=engine, logo=buffer.getvalue()
    )
    for made, neutral in zip(pair, shoot("logo_tshirt", "astronaut"), strict=True):
        red, green, blue = np.moveaxis(made.pixels.astype(int), -1, 0)
        pink = (red - green > 70) & (blue - green > 60)
        rows, _ = np.nonzero(pink)
        assert pink.sum() > 3000
        assert rows.min() > made.rendered.faces[0].mesh[152, 1]  # below the chin
        red, green, blue = np.moveaxis(neutral.pixels.astype(int), -1, 0)
        assert ((red - green > 70) & (blue - green > 60)).sum() < 100


def test_a_headshot_carries_its_notices(shoot: Shoot) -> None:
    codes = {notice.code for notice in shoot("male_portrait", "astronaut")[0].notices}
    assert codes == {"enlarged"}
