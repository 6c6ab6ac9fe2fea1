from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.face.landmarks import CHIN, FOREHEAD, Face
from idphoto.models.segmenter import NETWORK, BodyPart, segment
from idphoto.runtime.engine import Engine

Rgb = NDArray[np.uint8]


class Recorder:
    """Replaces the engine: records what the network was given, and answers the same everywhere."""

    def __init__(self, *logits: float) -> None:
        self.logits = np.array(logits, np.float32)

    def network(self, name: str) -> Callable[[Any], list[NDArray[np.float32]]]:
        self.asked = name

        def run(x: NDArray[np.float32]) -> list[NDArray[np.float32]]:
            self.x = x
            return [np.broadcast_to(self.logits, (1, 256, 256, len(BodyPart))).copy()]

        return run


def test_the_network_gets_the_stretched_picture_from_minus_1_to_1() -> None:
    recorder = Recorder(0, 0, 0, 0, 0, 0)
    rgb = np.zeros((64, 512, 3), np.uint8)
    rgb[:, 256:] = (255, 51, 0)
    segment(cast(Engine, recorder), rgb)
    assert recorder.asked == NETWORK
    assert recorder.x.shape == (1, 256, 256, 3)
    assert recorder.x.dtype == np.float32
    assert recorder.x[0, :, :127].max() == -1
    assert recorder.x[0, :, 129:] == pytest.approx(np.tile([1, -0.6, -1], (256, 127, 1)), abs=1e-5)


def test_logits_become_probabilities_in_the_order_of_the_parts() -> None:
    found = segment(
        cast(Engine, Recorder(0.0, float(np.log(3)), 0, 0, 0, 0)), np.zeros((9, 9, 3), np.uint8)
    )
    assert found.shape == (256, 256, 6)
    assert found[..., BodyPart.HAIR] == pytest.approx(np.full((256, 256), 3 / 8))
    assert found[..., BodyPart.OTHER] == pytest.approx(np.full((256, 256), 1 / 8))


@pytest.mark.parametrize("logit", [90.0, -90.0, 3e4])
def test_extreme_logits_stay_finite(logit: float) -> None:
    found = segment(cast(Engine, Recorder(logit, 0, 0, 0, 0, 0)), np.zeros((256, 256, 3), np.uint8))
    assert found.sum(axis=-1) == pytest.approx(np.ones((256, 256)))


@pytest.mark.parametrize("shape", [(1, 1), (1, 700), (2000, 3)])
def test_pictures_of_any_shape_have_probabilities(engine: Engine, shape: tuple[int, int]) -> None:
    found = segment(engine, np.full((*shape, 3), 90, np.uint8))
    assert found.shape == (256, 256, 6)
    assert found.sum(axis=-1) == pytest.approx(np.ones((256, 256)), abs=1e-5)


@pytest.mark.parametrize("name", ["astronaut", "facerec_obama", "hivision_test0"])
def test_the_parts_of_a_person_are_recognised(
    engine: Engine, photo_rgb: Callable[[str], Rgb], photo_faces: Callable[[str], list[Face]],
    name: str,
) -> None:  # fmt: skip
    rgb, face = photo_rgb(name), photo_faces(name)[0]
    height, width = rgb.shape[:2]
    parts = segment(engine, rgb).argmax(axis=-1)

    def at(x: float, y: float) -> BodyPart:
        return BodyPart(int(parts[int(y * 256 / height), int(x * 256 / width)]))

    chin, forehead = face.point(CHIN), face.point(FOREHEAD)
    length = float(chin[1] - forehead[1])
    assert at(*((chin + forehead) / 2)) == BodyPart.FACE_SKIN
    assert at(forehead[0], forehead[1] - 0.25 * length) == BodyPart.HAIR
    assert at(2, 2) == at(width - 3, 2) == BodyPart.BACKGROUND
    chest = parts[int((chin[1] + 0.5 * length) * 256 / height) :]
    assert (chest[chest != BodyPart.BACKGROUND] == BodyPart.CLOTHES).mean() > 0.7


def test_a_landscape_is_background(engine: Engine, photo_rgb: Callable[[str], Rgb]) -> None:
    found = segment(engine, photo_rgb("compreface_017_0"))
    # 0.978 on one kind of processor, more than 0.98 on others
    assert (found[..., BodyPart.BACKGROUND] > 0.5).mean() > 0.97
