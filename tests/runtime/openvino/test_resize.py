"""Graphs at other input sizes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from idphoto.errors import BadRequest
from idphoto.runtime.openvino.library import load_openvino
from idphoto.runtime.openvino.resize import of_one_picture, resized


def halved_twice_and_scaled_back(height: int, width: int) -> Any:
    """Two poolings; at a fixed size each is undone, to sizes written into the graph. -1 is free."""
    ov = load_openvino()
    op = ov.opset13
    image = op.parameter(ov.PartialShape([1, 3, height, width]), np.float32)
    half = op.avg_pool(image, [2, 2], [0, 0], [0, 0], [2, 2], True)
    quarter = op.avg_pool(half, [2, 2], [0, 0], [0, 0], [2, 2], True)
    if height > 0:
        for scale in (2, 1):
            size = np.array([1, 3, height // scale, width // scale], np.int64)
            quarter = op.interpolate(quarter, op.constant(size), "nearest", "sizes")
            if scale == 2:  # meets the way down, as in a U-net
                quarter = op.add(quarter, half)
    return ov.Model([quarter], [image], "toy")


def run(model: Any, image: Any) -> Any:
    compiled = load_openvino().Core().compile_model(model, "CPU")
    return compiled([image])[0]


@pytest.mark.parametrize("input_hw", [(32, 32), (64, 96), (160, 32), (128, 128)])
def test_a_fixed_graph_computes_as_if_made_for_the_size(input_hw: tuple[int, int]) -> None:
    image = np.random.default_rng(0).random((1, 3, *input_hw), np.float32)
    result = run(resized(halved_twice_and_scaled_back(128, 128), input_hw), image)
    assert result.shape == (1, 3, *input_hw)
    np.testing.assert_allclose(result, run(halved_twice_and_scaled_back(*input_hw), image))


def test_a_free_graph_is_given_the_size() -> None:
    model = resized(halved_twice_and_scaled_back(-1, -1), (40, 64))
    assert list(model.input().get_shape()) == [1, 3, 40, 64]
    assert list(model.output().get_shape()) == [1, 3, 10, 16]


@pytest.mark.parametrize("input_hw", [(48, 64), (64, 65), (0, 64), (-32, 64)])
def test_a_fixed_graph_refuses_sides_that_are_no_multiples_of_32(
    input_hw: tuple[int, int],
) -> None:
    with pytest.raises(BadRequest, match="made for 128×128: sides must be multiples of 32"):
        resized(halved_twice_and_scaled_back(128, 128), input_hw)


@pytest.mark.parametrize("shape", [[-1, 8, 8, 3], [-1, 6, 2], [1, 8, 8, 3]])
def test_a_graph_for_any_number_of_pictures_takes_one(shape: list[int]) -> None:
    ov = load_openvino()
    image = ov.opset13.parameter(ov.PartialShape(shape), np.float32)
    model = of_one_picture(ov.Model([ov.opset13.relu(image)], [image], "toy"))
    assert list(model.output().get_shape()) == [1, *shape[1:]]


def test_only_the_number_of_pictures_is_fixed() -> None:
    ov = load_openvino()
    image = ov.opset13.parameter(ov.PartialShape([-1, 3, -1, 8]), np.float32)
    model = of_one_picture(ov.Model([ov.opset13.relu(image)], [image], "toy"))
    assert model.input().get_partial_shape() == ov.PartialShape([1, 3, -1, 8])
