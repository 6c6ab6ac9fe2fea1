"""``python -m benchmarks.peers.widen FROM TO``: an ONNX file of 16-bit floats in 32 bits.

The numbers stay the same. onnxruntime has no 16-bit arithmetic on CPUs and would convert back and
forth around each layer, which is slower than rembg with the file that it downloads by itself.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import numpy as np

_F32, _F16 = 1, 10  # onnx.TensorProto.DataType


def _main(source: str, target: str) -> None:
    onnx = import_module("onnx")  # not in this product's environment
    arrays = import_module("onnx.numpy_helper")

    def widen(tensor: Any) -> None:
        if tensor.data_type == _F16:
            wide = arrays.to_array(tensor).astype(np.float32)
            tensor.CopyFrom(arrays.from_array(wide, tensor.name))

    model = onnx.load(source)
    for tensor in model.graph.initializer:
        widen(tensor)
    for node in model.graph.node:
        for attribute in node.attribute:
            if attribute.HasField("t"):
                widen(attribute.t)
            if node.op_type == "Cast" and attribute.name == "to" and attribute.i == _F16:
                attribute.i = _F32
    for value in (*model.graph.value_info, *model.graph.input, *model.graph.output):
        if value.type.tensor_type.elem_type == _F16:
            value.type.tensor_type.elem_type = _F32
    onnx.save(model, target)


if __name__ == "__main__":
    _main(*sys.argv[1:])
