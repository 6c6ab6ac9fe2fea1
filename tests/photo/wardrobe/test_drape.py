from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.photo.wardrobe.bodies import body

from idphoto.photo.wardrobe.body import Body
from idphoto.photo.wardrobe.drape import NECK, SHOULDER, drape_on

ANCHORS = np.array(
    [(-SHOULDER[0], SHOULDER[1]), (-NECK[0], NECK[1]), (0, 0), NECK, SHOULDER], np.float32
)


def anchors_of(someone: Body) -> list[tuple[float, float]]:
    return [
        someone.shoulder_right,
        someone.neck_right,
        someone.pit,
        someone.neck_left,
        someone.shoulder_left,
    ]


@pytest.mark.parametrize(
    "someone",
    [body(), body(neck=0.7), body(neck=1.3, slope=0.2), body(shoulders=0.7), body(turn=0.1)],
    ids=["as designed", "narrow neck", "thick neck, steep", "a child's shoulders", "turned"],
)
def test_the_garments_anchors_lie_on_the_bodys(someone: Body) -> None:
    np.testing.assert_allclose(drape_on(someone).to_photo(ANCHORS), anchors_of(someone), atol=0.6)


@given(
    neck=st.floats(0.0, 3.0),
    slope=st.floats(-2.0, 2.0),
    shoulders=st.floats(0.0, 3.0),
    turn=st.floats(-1.0, 1.0),
)
def test_on_any_body_the_map_is_monotone_and_finite(
    neck: float, slope: float, shoulders: float, turn: float
) -> None:
    drape = drape_on(body(neck=neck, slope=slope, shoulders=shoulders, turn=turn))
    assert np.isfinite(drape.xs_px).all() and np.isfinite(drape.lifts_px).all()
    assert (np.diff(drape.xs_px) > 0).all()
    column = np.stack([np.full(60, 0.5), np.linspace(-0.5, 4, 60)], axis=1).astype(np.float32)
    assert (np.diff(drape.to_photo(column)[:, 1]) > 0).all()


@pytest.mark.parametrize("slope", [-0.2, 0.0, 0.3])
def test_the_inverse_map_leads_back_to_the_same_point(slope: float) -> None:
    drape = drape_on(body((300, 400), head_px=150, neck=1.2, slope=slope))
    x, y = drape.from_photo(40, 200, (200, 150))
    grid = np.stack([np.broadcast_to(x, y.shape).ravel(), y.ravel()], axis=1).astype(np.float32)
    pixels = drape.to_photo(grid).reshape(150, 200, 2)
    rows, columns = np.mgrid[200:350, 40:240]
    np.testing.assert_allclose(pixels[..., 0], columns, atol=0.05)
    np.testing.assert_allclose(pixels[..., 1], rows, atol=1.0)


def test_a_short_neck_has_a_low_collar() -> None:
    usual, short = body(), body()
    short = Body(
        **{f: getattr(short, f) for f in Body.__slots__}
        | {"chin": (short.chin[0], short.pit[1] - 22)}
    )
    top = np.array([(0.0, -0.15)], np.float32)
    assert drape_on(short).to_photo(top)[0, 1] > drape_on(usual).to_photo(top)[0, 1] + 4
