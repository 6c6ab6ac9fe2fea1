"""Networks at other input sizes than those they were exported for."""

from __future__ import annotations

from typing import Any

import numpy as np

from idphoto.errors import BadRequest
from idphoto.runtime.openvino.library import load_openvino

STRIDE = 32  # fixed graphs halve their input up to five times, and maps must match on the way up


def of_one_picture(model: Any) -> Any:
    """``model``, an OpenVINO graph with one input, made to take one picture at a time.

    Only a first axis of any length is fixed; the graph is changed in place.
    """
    shape = model.get_parameters()[0].get_partial_shape()
    if shape.rank.is_static and shape[0].is_dynamic:
        shape[0] = 1
        model.reshape(shape)
    return model


def resized(model: Any, input_hw: tuple[int, int]) -> Any:
    """``model``, an OpenVINO graph with one NCHW image input, made to take ``input_hw``.

    A graph with a free size is set to this one. A graph with a fixed size contains the sizes to
    which it scales its maps, and each of these is scaled as well. The graph is changed in place.

    Raises:
        BadRequest: the graph cannot run at this size.
    """
    ov = load_openvino()
    height, width = input_hw
    parameter = model.get_parameters()[0]
    shape = parameter.get_partial_shape()
    if not shape.is_static:
        model.reshape([1, 3, height, width])
        return model
    _, channels, fixed_height, fixed_width = shape.to_shape()
    if (fixed_height, fixed_width) == input_hw:
        return model
    if channels != 3 or height % STRIDE or width % STRIDE or min(input_hw) < STRIDE:
        raise BadRequest(
            field="input_hw",
            reason=f"{height}×{width} is impossible for this network, made for "
            f"{fixed_height}×{fixed_width}: sides must be multiples of {STRIDE}",
        )
    scaled = [op for op in model.get_ordered_ops() if op.get_type_name() == "Interpolate"]
    # read all sizes before replacing the first: each replacement changes the sizes after it
    targets = [tuple(op.output(0).get_shape()) for op in scaled]
    for op, (_, maps, rows, columns) in zip(scaled, targets, strict=True):
        size = (1, maps, rows * height // fixed_height, columns * width // fixed_width)
        constant = ov.opset13.constant(np.array(size, np.int64))
        op.input(1).replace_source_output(constant.output(0))
    parameter.set_partial_shape(ov.PartialShape([1, 3, height, width]))
    model.validate_nodes_and_infer_types()
    return model
