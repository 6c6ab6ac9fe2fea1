"""Read a network's file; weights that are stored in 8 bits by blocks are unpacked to floats.

ONNX lets ``DequantizeLinear`` scale its input block by block. OpenVINO 2026.4 reads that for
matrices, but refuses it for vectors such as a layer's biases; and with several streams it keeps a
compiled network that computes something else. So these weights are computed here, and put into the
graph in place of the node.

An ONNX file is a protocol buffer. The field numbers are those of ``onnx.proto3``; what is not
replaced is copied byte for byte.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_MODEL_GRAPH: Final = 7
_GRAPH_NODE, _GRAPH_INITIALIZER = 1, 5
_NODE_INPUT, _NODE_OUTPUT, _NODE_OPERATION, _NODE_ATTRIBUTE = 1, 2, 4, 5
_ATTRIBUTE_NAME, _ATTRIBUTE_INTEGER = 1, 3
_TENSOR_DIMENSIONS, _TENSOR_TYPE, _TENSOR_NAME, _TENSOR_BYTES = 1, 2, 8, 9
_OPERATION: Final = "DequantizeLinear"
_BLOCK_SIZE: Final = "block_size"
_AXIS: Final = "axis"
_FLOAT: Final = 1
_TYPES: Final[dict[int, np.dtype[Any]]] = {
    _FLOAT: np.dtype("<f4"),
    2: np.dtype("u1"),
    3: np.dtype("i1"),
}

_VARINT, _EIGHT_BYTES, _LENGTH, _FOUR_BYTES = 0, 1, 2, 5
_FIXED: Final = {_EIGHT_BYTES: 8, _FOUR_BYTES: 4}


def read_graph(core: Any, path: Path) -> Any:
    """The network in a file, as OpenVINO's ``core`` reads it.

    Raises:
        RuntimeError: OpenVINO cannot read the file.
    """
    if path.suffix != ".onnx":
        return core.read_model(path)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        rewritten = with_float_weights(content)
    return core.read_model(path) if rewritten is None else core.read_model(rewritten, b"")


def with_float_weights(model: bytes | mmap.mmap) -> bytes | None:
    """An ONNX file whose weights that are scaled by blocks are floats; None if it has none.

    Raises:
        ValueError: it is not such a file, or weights are not stored as plain numbers.
    """
    if model.find(_BLOCK_SIZE.encode()) < 0:  # spares large files the reading of every field
        return None
    parts, found = [], False
    for each in _fields(model):
        if each.number == _MODEL_GRAPH and each.kind == _LENGTH:
            graph = _graph_with_float_weights(each.value)
            if graph is not None:
                found = True
                parts.append(_message(_MODEL_GRAPH, graph))
                continue
        parts.append(each.whole)
    return b"".join(parts) if found else None


@dataclass(frozen=True, slots=True)
class _Field:
    """``value``: a number where ``kind`` is ``_VARINT``, bytes otherwise. ``whole``: as stored."""

    number: int
    kind: int
    value: Any
    whole: bytes


@dataclass(slots=True)
class _Node:
    operation: str = ""
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    integers: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Tensor:
    name: str = ""
    dimensions: list[int] = field(default_factory=list)
    type: int = 0
    content: bytes | None = None

    def values(self) -> NDArray[Any]:
        if self.content is None or self.type not in _TYPES:
            raise ValueError(f"the tensor {self.name!r} is not stored as plain numbers")
        return np.frombuffer(self.content, _TYPES[self.type]).reshape(self.dimensions)


def _graph_with_float_weights(graph: bytes) -> bytes | None:
    fields = list(_fields(graph))
    tensors = {
        tensor.name: tensor
        for each in fields
        if each.number == _GRAPH_INITIALIZER
        for tensor in (_tensor(each.value),)
    }
    parts: list[_Field] = []
    unpacked: list[bytes] = []
    done: set[str] = set()
    for each in fields:
        node = _node(each.value) if each.number == _GRAPH_NODE else _Node()
        if node.integers.get(_BLOCK_SIZE) and all(name in tensors for name in node.inputs):
            stored = [tensors[name].values() for name in node.inputs]
            floats = _unpacked(stored, node.integers[_BLOCK_SIZE], node.integers.get(_AXIS, 1))
            unpacked.append(_message(_GRAPH_INITIALIZER, _float_tensor(node.outputs[0], floats)))
            done.update(node.inputs)
        else:
            parts.append(each)
    kept = (
        each.whole
        for each in parts
        if each.number != _GRAPH_INITIALIZER or _tensor(each.value).name not in done
    )
    return b"".join((*kept, *unpacked)) if unpacked else None


def _unpacked(stored: list[NDArray[Any]], block_size: int, axis: int) -> NDArray[np.float32]:
    """(value − zero point) × scale, one of each for every ``block_size`` values along ``axis``.

    ``stored``: values, scales and, unless they are 0, zero points.
    """
    values, scales, *zeros = stored
    place = np.arange(values.shape[axis]) // block_size
    whole = values.astype(np.int32)
    for zero in zeros:
        whole -= zero.take(place, axis)
    return np.asarray(whole * scales.take(place, axis), np.float32)


def _node(message: bytes) -> _Node:
    node = _Node()
    for each in _fields(message):
        if each.number == _NODE_INPUT:
            node.inputs.append(each.value.decode())
        elif each.number == _NODE_OUTPUT:
            node.outputs.append(each.value.decode())
        elif each.number == _NODE_OPERATION:
            node.operation = each.value.decode()
        elif each.number == _NODE_ATTRIBUTE:
            found = {part.number: part.value for part in _fields(each.value)}
            if _ATTRIBUTE_INTEGER in found:
                node.integers[found[_ATTRIBUTE_NAME].decode()] = found[_ATTRIBUTE_INTEGER]
    return node if node.operation == _OPERATION else _Node()


def _tensor(message: bytes) -> _Tensor:
    tensor = _Tensor()
    for each in _fields(message):
        if each.number == _TENSOR_DIMENSIONS:
            packed = each.kind == _LENGTH
            tensor.dimensions += _varints(each.value) if packed else [each.value]
        elif each.number == _TENSOR_TYPE:
            tensor.type = each.value
        elif each.number == _TENSOR_NAME:
            tensor.name = each.value.decode()
        elif each.number == _TENSOR_BYTES:
            tensor.content = each.value
    return tensor


def _float_tensor(name: str, values: NDArray[np.float32]) -> bytes:
    return b"".join(
        (
            *(_number(_TENSOR_DIMENSIONS, size) for size in values.shape),
            _number(_TENSOR_TYPE, _FLOAT),
            _message(_TENSOR_NAME, name.encode()),
            _message(_TENSOR_BYTES, values.astype(_TYPES[_FLOAT]).tobytes()),
        )
    )


def _fields(message: bytes | mmap.mmap) -> Iterator[_Field]:
    at = 0
    while at < len(message):
        start = at
        key, at = _varint(message, at)
        number, kind = key >> 3, key & 7
        value: int | bytes
        if kind == _VARINT:
            value, at = _varint(message, at)
        elif kind in (_LENGTH, *_FIXED):
            size, at = _varint(message, at) if kind == _LENGTH else (_FIXED[kind], at)
            value, at = message[at : at + size], at + size
        else:
            raise ValueError(f"not an ONNX file: a field of kind {kind} at byte {start}")
        if at > len(message):
            raise ValueError(f"not an ONNX file: it ends within the field at byte {start}")
        yield _Field(number, kind, value, message[start:at])


def _varint(message: bytes | mmap.mmap, at: int) -> tuple[int, int]:
    """The number that begins at ``at``, seven bits a byte, and where it ends."""
    value = shift = 0
    while at < len(message):
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at
    raise ValueError("not an ONNX file: it ends within a number")


def _varints(message: bytes) -> Iterator[int]:
    at = 0
    while at < len(message):
        value, at = _varint(message, at)
        yield value


def _encoded(value: int) -> bytes:
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def _number(number: int, value: int) -> bytes:
    return _encoded(number << 3 | _VARINT) + _encoded(value)


def _message(number: int, content: bytes) -> bytes:
    return _encoded(number << 3 | _LENGTH) + _encoded(len(content)) + content
