"""``python -m benchmarks.peers.rembg_worker``: rembg's mattes by ISNet, without post-processing.

Runs in rembg's environment, and finds the weights through ``U2NET_HOME``.
"""

from __future__ import annotations

import io
from importlib import import_module
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.peers.worker import serve


def _main() -> None:
    rembg = import_module("rembg")  # not in this product's environment
    session = rembg.new_session("isnet-general-use")

    def matte(data: bytes) -> NDArray[np.uint8]:
        picture = Image.open(io.BytesIO(data))
        # a picture instead of bytes: bytes would be answered with a PNG, which takes time
        return np.asarray(rembg.remove(picture, session=session, only_mask=True))

    serve(f"rembg {version('rembg')}, onnxruntime {version('onnxruntime')}", matte)


if __name__ == "__main__":
    _main()
