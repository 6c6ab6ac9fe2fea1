"""Embeddings of real faces: one person's lie close together, strangers' lie apart."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.assets.store import AssetStore
from idphoto.face.landmarks import Face
from idphoto.imaging.geometry import Similarity
from idphoto.imaging.warp import warp
from idphoto.models.face_embedder import Embedding, distance, embed
from idphoto.runtime.engine import Engine
from idphoto.runtime.openvino.engine import OpenVinoEngine
from idphoto.settings import get_settings

Rgb = NDArray[np.uint8]
Embed = Callable[[str], NDArray[np.float64]]

ONE_WOMAN = ("compreface_002_A", "compreface_004_A", "compreface_006_A")
STRANGERS = ("astronaut", "compreface_009_C", "facerec_biden", "facerec_obama", "hivision_test0")
# Of 122,265 pairs of strangers 1 in 100 is nearer: docs/face-comparison.md.
STRANGERS_BEYOND = 0.615


@pytest.fixture(scope="module")
def face(
    photo_rgb: Callable[[str], Rgb], photo_faces: Callable[[str], list[Face]]
) -> Callable[[str], tuple[Rgb, NDArray[np.float64]]]:
    return lambda name: (photo_rgb(name), photo_faces(name)[0].mesh)


@pytest.fixture(scope="module")
def embedded(engine: Engine, face: Callable[[str], tuple[Rgb, NDArray[np.float64]]]) -> Embed:
    return lambda name: embed(engine, *face(name))


def test_photos_of_one_person_lie_close(embedded: Embed) -> None:
    for one, other in combinations(ONE_WOMAN, 2):
        assert 0.0 < distance(embedded(one), embedded(other)) < STRANGERS_BEYOND / 2


def test_strangers_lie_apart(embedded: Embed) -> None:
    for one, other in combinations((*STRANGERS, ONE_WOMAN[0]), 2):
        assert distance(embedded(one), embedded(other)) > STRANGERS_BEYOND


def test_an_embedding_is_128_numbers_of_length_1_and_always_the_same(embedded: Embed) -> None:
    found = embedded("astronaut")
    assert found.shape == (128,)
    assert found.dtype == np.float64
    assert np.linalg.norm(found) == pytest.approx(1.0)
    assert distance(found, embedded("astronaut")) == 0.0


def test_a_distance_is_1_less_the_cosine() -> None:
    right, up = np.eye(128)[:2]
    half = (right + up) / np.sqrt(2)
    found = [distance(right, other) for other in (right, half, up, -right)]
    assert found == pytest.approx([0.0, 1 - np.sqrt(0.5), 1.0, 2.0])


def test_a_face_is_aligned_however_it_is_turned_moved_and_scaled(
    engine: Engine, face: Callable[[str], tuple[Rgb, NDArray[np.float64]]]
) -> None:
    rgb, mesh = face("astronaut")
    upright = embed(engine, rgb, mesh)
    for to_other in (Similarity(0.9, 30.0, 220, -60), Similarity(1.0, 180.0, 512, 512)):
        turned = warp(rgb, to_other, (512, 512), "replicate")
        assert distance(embed(engine, turned, to_other.apply(mesh[:, :2])), upright) < 0.03


def test_a_small_error_in_the_landmarks_hardly_moves_an_embedding(
    engine: Engine, face: Callable[[str], tuple[Rgb, NDArray[np.float64]]]
) -> None:
    rgb, mesh = face("astronaut")
    off = np.random.default_rng(0).normal(0, 0.01 * np.ptp(mesh[:, 0]), mesh.shape)
    assert distance(embed(engine, rgb, mesh + off), embed(engine, rgb, mesh)) < 0.05


def test_misplaced_landmarks_move_it_far(
    engine: Engine, face: Callable[[str], tuple[Rgb, NDArray[np.float64]]]
) -> None:
    rgb, mesh = face("astronaut")
    upside_down = Similarity(1.0, 180.0, *(2 * mesh[:, :2].mean(axis=0)))
    apart = distance(embed(engine, rgb, upside_down.apply(mesh[:, :2])), embed(engine, rgb, mesh))
    assert apart > STRANGERS_BEYOND


def test_a_face_at_the_pictures_edge_is_embedded(
    engine: Engine, face: Callable[[str], tuple[Rgb, NDArray[np.float64]]]
) -> None:
    rgb, mesh = face("astronaut")
    left, top = mesh[:, :2].min(axis=0).astype(int)
    cut = np.ascontiguousarray(rgb[top:, left:])
    shifted = mesh[:, :2] - (left, top)
    assert distance(embed(engine, cut, shifted), embed(engine, rgb, mesh)) < 0.2


def test_threads_share_one_network_and_do_not_disturb_each_other(
    engine: Engine, face: Callable[[str], tuple[Rgb, NDArray[np.float64]]]
) -> None:
    faces = {name: face(name) for name in STRANGERS}
    own = get_settings()
    # not the tests' engine, which would remember its answers
    shared = OpenVinoEngine(AssetStore(own.models_dir), precision="auto", threads=2)
    alone = {name: embed(shared, *each) for name, each in faces.items()}
    barrier = threading.Barrier(4)

    def run(worker: int) -> list[Embedding]:
        barrier.wait()
        return [embed(shared, *faces[name]) for name in (8 * STRANGERS)[worker::4]]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(run, range(4)))
    for worker, found in enumerate(together):
        for name, embedding in zip((8 * STRANGERS)[worker::4], found, strict=True):
            assert np.allclose(embedding, alone[name], atol=1e-6)
