"""Better light, judged by the person's skin: dark skin, hair and clothes stay dark."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.photo.retouch.conftest import Portrait

from idphoto.imaging.colour import to_linear, to_srgb8
from idphoto.photo.retouch.bright import Flaws, brighten, measure_light
from idphoto.photo.retouch.skin import find_skin

Portraits = Callable[[str], Portrait]
Rgb = NDArray[np.uint8]
PEOPLE = (
    "compreface_004_A",
    "compreface_008_B",
    "facerec_biden",
    "facerec_obama",
    "hivision_test3",
)
STRENGTHS = (0.0, 0.25, 0.5, 0.75, 1.0)
NO_FLAWS = Flaws(0.0, 0.0, (1.0, 1.0, 1.0))


def flaws_of(p: Portrait, rgb: Rgb) -> Flaws:
    return measure_light(rgb, p.alpha, find_skin(rgb, p.alpha, p.plan), p.plan)


def bright(p: Portrait, rgb: Rgb, strength: float) -> Rgb:
    return brighten(rgb, p.alpha, flaws_of(p, rgb), p.plan, strength)


def skin_light(p: Portrait, rgb: Rgb) -> float:
    part = to_linear(rgb[p.skin.rows, p.skin.columns]) @ (0.2126, 0.7152, 0.0722)
    return float(np.median(part[p.skin.mask > 0.9]))


def exposed(rgb: Rgb, gain: float | tuple[float, float, float]) -> Rgb:
    return to_srgb8((to_linear(rgb) * np.array(gain)).astype(np.float32))


def test_strength_0_changes_nothing(astronaut_portrait: Portrait) -> None:
    p = astronaut_portrait
    assert np.array_equal(bright(p, p.rgb, 0.0), p.rgb)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_skin_gets_brighter_with_the_strength(portrait: Portraits, name: str) -> None:
    p = portrait(name)
    levels = [skin_light(p, bright(p, p.rgb, s)) for s in STRENGTHS]
    assert levels == sorted(levels)
    # light skin in good light has little room
    assert levels[-1] > (1.08 if levels[0] < 0.45 else 1.0) * levels[0]


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("strength", [0.5, 1.0])
def test_nothing_is_clipped(portrait: Portraits, name: str, strength: float) -> None:
    p = portrait(name)
    done = bright(p, p.rgb, strength)
    assert not ((done == 255) & (p.rgb < 253)).any()
    assert not ((done == 0) & (p.rgb > 6)).any()


@pytest.mark.parametrize("strength", [0.5, 1.0])
def test_dark_skin_stays_darker_than_light_skin(portrait: Portraits, strength: float) -> None:
    by_light = sorted(PEOPLE, key=lambda name: skin_light(portrait(name), portrait(name).rgb))
    done = {name: bright(portrait(name), portrait(name).rgb, strength) for name in PEOPLE}
    darkest, lightest = by_light[0], by_light[-1]
    after = skin_light(portrait(darkest), done[darkest])
    assert after < 2.0 * skin_light(portrait(darkest), portrait(darkest).rgb)  # less than a stop
    assert after < 0.6 * skin_light(portrait(lightest), done[lightest])


def test_a_dim_photo_is_brightened_more(portrait: Portraits) -> None:
    p = portrait("facerec_obama")
    assert flaws_of(p, exposed(p.rgb, 0.4)).lift_ev > 0.3 + flaws_of(p, p.rgb).lift_ev


def test_overexposed_skin_is_not_brightened(portrait: Portraits) -> None:
    p = portrait("hivision_test3")
    assert flaws_of(p, exposed(p.rgb, 3.0)).lift_ev < 0.1


def test_a_blue_cast_is_reduced(portrait: Portraits) -> None:
    p = portrait("hivision_test3")  # before a grey wall
    cast = exposed(p.rgb, (0.88, 1.0, 1.2))

    def blueness(rgb: Rgb) -> float:
        part = to_linear(rgb[p.skin.rows, p.skin.columns])[p.skin.mask > 0.9]
        red, _, blue = np.median(part, axis=0)
        return float(blue / red)

    wanted, found = blueness(p.rgb), blueness(cast)
    assert abs(blueness(bright(p, cast, 1.0)) - wanted) < 0.5 * abs(found - wanted)


def test_a_good_white_balance_is_unchanged(portrait: Portraits) -> None:
    assert flaws_of(portrait("facerec_obama"), portrait("facerec_obama").rgb).white == (
        pytest.approx((1.0, 1.0, 1.0), abs=0.02)
    )


@pytest.mark.parametrize("name", PEOPLE)
def test_a_black_and_white_photo_stays_black_and_white(portrait: Portraits, name: str) -> None:
    p = portrait(name)
    grey = np.asarray(cv2.cvtColor(p.rgb, cv2.COLOR_RGB2GRAY), np.uint8)[..., None].repeat(
        3, axis=2
    )
    assert flaws_of(p, grey).white == pytest.approx((1.0, 1.0, 1.0), abs=1e-6)
    assert np.ptp(bright(p, grey, 1.0).astype(int), axis=-1).max() == 0


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_a_dark_side_is_lightened(portrait: Portraits, side: float) -> None:
    p = portrait("facerec_obama")
    columns = np.arange(p.rgb.shape[1]) + 0.5
    across = np.clip((columns - p.plan.centre[0]) / (p.plan.width_px / 2), -1.5, 1.5)
    lit = to_srgb8(
        (to_linear(p.rgb) * np.exp2(0.6 * side * across - 0.5)[None, :, None]).astype("f4")
    )

    def difference(rgb: Rgb) -> float:
        light = np.log2(np.maximum(to_linear(rgb) @ np.array([0.2126, 0.7152, 0.0722], "f4"), 1e-3))
        right, left = (
            light[int(y) - 5 : int(y) + 6, int(x) - 5 : int(x) + 6].mean()
            for x, y in p.mesh[[50, 280]]
        )
        return float(left - right)

    assert side * difference(lit) > side * difference(p.rgb) + 0.4
    assert abs(difference(bright(p, lit, 1.0))) < 0.6 * abs(difference(lit))


def test_the_background_keeps_its_light(portrait: Portraits) -> None:
    p = portrait("facerec_biden")
    done = bright(p, p.rgb, 1.0)
    assert np.array_equal(done[p.alpha == 0.0], p.rgb[p.alpha == 0.0])


def test_brightening_alone_keeps_hues(portrait: Portraits) -> None:
    p = portrait("facerec_obama")
    done = brighten(p.rgb, np.ones_like(p.alpha), Flaws(0.8, 0.0, (1.0, 1.0, 1.0)), p.plan, 1.0)
    coloured = (p.rgb.max(axis=-1) > 60) & (np.ptp(p.rgb, axis=-1) > 60)
    before = cv2.cvtColor(p.rgb, cv2.COLOR_RGB2HSV_FULL)[coloured][:, 0].astype(int)
    after = cv2.cvtColor(done, cv2.COLOR_RGB2HSV_FULL)[coloured][:, 0].astype(int)
    turned = np.abs((after - before + 128) % 256 - 128)
    assert np.percentile(turned, 99) <= 3


def test_without_skin_no_flaws_are_found(astronaut_portrait: Portrait) -> None:
    p = astronaut_portrait
    empty = find_skin(p.rgb, np.zeros_like(p.alpha), p.plan)
    assert measure_light(p.rgb, p.alpha, empty, p.plan) == NO_FLAWS


def test_without_a_person_nothing_changes(astronaut_portrait: Portrait) -> None:
    p = astronaut_portrait
    flaws = Flaws(1.0, 0.5, (1.1, 1.0, 0.9))
    assert np.array_equal(brighten(p.rgb, np.zeros_like(p.alpha), flaws, p.plan, 1.0), p.rgb)
