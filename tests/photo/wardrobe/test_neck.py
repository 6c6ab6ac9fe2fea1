from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from tests.photo.wardrobe.people import EYES, HEAD, SKIN, drawn

from idphoto.face.landmarks import Face
from idphoto.photo.wardrobe.body import Body, Light
from idphoto.photo.wardrobe.neck import bare_skin, cheek_colour, neck_shape, window

DrawFace = Callable[[float, float, float], Face]
SHAPE = (626, 413)
X = EYES[0]
BODY = Body(
    neck_right=(X - 60, 420.0),
    neck_left=(X + 60, 420.0),
    pit=(X, 470.0),
    chin=(X, 373.0),
    shoulder_right=(X - 210, 480.0),
    shoulder_left=(X + 210, 480.0),
    head_height_px=HEAD,
    yaw_deg=0.0,
)
LIGHT = Light((0.0, -0.5, 0.87), (1.0, 1.0, 1.0), 0.5, 1.0, 0.0, 0.5)


def test_the_window_stays_in_the_photo() -> None:
    for dx, dy in ((0, 0), (-400, 0), (400, 0), (0, 600), (0, -900)):
        moved = replace(
            BODY, pit=(X + dx, BODY.pit[1] + dy), chin=(BODY.chin[0] + dx, BODY.chin[1] + dy)
        )
        rows, columns = window(moved, SHAPE)
        assert 0 <= rows.start < rows.stop <= SHAPE[0]
        assert 0 <= columns.start < columns.stop <= SHAPE[1]


def test_a_necks_shape_is_wider_further_down(draw_face: DrawFace) -> None:
    rows, columns = at = window(BODY, SHAPE)
    shape = neck_shape(BODY, drawn(draw_face).mesh, at)
    assert shape.shape == (rows.stop - rows.start, columns.stop - columns.start)
    widths = shape.sum(axis=1)
    neck, base, chest = (widths[y - rows.start] for y in (395, 425, 520))
    assert 90 < neck < base < chest


def test_a_hidden_neck_takes_the_faces_colour(draw_face: DrawFace) -> None:
    colours = drawn(draw_face).rgb.astype(np.float32) / np.float32(255)
    at = window(BODY, SHAPE)
    unseen = np.zeros((at[0].stop - at[0].start, at[1].stop - at[1].start), np.float32)
    cheek = cheek_colour(colours, drawn(draw_face).mesh)
    skin = bare_skin(colours, unseen, BODY, LIGHT, cheek, at)
    y, x = round(BODY.pit[1]) - at[0].start, round(X) - at[1].start
    tone = skin[y - 5 : y + 5, x - 5 : x + 5].reshape(-1, 3).mean(axis=0)
    np.testing.assert_allclose(tone / tone.sum(), np.array(SKIN) / sum(SKIN), atol=0.03)
    assert 0.7 < tone.sum() / cheek.sum() < 1.05


def test_light_from_one_side_makes_that_side_lighter(draw_face: DrawFace) -> None:
    figure = drawn(draw_face)
    colours = figure.rgb.astype(np.float32) / np.float32(255)
    at = window(BODY, SHAPE)
    unseen = np.zeros((at[0].stop - at[0].start, at[1].stop - at[1].start), np.float32)
    cheek = cheek_colour(colours, figure.mesh)
    aside = replace(LIGHT, direction=(0.7, -0.3, 0.65))
    skin = bare_skin(colours, unseen, BODY, aside, cheek, at)
    y, x = 410 - at[0].start, round(X) - at[1].start
    assert skin[y, x + 40].mean() > 1.1 * skin[y, x - 40].mean()
