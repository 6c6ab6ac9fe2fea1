"""Embeddings of real faces: one person's are close together, strangers' are far apart."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.errors import LibraryMissing, WeightsUnavailable
from idphoto.face.landmarks import Face
from idphoto.models.face_embedder import ALIGNED_BY, SAME_PERSON, WEIGHTS, FaceEmbedder, distance
from idphoto.runtime.weights import WeightsStore
from idphoto.settings import get_settings

Rgb = NDArray[np.uint8]
ONE_WOMAN = ("compreface_002_A", "compreface_004_A", "compreface_006_A")
STRANGERS = ("astronaut", "compreface_009_C", "facerec_biden", "facerec_obama", "hivision_test0")

Embed = Callable[[str], NDArray[np.float64]]


@pytest.fixture(scope="module")
def embedder() -> FaceEmbedder:
    try:
        return FaceEmbedder(WeightsStore(get_settings().models_dir).path(WEIGHTS))
    except WeightsUnavailable as error:
        pytest.skip(error.message)


@pytest.fixture(scope="module")
def embed(
    embedder: FaceEmbedder,
    photo_rgb: Callable[[str], Rgb],
    photo_faces: Callable[[str], list[Face]],
) -> Embed:
    def one(name: str) -> NDArray[np.float64]:
        return embedder.embed(photo_rgb(name), photo_faces(name)[0].mesh[list(ALIGNED_BY), :2])

    return one


def test_photos_of_one_person_lie_close(embed: Embed) -> None:
    for one, other in combinations(ONE_WOMAN, 2):
        assert 0.0 < distance(embed(one), embed(other)) < SAME_PERSON


def test_strangers_lie_apart(embed: Embed) -> None:
    for one, other in combinations((*STRANGERS, ONE_WOMAN[0]), 2):
        assert distance(embed(one), embed(other)) > SAME_PERSON


def test_an_embedding_is_128_numbers_and_always_the_same(embed: Embed) -> None:
    assert embed("astronaut").shape == (128,)
    assert distance(embed("astronaut"), embed("astronaut")) == 0.0


def test_threads_do_not_disturb_each_other(embed: Embed) -> None:
    alone = {name: embed(name) for name in STRANGERS}
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(embed, 4 * STRANGERS))
    for name, embedding in zip(4 * STRANGERS, together, strict=True):
        assert np.array_equal(embedding, alone[name])


def test_without_dlib_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "dlib", None)
    with pytest.raises(LibraryMissing) as missing:
        FaceEmbedder(tmp_path).embed(np.zeros((9, 9, 3), np.uint8), np.zeros((5, 2)))
    assert missing.value.code == "library_missing"
    assert "idphoto[idcard]" in missing.value.message
