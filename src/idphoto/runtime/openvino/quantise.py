"""Networks in 8 bits: made on the user's machine from the float weights and measured ranges.

Weights become whole numbers from −127 to 127 with one scale for each output channel. Activations
between convolutions are rounded to 256 steps of a range that was measured on real photos and is
shipped as a small file. OpenVINO then multiplies bytes, four times as many per instruction as f32
values.
"""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from idphoto.errors import BadRanges
from idphoto.runtime.openvino.library import load_openvino

LEVELS = 256
WEIGHT_MAX = 127  # symmetric: −128 is unused
SMALLEST_SCALE = float(np.finfo(np.float16).smallest_subnormal)  # for channels that are all zeros

# Rounding before or after these gives the same, because they only move values.
MOVERS = frozenset({"Concat", "Convert", "MaxPool"})


@dataclass(frozen=True, slots=True)
class Ranges:
    """The ranges of values that enter the convolutions of one network.

    ``inputs``: least and greatest value by the convolution's friendly name; other
    convolutions stay as they are. ``weights_sha256``: the weights it was measured with. ``digest``:
    of the file, to distinguish networks made from it.
    """

    network: str
    weights_sha256: str
    digest: str
    inputs: Mapping[str, tuple[float, float]]


@cache
def shipped_ranges(network: str, weights_sha256: str) -> Ranges | None:
    """The product's own ranges; None if there are none for these weights."""
    file = resources.files("idphoto.runtime.openvino").joinpath("ranges", f"{network}.toml")
    if not file.is_file():
        return None
    ranges = read_ranges(network, file.read_bytes())
    return ranges if ranges.weights_sha256 == weights_sha256 else None


def read_ranges(network: str, content: bytes) -> Ranges:
    """Ranges from a file as ``benchmarks.calibrate`` writes it.

    Raises:
        BadRanges: it is not such a file, or a range is empty.
    """
    try:
        data = tomllib.loads(content.decode())
        inputs = {name: (float(low), float(high)) for name, (low, high) in data["inputs"].items()}
        weights_sha256 = str(data["weights_sha256"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadRanges(network, f"the file cannot be read: {error!r}") from error
    for name, (low, high) in inputs.items():
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            raise BadRanges(network, f"{name} has the range {low} to {high}")
    return Ranges(network, weights_sha256, hashlib.sha256(content).hexdigest(), inputs)


def quantised(model: Any, ranges: Ranges) -> Any:
    """``model``, an OpenVINO graph in float, with the convolutions of ``ranges`` in 8 bits.

    The graph is changed in place.

    Raises:
        BadRanges: a convolution is named that the graph does not have.
    """
    convolutions = {
        op.get_friendly_name(): op
        for op in model.get_ordered_ops()
        if op.get_type_name() == "Convolution"
    }
    unknown = sorted(ranges.inputs.keys() - convolutions.keys())
    if unknown:
        reason = f"the network has no convolution {unknown[0]!r} ({len(unknown)} such names)"
        raise BadRanges(ranges.network, reason)
    chosen = {name: convolutions[name] for name in ranges.inputs}
    for group in _groups(chosen, ranges):
        for tensor in group.tensors.values():
            _round(tensor, group.low, group.high)
    for convolution in chosen.values():
        _round_weights(convolution)
    model.validate_nodes_and_infer_types()
    return model


@dataclass(frozen=True, slots=True)
class _Group:
    """Tensors that meet in a concatenation: bytes can be joined only if they share a scale."""

    tensors: dict[tuple[str, int], Any]
    low: float
    high: float


def _groups(convolutions: Mapping[str, Any], ranges: Ranges) -> list[_Group]:
    groups: list[_Group] = []
    for name, (low, high) in ranges.inputs.items():
        joined = _Group(_computed(convolutions[name].input_value(0)), low, high)
        for group in [each for each in groups if each.tensors.keys() & joined.tensors.keys()]:
            groups.remove(group)
            joined = _Group(
                group.tensors | joined.tensors,
                min(group.low, joined.low),
                max(group.high, joined.high),
            )
        groups.append(joined)
    return groups


def _computed(tensor: Any) -> dict[tuple[str, int], Any]:
    """The tensors that ``tensor`` is composed of, by node and output.

    They are rounded there, not where a convolution reads them, so that the convolution which
    computes them writes bytes: half the nodes, and a quarter of the memory traffic.
    """
    node = tensor.get_node()
    if node.get_type_name() not in MOVERS:
        return {(node.get_friendly_name(), tensor.get_index()): tensor}
    found: dict[tuple[str, int], Any] = {}
    for value in node.input_values():
        found |= _computed(value)
    return found


def _round(tensor: Any, low: float, high: float) -> None:
    """Make all readers of ``tensor`` read it rounded to steps of the range."""
    ops = load_openvino().opset13
    if low < 0:  # signed bytes, in which zero must be exact
        high = max(high, -low)
        low = -high * LEVELS / (LEVELS - 2)
    else:
        low = 0.0
    readers = tensor.get_target_inputs()
    kind = tensor.get_element_type().to_dtype()
    least, greatest = (ops.constant(np.array(bound, kind)) for bound in (low, high))
    rounded = ops.fake_quantize(tensor, least, greatest, least, greatest, LEVELS)
    for reader in readers:
        reader.replace_source_output(rounded.output(0))


def _round_weights(convolution: Any) -> None:
    """Store the weights as bytes: a quarter of f32's size on disk and in memory."""
    ops = load_openvino().opset13
    weights = convolution.input_value(1)
    kind = weights.get_element_type()
    constant = weights.get_node()
    while constant.get_type_name() == "Convert":
        constant = constant.input_value(0).get_node()
    values = constant.get_data().astype(np.float32)
    greatest = np.abs(values).max(axis=(1, 2, 3), keepdims=True)
    # round with the scale as it is stored, in `kind`
    scale = np.maximum(greatest / WEIGHT_MAX, SMALLEST_SCALE).astype(kind.to_dtype())
    steps = np.rint(values / scale.astype(np.float32))
    whole = np.clip(steps, -WEIGHT_MAX, WEIGHT_MAX).astype(np.int8)
    scaled = ops.multiply(ops.convert(ops.constant(whole), kind), ops.constant(scale))
    convolution.input(1).replace_source_output(scaled.output(0))
