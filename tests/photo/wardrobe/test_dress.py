from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.photo.wardrobe.people import CHIN_Y, CLOTH, EYES, HAIR, HEAD, SKIN, Figure, drawn

from idphoto.errors import CannotDress
from idphoto.face.landmarks import FACE_OVAL, Face
from idphoto.models.segmenter import BodyPart
from idphoto.photo.wardrobe.body import Body, Light
from idphoto.photo.wardrobe.dress import dress
from idphoto.photo.wardrobe.fit import measure_body
from idphoto.photo.wardrobe.light import estimate_light
from idphoto.photo.wardrobe.render import GarmentLayers, RenderedLayer
from idphoto.photo.wardrobe.seen import grid_wh

DrawFace = Callable[[float, float, float], Face]
Person = Callable[[str], Figure]
NEW = (200, 30, 160)  # a colour that nobody wears in these photos
CLOSED = -0.2  # a neckline in head heights below the notch: no skin needs to be drawn
PEOPLE = ("astronaut", "compreface_004_A", "compreface_009_C", "facerec_obama", "hivision_test1")


@dataclass(frozen=True, slots=True)
class Dressed:
    figure: Figure
    body: Body
    rgb: NDArray[np.uint8]
    alpha: NDArray[np.float32]


def flat_top(body: Body, size_wh: tuple[int, int], *, neckline: float) -> GarmentLayers:
    """A plain top with a straight neckline, ``neckline`` head heights below the notch."""
    width, height = size_wh
    low = body.pit[1] + neckline * body.head_height_px
    outline = [
        (-50.0, body.shoulder_right[1]),
        body.shoulder_right,
        (body.neck_right[0] - 4, body.neck_right[1]),
        (body.neck_right[0] + 4, low),
        (body.neck_left[0] - 4, low),
        (body.neck_left[0] + 4, body.neck_left[1]),
        body.shoulder_left,
        (width + 50.0, body.shoulder_left[1]),
        (width + 50.0, height + 50.0),
        (-50.0, height + 50.0),
    ]
    alpha = np.zeros((height, width), np.float32)
    cv2.fillPoly(alpha, [np.round(outline).astype(np.int32)], 1.0)
    alpha = np.asarray(cv2.GaussianBlur(alpha, (3, 3), 0), np.float32)
    rgb = np.full((height, width, 3), NEW, np.uint8)
    nothing = np.zeros_like(alpha)
    return GarmentLayers(
        RenderedLayer(rgb, alpha), RenderedLayer(rgb, nothing), np.ones_like(alpha)
    )


def dressed(figure: Figure, neckline: float = 0.05) -> Dressed:
    parts = figure.parts
    body = measure_body(parts, figure.mesh, figure.head_height_px, figure.yaw_deg, figure.shoulders)
    light: Light = estimate_light(figure.rgb, figure.alpha, figure.mesh)
    size = figure.rgb.shape[1], figure.rgb.shape[0]
    layers = flat_top(body, size, neckline=neckline)
    rgb, alpha = dress(figure.rgb, figure.alpha, parts, figure.mesh, body, light, layers)
    return Dressed(figure, body, rgb, alpha)


def near(rgb: NDArray[np.uint8], colour: tuple[int, int, int], within: float) -> NDArray[np.bool_]:
    far = np.linalg.norm(rgb.astype(np.float64) - colour, axis=-1)
    return np.asarray(far < within)


def oval(figure: Figure) -> NDArray[np.bool_]:
    inside = np.zeros(figure.alpha.shape, np.uint8)
    points = np.round(figure.mesh[list(FACE_OVAL), :2]).astype(np.int32)
    cv2.fillPoly(inside, [points], 1)
    return cv2.erode(inside, np.ones((7, 7), np.uint8)) > 0


@pytest.mark.parametrize("name", PEOPLE)
def test_the_pixels_of_the_face_are_unchanged(person: Person, name: str) -> None:
    figure = person(name)
    result = dressed(figure, CLOSED)
    inside = oval(figure)
    assert (result.rgb[inside] == figure.rgb[inside]).all()
    np.testing.assert_allclose(result.alpha[inside], figure.alpha[inside], atol=1e-3)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_new_matte_is_valid(person: Person, name: str) -> None:
    result = dressed(person(name), CLOSED)
    assert result.rgb.shape == result.figure.rgb.shape
    assert result.rgb.dtype == np.uint8
    assert result.alpha.dtype == np.float32
    assert result.alpha.shape == result.figure.alpha.shape
    assert result.alpha.min() >= 0.0
    assert result.alpha.max() <= 1.0
    assert result.alpha[-10:].mean() > 0.95  # clothed to the photo's lower edge


def test_the_source_is_left_as_it_was(draw_face: DrawFace) -> None:
    figure = drawn(draw_face)
    rgb, alpha = figure.rgb.copy(), figure.alpha.copy()
    dressed(figure)
    assert (figure.rgb == rgb).all()
    assert (figure.alpha == alpha).all()


def test_nothing_of_the_old_clothes_shows(draw_face: DrawFace) -> None:
    result = dressed(drawn(draw_face))
    below = slice(round(CHIN_Y), None)  # above, hair mixes with the wall
    seen = result.alpha[below] > 0.1
    assert not (near(result.rgb[below], CLOTH, 60) & seen).any()


def test_old_clothes_outside_the_new_ones_become_background(draw_face: DrawFace) -> None:
    """A hood: cloth beside the head, over the shoulders' line."""
    figure = drawn(draw_face)
    hood = np.zeros(figure.alpha.shape, np.float32)
    for x in (60, 353):
        cv2.ellipse(hood, (x, 430), (50, 80), 0, 0, 360, 1.0, -1)
    figure.rgb[hood > 0] = CLOTH
    small = cv2.resize(hood, (figure.seen.shape[1], figure.seen.shape[0])) > 0.5
    figure.seen[small] = np.eye(len(BodyPart), dtype=np.float32)[BodyPart.CLOTHES]
    result = dressed(replace(figure, alpha=np.maximum(figure.alpha, hood)))
    assert result.alpha[380:400, 40:80].max() < 0.1
    assert result.alpha[380:400, 333:373].max() < 0.1


def test_a_turtleneck_becomes_a_neck_of_skin(draw_face: DrawFace) -> None:
    figure = drawn(draw_face, collar_y=CHIN_Y + 0.18 * HEAD)
    result = dressed(figure, -0.1)
    x = round(EYES[0])
    rows = slice(round(CHIN_Y + 0.15 * HEAD), round(result.body.pit[1] - 0.12 * HEAD))
    neck = result.rgb[rows, x - 30 : x + 30].reshape(-1, 3).astype(np.float64)
    assert result.alpha[rows, x - 30 : x + 30].min() > 0.95
    tone, face = neck.mean(axis=0), np.array(SKIN, np.float64)
    # the face's colour, slightly darker
    assert 0.6 < tone.sum() / face.sum() < 1.1
    np.testing.assert_allclose(tone / tone.sum(), face / face.sum(), atol=0.035)


def test_visible_skin_of_the_neck_is_unchanged(draw_face: DrawFace) -> None:
    figure = drawn(draw_face)
    result = dressed(figure)
    rows = slice(round(CHIN_Y + 0.05 * HEAD), round(CHIN_Y + 0.15 * HEAD))
    columns = slice(round(EYES[0]) - 35, round(EYES[0]) + 35)
    before, after = (each[rows, columns].astype(int) for each in (figure.rgb, result.rgb))
    assert np.abs(after - before).max() <= 2


def test_a_deep_neckline_shows_skin_and_not_the_old_shirt(draw_face: DrawFace) -> None:
    result = dressed(drawn(draw_face), neckline=0.25)
    x, y = round(result.body.pit[0]), round(result.body.pit[1] + 0.18 * HEAD)
    patch = result.rgb[y - 10 : y + 10, x - 20 : x + 20].reshape(-1, 3).mean(axis=0)
    assert patch[0] > patch[1] > patch[2]
    assert not near(result.rgb[y - 10 : y + 10, x - 20 : x + 20], CLOTH, 60).any()


def test_a_neckline_that_bares_hidden_skin_is_refused(draw_face: DrawFace) -> None:
    with pytest.raises(CannotDress) as caught:
        dressed(drawn(draw_face, collar_y=CHIN_Y + 4), neckline=0.3)
    assert caught.value.code == "cannot_dress"
    assert caught.value.found > caught.value.limit
    assert "leaves skin bare that the photo does not show" in caught.value.message


def test_a_beard_lies_on_the_garment(draw_face: DrawFace) -> None:
    figure = drawn(draw_face)
    middle, beard = round(EYES[0]), (90, 80, 75)
    rows = slice(round(CHIN_Y) - 5, round(CHIN_Y + 0.3 * HEAD))
    figure.rgb[rows, middle - 35 : middle + 35] = beard
    scale = figure.seen.shape[0] / figure.alpha.shape[0]
    small = slice(round(rows.start * scale), round(rows.stop * scale))
    columns = slice(round((middle - 35) * scale), round((middle + 35) * scale))
    figure.seen[small, columns] = np.eye(len(BodyPart))[BodyPart.FACE_SKIN]
    result = dressed(figure, CLOSED)
    lower = slice(round(CHIN_Y + 0.22 * HEAD), round(CHIN_Y + 0.26 * HEAD))
    assert near(result.rgb[lower, middle - 20 : middle + 20], beard, 20).all()


def test_long_hair_falls_in_front_of_the_garment(draw_face: DrawFace) -> None:
    result = dressed(drawn(draw_face, long_hair=True))
    for side in (-1, 1):
        x = round(EYES[0]) + side * 95
        lock = result.rgb[500:540, x - 12 : x + 12]
        assert near(lock, HAIR, 40).mean() > 0.95


def test_the_edges_of_long_hair_have_no_colour_of_the_old_shirt(draw_face: DrawFace) -> None:
    white = (240, 240, 240)
    result = dressed(drawn(draw_face, long_hair=True, cloth=white))
    around = result.rgb[500:550, 60:135].astype(np.float64)
    line = np.array(NEW, np.float64) - HAIR
    along = np.clip(((around - HAIR) @ line) / (line @ line), 0, 1)[..., None]
    off = np.linalg.norm(around - HAIR - along * line, axis=-1)
    assert np.percentile(off, 99) < 60


def test_short_hair_does_not_lie_on_the_garment(draw_face: DrawFace) -> None:
    result = dressed(drawn(draw_face))
    below = slice(round(result.body.pit[1] + 0.1 * HEAD), None)
    assert near(result.rgb[below], NEW, 30).mean() > 0.97


def test_the_garments_back_lies_behind_the_neck(draw_face: DrawFace) -> None:
    figure = drawn(draw_face)
    parts = figure.parts
    body = measure_body(parts, figure.mesh, HEAD, 0.0, None)
    layers = flat_top(body, (figure.rgb.shape[1], figure.rgb.shape[0]), neckline=0.05)
    behind = np.zeros_like(layers.front.alpha)
    top, bottom = round(body.chin[1] + 5), round(body.pit[1])
    behind[top:bottom, round(body.neck_right[0] - 30) : round(body.neck_left[0] + 30)] = 1.0
    layers = GarmentLayers(layers.front, RenderedLayer(layers.back.rgb, behind), layers.shade)
    light = estimate_light(figure.rgb, figure.alpha, figure.mesh)
    rgb, alpha = dress(figure.rgb, figure.alpha, parts, figure.mesh, body, light, layers)
    y, x = top + 12, round(EYES[0])
    assert near(rgb[y, x - 20 : x + 20], SKIN, 60).all()
    beside = round(body.neck_left[0]) + 20
    assert near(rgb[y, beside : beside + 5], NEW, 30).all()
    assert alpha[y, beside : beside + 5].min() > 0.9


def test_the_garments_shade_falls_on_the_neck_and_not_on_the_face(draw_face: DrawFace) -> None:
    figure = drawn(draw_face)
    parts = figure.parts
    body = measure_body(parts, figure.mesh, HEAD, 0.0, None)
    layers = flat_top(body, (figure.rgb.shape[1], figure.rgb.shape[0]), neckline=0.05)
    dark = GarmentLayers(layers.front, layers.back, np.full_like(layers.shade, 0.5))
    light = estimate_light(figure.rgb, figure.alpha, figure.mesh)
    plain, shaded = (
        dress(figure.rgb, figure.alpha, parts, figure.mesh, body, light, each)[0]
        for each in (layers, dark)
    )
    y, x = round(CHIN_Y + 0.1 * HEAD), round(EYES[0])
    assert shaded[y, x].mean() < 0.85 * plain[y, x].mean()
    inside = oval(figure)
    assert (shaded[inside] == plain[inside]).all()


@pytest.mark.parametrize("level", [0, 255])
def test_a_photo_in_a_single_tone_can_be_dressed(draw_face: DrawFace, level: int) -> None:
    figure = drawn(draw_face)
    result = dressed(replace(figure, rgb=np.full_like(figure.rgb, level)))
    assert result.alpha[-10:].mean() > 0.95


def test_a_photo_that_ends_at_the_chin_is_clothed_to_its_edge(draw_face: DrawFace) -> None:
    figure = drawn(draw_face)
    rows = slice(0, round(CHIN_Y + 0.3 * HEAD))
    seen = figure.seen[: grid_wh(figure.rgb[rows].shape, HEAD)[1]]
    result = dressed(replace(figure, rgb=figure.rgb[rows], alpha=figure.alpha[rows], seen=seen))
    assert result.alpha[-4:, 150:260].min() > 0.9
