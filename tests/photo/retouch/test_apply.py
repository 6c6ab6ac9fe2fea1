"""All corrections together: the person stays recognisable, and nothing else changes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.photo.retouch.conftest import Portrait

from idphoto.face.find import find_faces
from idphoto.face.landmarks import CHIN
from idphoto.models.face_embedder import distance, embed
from idphoto.photo.retouch.apply import retouch_person
from idphoto.photo.retouch.strengths import DEFAULT_STRENGTH, Retouch
from idphoto.runtime.engine import Engine

Portraits = Callable[[str], Portrait]
PEOPLE = (
    "astronaut",
    "compreface_002_A",
    "compreface_004_A",
    "compreface_006_A",
    "compreface_008_B",
    "compreface_009_C",
    "facerec_biden",
    "facerec_obama",
    "hivision_test0",
    "hivision_test1",
    "hivision_test3",
)
# Distance between a photo and its retouched version, a similarity of 94. Other photos of the same
# woman are 0.11 to 0.16 apart, and of strangers 1 pair in 1,000 is nearer than 0.54.
STILL_THE_SAME = 0.15
USUAL = Retouch(*4 * [DEFAULT_STRENGTH])


@pytest.mark.parametrize("strengths", [USUAL, Retouch(1.0, 1.0, 1.0, 1.0)], ids=["usual", "full"])
@pytest.mark.parametrize("name", PEOPLE)
def test_a_retouched_person_stays_recognisable(
    portrait: Portraits, engine: Engine, name: str, strengths: Retouch
) -> None:
    p = portrait(name)
    done, _ = retouch_person(p.rgb, p.alpha, p.mesh, p.yaw_deg, strengths, keep_background=True)
    apart = distance(embed(engine, p.rgb, p.mesh), embed(engine, done, p.mesh))
    assert 0.0 < apart < STILL_THE_SAME


@pytest.mark.parametrize("name", ["astronaut", "compreface_004_A", "facerec_obama"])
def test_retouching_does_not_change_the_heads_measurements(
    portrait: Portraits, engine: Engine, name: str
) -> None:
    p = portrait(name)
    done, _ = retouch_person(p.rgb, p.alpha, p.mesh, p.yaw_deg, USUAL, keep_background=True)
    face = find_faces(engine, done)[0]
    height = p.plan.height_px
    assert np.abs(face.points[CHIN, :2] - p.mesh[CHIN]).max() < 0.02 * height
    assert face.width_px == pytest.approx(np.ptp(p.mesh[:, 0]), rel=0.02)


def test_strengths_of_0_change_nothing(astronaut_portrait: Portrait) -> None:
    p = astronaut_portrait
    done, alpha = retouch_person(
        p.rgb, p.alpha, p.mesh, p.yaw_deg, Retouch(), keep_background=False
    )
    assert np.array_equal(done, p.rgb)
    assert np.array_equal(alpha, p.alpha)


def test_a_kept_background_is_not_distorted(portrait: Portraits) -> None:
    p = portrait("facerec_biden")
    everything = Retouch(1.0, 1.0, 1.0, 1.0)
    done, alpha = retouch_person(
        p.rgb, p.alpha, p.mesh, p.yaw_deg, everything, keep_background=True
    )
    behind = (p.alpha == 0.0) & (alpha == 0.0)
    assert behind.mean() > 0.2
    assert np.array_equal(done[behind], p.rgb[behind])


def test_the_matte_follows_the_jaw(astronaut_portrait: Portrait) -> None:
    p = astronaut_portrait
    slimmer = Retouch(thin_face=1.0)
    _, alpha = retouch_person(p.rgb, p.alpha, p.mesh, p.yaw_deg, slimmer, keep_background=False)
    rows = slice(int(p.mesh[172][1]) - 10, int(p.mesh[172][1]) + 10)
    assert alpha[rows].sum() < p.alpha[rows].sum()


def test_the_source_is_left_as_it_was(astronaut_portrait: Portrait) -> None:
    p = astronaut_portrait
    before = p.rgb.copy(), p.alpha.copy()
    retouch_person(p.rgb, p.alpha, p.mesh, p.yaw_deg, USUAL, keep_background=True)
    assert np.array_equal(p.rgb, before[0])
    assert np.array_equal(p.alpha, before[1])
