from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.models.matting import MattingName, estimate_alpha
from idphoto.runtime.engine import Engine

Rgb = NDArray[np.uint8]
SURROUND = 128


class Recorder:
    """Replaces the engine: records its calls and returns a constant."""

    def __init__(self, answer: float) -> None:
        self.answer = answer

    def network(
        self, name: str, input_hw: tuple[int, int], outputs: tuple[int, ...]
    ) -> Callable[[NDArray[np.float32]], list[NDArray[np.float32]]]:
        self.asked = (name, input_hw, outputs)

        def run(x: NDArray[np.float32]) -> list[NDArray[np.float32]]:
            self.x = x
            return [np.full((1, 1, *input_hw), self.answer, np.float32)]

        return run


@pytest.mark.parametrize("shape", [(40, 80, 3), (80, 40, 3), (300, 300, 3), (1, 500, 3)])
def test_a_squashed_pictures_alpha_has_the_networks_size(
    engine: Engine, shape: tuple[int, ...]
) -> None:
    alpha = estimate_alpha(engine, np.full(shape, 60, np.uint8), 128)
    assert alpha.shape == (128, 128)
    assert alpha.dtype == np.float32
    assert 0 <= alpha.min() <= alpha.max() <= 1


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((40, 80, 3), (32, 64)), ((80, 40, 3), (64, 32)), ((90, 90, 3), (64, 64)),
     ((1, 500, 3), (1, 64))],
)  # fmt: skip
def test_a_centred_pictures_alpha_covers_the_picture_alone(
    shape: tuple[int, ...], expected: tuple[int, int]
) -> None:
    alpha = estimate_alpha(cast(Engine, Recorder(0.5)), np.full(shape, 60, np.uint8), 64, "modnet")
    assert alpha.shape == expected


def test_a_person_is_opaque_and_the_surroundings_are_not(
    engine: Engine, photo_rgb: Callable[[str], Rgb]
) -> None:
    alpha = estimate_alpha(engine, photo_rgb("hivision_test0"), 512)
    height, width = alpha.shape
    assert alpha[height * 2 // 5 :, width // 2].mean() > 0.97
    assert alpha[: height // 10, [*range(40), *range(-40, 0)]].mean() < 0.03


@pytest.mark.parametrize(
    ("name", "side", "mean", "std"),
    [
        ("isnet", 64, (128, 128, 128), (256, 256, 256)),
        ("modnet", 64, (127.5, 127.5, 127.5), (127.5, 127.5, 127.5)),
        # ImageNet's statistics, for values 0–255
        ("birefnet-lite", 1024, (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)),
    ],
)
def test_each_network_gets_the_values_it_was_trained_on(
    name: MattingName, side: int, mean: tuple[float, ...], std: tuple[float, ...]
) -> None:
    recorder = Recorder(0.0)
    colour = (250, 20, 130)
    rgb = np.full((32, 64, 3), colour, np.uint8)
    estimate_alpha(cast(Engine, recorder), rgb, 64, name)
    assert recorder.asked == (name, (side, side), (0,))
    assert recorder.x.shape == (1, 3, side, side)
    assert recorder.x.dtype == np.float32
    middle, above = recorder.x[0, :, side // 2, side // 2], recorder.x[0, :, 2, side // 2]
    assert middle == pytest.approx((np.array(colour) - mean) / std, abs=1e-5)
    # one is stretched to the square; to the others the picture is the middle half, between grey
    beside = colour if name == "isnet" else (SURROUND,) * 3
    assert above == pytest.approx((np.array(beside) - mean) / std, abs=1e-5)


@pytest.mark.parametrize(
    ("name", "answer", "alpha"),
    [
        ("isnet", 0.25, 0.25),
        ("isnet", 1.5, 1.0),
        ("modnet", 0.25, 0.25),
        ("modnet", -0.5, 0.0),
        # its outputs are logits
        ("birefnet-lite", 0.0, 0.5),
        ("birefnet-lite", float(np.log(3)), 0.75),
        ("birefnet-lite", 900.0, 1.0),
        ("birefnet-lite", -900.0, 0.0),
    ],
)
def test_outputs_become_alpha(name: MattingName, answer: float, alpha: float) -> None:
    rgb = np.zeros((20, 30, 3), np.uint8)
    found = estimate_alpha(cast(Engine, Recorder(answer)), rgb, 64, name)
    assert np.allclose(found, alpha, atol=1e-6)
