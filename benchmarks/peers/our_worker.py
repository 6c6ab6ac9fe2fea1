"""``python -m benchmarks.peers.our_worker QUALITY``: this product's cut-outs."""

from __future__ import annotations

import sys
from typing import cast

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers.worker import serve
from idphoto.api import default_setup
from idphoto.imaging.decode import open_source
from idphoto.matting.matte import Quality
from idphoto.photo.cut_out import make_cutout


def _main(quality: Quality) -> None:
    setup = default_setup()

    def matte(data: bytes) -> NDArray[np.uint8]:
        return make_cutout(setup, open_source(data), quality).rgba[..., 3]

    serve(f"this product, {quality}", matte)


if __name__ == "__main__":
    _main(cast(Quality, sys.argv[1]))
