"""8-bit networks: a toy, whose numbers can be followed, and the real ISNet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from idphoto.assets.manifest import manifest
from idphoto.assets.store import AssetStore
from idphoto.errors import BadRanges
from idphoto.imaging.decode import open_source
from idphoto.models.matting import estimate_alpha
from idphoto.runtime.engine import Engine
from idphoto.runtime.openvino.engine import OpenVinoEngine
from idphoto.runtime.openvino.library import load_openvino
from idphoto.runtime.openvino.quantise import Ranges, quantised, read_ranges, shipped_ranges
from idphoto.runtime.processor import multiplies_bytes
from idphoto.settings import get_settings

ISNET = next(entry for entry in manifest() if entry.name == "isnet")

needs_vnni = pytest.mark.skipif(
    not multiplies_bytes(), reason="this processor has no VNNI: its sums of bytes may overflow"
)

# --- the file -------------------------------------------------------------------------------------


def test_ranges_are_only_for_the_weights_they_were_measured_with() -> None:
    ours, theirs = ISNET.sources
    ranges = shipped_ranges("isnet", ours.sha256)
    assert ranges is not None
    assert ranges.weights_sha256 == ISNET.sha256
    assert shipped_ranges("isnet", theirs.sha256) is None
    assert shipped_ranges("modnet", ISNET.sha256) is None


def test_another_file_has_another_digest() -> None:
    content = b'weights_sha256 = "0"\n[inputs]\n"a" = [0, 1]\n'
    assert read_ranges("toy", content).inputs == {"a": (0.0, 1.0)}
    assert read_ranges("toy", content).digest != read_ranges("toy", content + b"\n").digest


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff", "cannot be read"),
        (b"weights_sha256 = ", "cannot be read"),
        (b"[inputs]\n", "weights_sha256"),
        (b'weights_sha256 = "0"\n[inputs]\na = 1\n', "cannot be read"),
        (b'weights_sha256 = "0"\n[inputs]\na = [1, 1]\n', "a has the range 1.0 to 1.0"),
        (b'weights_sha256 = "0"\n[inputs]\na = [0, nan]\n', "a has the range 0.0 to nan"),
    ],
)
def test_a_broken_file_says_what_is_wrong(content: bytes, reason: str) -> None:
    with pytest.raises(BadRanges, match=reason):
        read_ranges("toy", content)


# --- the graph ------------------------------------------------------------------------------------


def toy(kind: type[np.floating[Any]] = np.float32) -> Any:
    """Convolution `first`, rectified, and its greatest neighbours, joined, enter `second`."""
    ov = load_openvino()
    op = ov.opset13
    random = np.random.default_rng(0)

    def convolution(x: Any, channels: int, sizes: Any, name: str) -> Any:
        weights = random.normal(size=(8, channels, 3, 3)) * np.reshape(sizes, (-1, 1, 1, 1))
        weights = weights.astype(kind)
        node = op.convolution(x, op.constant(weights), [1, 1], [1, 1], [1, 1], [1, 1])
        node.set_friendly_name(name)
        return node

    image = op.parameter([1, 3, 16, 16], kind)
    first = op.relu(convolution(image, 3, 1.0, "first"))
    pooled = op.max_pool(first, [1, 1], [1, 1], [1, 1], [1, 1], [3, 3])
    joined = op.concat([pooled.output(0), first], 1)
    # channels of very different size: one scale for all would round the small ones away
    second = convolution(joined, 16, np.geomspace(1e-4, 1, 8), "second")
    return ov.Model([second], [image], "toy")


GREATEST = 17.0  # that enters `second` in the test below


def ranges(inputs: Mapping[str, tuple[float, float]]) -> Ranges:
    return Ranges("toy", "0" * 64, "0" * 64, inputs)


def names(model: Any, kind: str) -> list[str]:
    return [op.get_friendly_name() for op in model.get_ops() if op.get_type_name() == kind]


def run(model: Any, x: Any) -> Any:
    options = {"INFERENCE_PRECISION_HINT": "f32"}
    return load_openvino().Core().compile_model(model, "CPU", options)([x])[0]


@needs_vnni
@pytest.mark.parametrize("kind", [np.float32, np.float16])
def test_every_channel_keeps_its_precision(kind: Any) -> None:
    x = np.random.default_rng(1).normal(size=(1, 3, 16, 16)).astype(kind)
    bound = float(np.abs(x).max())
    expected = run(toy(kind), x).astype(np.float32)
    model = quantised(toy(kind), ranges({"first": (-bound, bound), "second": (0, GREATEST)}))
    found = run(model, x).astype(np.float32)
    # half a step of each weight and value, summed at random over 144: a few percent at the worst
    for channel in range(8):
        worst = np.abs(found[0, channel] - expected[0, channel]).max()
        assert worst < 0.03 * np.abs(expected[0, channel]).max()


def test_weights_are_stored_as_bytes() -> None:
    model = quantised(toy(), ranges({"second": (0, 10)}))
    stored = {
        (op.get_output_element_type(0).get_type_name(), tuple(op.get_output_shape(0)))
        for op in model.get_ops()
        if op.get_type_name() == "Constant" and len(op.get_output_shape(0)) == 4
    }
    assert ("i8", (8, 16, 3, 3)) in stored
    assert ("f32", (8, 16, 3, 3)) not in stored
    assert ("f32", (8, 3, 3, 3)) in stored  # `first` is not named: it stays as it was


def test_what_is_joined_is_rounded_once_where_it_is_computed() -> None:
    model = quantised(toy(), ranges({"second": (0, 10)}))
    (rounding,) = names(model, "FakeQuantize")
    (relu,) = (op for op in model.get_ops() if op.get_type_name() == "Relu")
    (reader,) = relu.output(0).get_target_inputs()
    assert reader.get_node().get_friendly_name() == rounding


def test_a_convolution_the_network_does_not_have_is_named() -> None:
    model = toy()
    with pytest.raises(BadRanges) as caught:
        quantised(model, ranges({"second": (0, 1), "third": (0, 1), "fourth": (0, 1)}))
    assert caught.value.code == "bad_ranges"
    assert caught.value.message == (
        "cannot use the activation ranges of 'toy': "
        "the network has no convolution 'fourth' (2 such names)"
    )
    assert names(model, "FakeQuantize") == []


# --- ISNet ----------------------------------------------------------------------------------------


@needs_vnni
def test_an_8_bit_matte_is_the_f32_matte(engine: Engine, shared: Path) -> None:
    store = AssetStore(get_settings().models_dir)
    # not among the photos that the ranges were measured on
    rgb = open_source(shared / "mattes" / "p_71bcce3a_plain.png").decode().rgb
    exact, in_bytes = (
        estimate_alpha(OpenVinoEngine(store, precision=precision, threads=2), rgb, 512)
        for precision in ("f32", "int8")
    )
    difference = np.abs(exact - in_bytes)
    assert difference.max() > 0  # two networks indeed
    # One step of an 8-bit alpha, the finest that a PNG can hold, over the whole picture; contours
    # alone may move by a fraction of a pixel.
    assert difference.mean() < 1 / 255
    assert np.mean(difference > 0.5) < 0.001
