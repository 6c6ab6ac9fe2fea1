"""Weights that are stored in 8 bits by blocks are unpacked before OpenVINO reads the file."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.assets.store import AssetStore
from idphoto.models.face_embedder import NETWORK
from idphoto.runtime.engine import Engine, Mode
from idphoto.runtime.openvino.engine import OpenVinoEngine
from idphoto.runtime.openvino.library import load_openvino
from idphoto.runtime.openvino.onnx_file import read_graph, with_float_weights
from idphoto.settings import get_settings

FLOAT, UINT8, INT8 = 1, 2, 3
KINDS = {np.dtype("f4"): FLOAT, np.dtype("u1"): UINT8, np.dtype("i1"): INT8}


def varint(value: int) -> bytes:
    return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + varint(value >> 7)


def number(field: int, value: int) -> bytes:
    return varint(field << 3) + varint(value)


def text(field: int, content: bytes | str) -> bytes:
    content = content.encode() if isinstance(content, str) else content
    return varint(field << 3 | 2) + varint(len(content)) + content


def tensor(name: str, values: NDArray[np.generic]) -> bytes:
    sizes = b"".join(number(1, size) for size in values.shape)
    return text(
        5, sizes + number(2, KINDS[values.dtype]) + text(8, name) + text(9, values.tobytes())
    )


def node(operation: str, inputs: str, output: str, **integers: int) -> bytes:
    parts = [text(1, name) for name in inputs.split()] + [text(2, output), text(4, operation)]
    parts += [
        text(5, text(1, name) + number(3, value) + number(20, 2))
        for name, value in integers.items()
    ]
    return text(1, b"".join(parts))


def value(field: int, name: str, *shape: int) -> bytes:
    sizes = b"".join(text(1, number(1, size)) for size in shape)
    kind = text(1, number(1, FLOAT) + text(2, sizes))
    return text(field, text(1, name) + text(2, kind))


def model(*graph: bytes) -> bytes:
    return number(1, 10) + text(7, b"".join((text(2, "graph"), *graph))) + text(8, number(2, 21))


MATRIX = np.arange(-12, 12, dtype=np.int8).reshape(4, 6)
BIASES = np.array([10, 20, 30, 250], np.uint8)
# y = x · ((MATRIX − 1 or 2) × its block's scale)ᵀ + (BIASES − 5 or 7) × its block's scale
BLOCKED = model(
    node("DequantizeLinear", "w w_scales w_zeros", "w_float", axis=1, block_size=3),
    node("DequantizeLinear", "b b_scales b_zeros", "b_float", axis=0, block_size=2),
    node("Gemm", "x w_float b_float", "y", transB=1),
    tensor("w", MATRIX),
    tensor("w_scales", np.array([[0.5, 0.25]] * 4, np.float32)),
    tensor("w_zeros", np.array([[1, 2]] * 4, np.int8)),
    tensor("b", BIASES),
    tensor("b_scales", np.array([0.5, 2.0], np.float32)),
    tensor("b_zeros", np.array([5, 7], np.uint8)),
    value(11, "x", 1, 6),
    value(12, "y", 1, 4),
)


def test_blocked_weights_and_biases_are_unpacked_by_their_scales_and_zero_points(
    tmp_path: Path,
) -> None:
    path = tmp_path / "small.onnx"
    path.write_bytes(BLOCKED)
    core = load_openvino().Core()
    compiled = core.compile_model(
        read_graph(core, path), "CPU", {"INFERENCE_PRECISION_HINT": "f32"}
    )
    x = np.array([[1, 2, 3, 4, 5, 6]], np.float32)
    weights = np.hstack((0.5 * (MATRIX[:, :3] - 1.0), 0.25 * (MATRIX[:, 3:] - 2.0)))
    biases = np.array([2.5, 7.5, 46.0, 486.0])
    assert compiled([x])[0] == pytest.approx(x @ weights.T + biases)


def test_nothing_but_the_packed_weights_is_changed() -> None:
    rewritten = with_float_weights(BLOCKED)
    assert rewritten is not None
    assert node("Gemm", "x w_float b_float", "y", transB=1) in rewritten
    assert rewritten.startswith(number(1, 10))
    assert rewritten.endswith(text(8, number(2, 21)))
    assert b"DequantizeLinear" not in rewritten
    assert b"w_zeros" not in rewritten
    assert with_float_weights(rewritten) is None


def test_a_file_without_blocks_is_read_as_it_is() -> None:
    plain = model(
        node("DequantizeLinear", "w w_scale", "w_float", axis=0),
        tensor("w", MATRIX),
        tensor("w_scale", np.array([0.5] * 4, np.float32)),
    )
    assert with_float_weights(plain) is None


def test_weights_that_are_computed_are_left_to_the_library() -> None:
    computed = model(
        node("DequantizeLinear", "w scales", "w_float", axis=1, block_size=3), tensor("w", MATRIX)
    )
    assert with_float_weights(computed) is None


@pytest.mark.parametrize("size", [len(BLOCKED) - 1, len(BLOCKED) // 2])
def test_a_file_that_is_cut_short_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="not an ONNX file: it ends within"):
        with_float_weights(BLOCKED[:size])


def test_weights_stored_another_way_are_refused_by_name() -> None:
    elsewhere = text(5, number(1, 2) + number(2, 16) + text(8, "w") + text(9, b"1234"))
    blocked = node("DequantizeLinear", "w s", "w_float", axis=0, block_size=1)
    with pytest.raises(ValueError, match="'w' is not stored as plain numbers"):
        with_float_weights(model(blocked, elsewhere, tensor("s", np.ones(2, np.float32))))


def test_the_face_embedder_computes_the_same_in_every_mode_and_once_kept(
    engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """With its weights in 8 bits it did not, with two streams: OpenVINO 2026.4."""
    file = AssetStore(get_settings().models_dir).path(NETWORK)
    (tmp_path / file.name).write_bytes(file.read_bytes())
    face = np.random.default_rng(0).uniform(0, 255, (1, 3, 112, 112)).astype(np.float32)
    expected = engine.network(NETWORK)(face)[0]
    modes: tuple[Mode, ...] = ("latency", "throughput")
    with caplog.at_level(logging.WARNING):
        for mode in 2 * modes:  # compiled, then kept
            other = OpenVinoEngine(AssetStore(tmp_path), precision="auto", threads=2, mode=mode)
            np.testing.assert_allclose(other.network(NETWORK)(face)[0], expected, atol=1e-4)
    assert caplog.messages == []
