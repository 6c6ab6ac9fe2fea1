"""Measure the activation ranges that ISNet is quantised to 8 bits with.

    python -m benchmarks.calibrate FOLDER [-o FILE]

FOLDER holds ordinary photos of people. None of them may be in a test set that the result is judged
on. If it has a ``manifest.csv`` with the columns ``file`` and ``source``, photos are named by their
source. Each range is the widest over all photos, at two sizes, mirrored, darkened and brightened:
clipped values do more harm than coarser steps. Takes a few minutes.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.assets.store import AssetStore
from idphoto.errors import BadImage
from idphoto.imaging.decode import open_source
from idphoto.imaging.warp import letterbox, warp
from idphoto.runtime.openvino.library import load_openvino
from idphoto.runtime.openvino.resize import resized
from idphoto.settings import get_settings

NETWORK = "isnet"
SIDES = (512, 768)
SURROUND = 128
GAINS = (0.6, 1.0, 1.5)  # an underexposed and an overexposed photo
# A tensor that is zero on every photo still needs steps above 0.
SMALLEST_RANGE = 1e-3

HEADER = """\
# The inputs of ISNet's convolutions: least and greatest value over {count} photos, at {sides} px,
# letterboxed on grey, mirrored too, brightness times {gains}. Made by
# `python -m benchmarks.calibrate` with:
#   {photos}
# Convolutions missing here stay in float: the first one, and those that produce the outputs.

weights_sha256 = "{sha256}"

[inputs]
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="photos to measure with")
    parser.add_argument(
        "-o", "--output", type=Path, help="the file to write; by default standard output"
    )
    arguments = parser.parse_args()
    photos = dict(read_photos(arguments.folder))
    if not photos:
        parser.error(f"no photos in {arguments.folder}")
    store = AssetStore(get_settings().models_dir)
    path = store.path(NETWORK)
    store.verify(NETWORK)
    source = store.cached(NETWORK)
    assert source is not None
    text = written(measured(path, photos), sorted(photos), source.sha256)
    if arguments.output:
        arguments.output.write_text(text, "utf-8")
    else:
        sys.stdout.write(text)


def read_photos(folder: Path) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """Every picture in ``folder`` by its source: uint8 ``(H, W, 3)``, upright RGB."""
    manifest = folder / "manifest.csv"
    sources: dict[str, str] = {}
    if manifest.is_file():
        with manifest.open(encoding="utf-8", newline="") as rows:
            sources = {row["file"]: row["source"] for row in csv.DictReader(rows)}
    for path in sorted(folder.iterdir()):
        if path == manifest:
            continue
        try:
            yield sources.get(path.name, path.name), open_source(path).decode().rgb
        except BadImage as error:
            print(f"{path.name} is left out: {error}", file=sys.stderr)


def measured(weights: Path, photos: dict[str, NDArray[np.uint8]]) -> dict[str, tuple[float, float]]:
    """The least and greatest input of each convolution that is quantised."""
    core = load_openvino().Core()
    seen: dict[str, tuple[float, float]] = {}
    for side in SIDES:
        names, probe = _probe(core.read_model(weights), side)
        request = core.compile_model(probe, "CPU").create_infer_request()
        for name, rgb in photos.items():
            print(f"{side} px: {name}", file=sys.stderr)
            for x in inputs(rgb, side):
                request.infer([x])
                values = [float(tensor.data) for tensor in request.output_tensors]
                for convolution, low, high in zip(names, values[::2], values[1::2], strict=True):
                    before = seen.get(convolution, (0.0, SMALLEST_RANGE))
                    seen[convolution] = min(before[0], low), max(before[1], high)
    return seen


def inputs(rgb: NDArray[np.uint8], side: int) -> Iterator[NDArray[np.float32]]:
    """``rgb`` and variations of it as inputs of the network: float32 ``(1, 3, side, side)``."""
    height, width = rgb.shape[:2]
    square = warp(rgb, letterbox((width, height), side), (side, side), fill=SURROUND)
    for gain in GAINS:
        for picture in (square, square[:, ::-1]):
            lit = np.clip(picture.astype(np.float32) * gain, 0, 255)
            yield cv2.dnn.blobFromImage((lit - 128) / 256).astype(np.float32)


def _probe(model: Any, side: int) -> tuple[list[str], Any]:
    """The convolutions' names, and a graph that outputs the least and greatest input of each."""
    ov = load_openvino()
    ops = ov.opset13
    model = resized(model, (side, side))
    names, results = [], []
    for convolution in _inner_convolutions(model):
        entering = convolution.input_value(0)
        axes = ops.constant(np.arange(4, dtype=np.int64))
        names.append(convolution.get_friendly_name())
        results += [ops.reduce_min(entering, axes), ops.reduce_max(entering, axes)]
    return names, ov.Model(results, model.get_parameters(), "probe")


def _inner_convolutions(model: Any) -> list[Any]:
    """All convolutions but the first, which sees pixels, and the last before each output: these are
    cheap, and no later layer evens out their rounding."""
    ordered = [op for op in model.get_ordered_ops() if op.get_type_name() == "Convolution"]
    outer = {ordered[0].get_friendly_name()}
    # an output may be a scaled side output: take the nearest convolution before it
    for result in model.get_results():
        node = result
        while node.get_type_name() != "Convolution":
            node = node.input_value(0).get_node()
        outer.add(node.get_friendly_name())
    return [op for op in ordered if op.get_friendly_name() not in outer]


def written(ranges: dict[str, tuple[float, float]], photos: list[str], sha256: str) -> str:
    """The file's text."""
    head = HEADER.format(
        sides=" and ".join(map(str, SIDES)),
        gains=", ".join(map(str, GAINS)),
        count=len(photos),
        photos="\n#   ".join(photos),
        sha256=sha256,
    )
    lines = (f'"{name}" = [{low:.6g}, {high:.6g}]\n' for name, (low, high) in ranges.items())
    return head + "".join(lines)


if __name__ == "__main__":
    main()
