"""The matting networks: they estimate the alpha of a picture's most salient object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.runtime.engine import Engine, Network

MattingName = Literal["isnet", "modnet", "birefnet-lite"]


@dataclass(frozen=True, slots=True)
class _Preprocessing:
    """Pixels become (value − mean) / std per channel.

    ``fixed_side``: if the graph has one size. ``squashed``: the picture is stretched to the square
    instead of being centred on grey.
    """

    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    fixed_side: int | None = None
    squashed: bool = False


_NETWORKS: Final[dict[str, _Preprocessing]] = {
    # on composites of people with faces: error 14 ×10⁻³ squashed at 640², 28 on grey
    "isnet": _Preprocessing((128, 128, 128), (256, 256, 256), squashed=True),
    "modnet": _Preprocessing((127.5, 127.5, 127.5), (127.5, 127.5, 127.5)),
    "birefnet-lite": _Preprocessing(
        (123.675, 116.28, 103.53), (58.395, 57.12, 57.375), fixed_side=1024
    ),
}
_SURROUND: Final = 128
_OUTPUTS: Final = (0,)  # the other outputs are coarser alphas


def load_ahead(engine: Engine, side: int, name: MattingName = "isnet") -> None:
    """Begin to load the network that ``estimate_alpha`` uses with the same arguments."""
    side = _NETWORKS[name].fixed_side or side
    engine.load_ahead(name, (side, side), _OUTPUTS)


def load(engine: Engine, side: int, name: MattingName = "isnet") -> Network:
    """The network that ``estimate_alpha`` runs with the same arguments."""
    side = _NETWORKS[name].fixed_side or side
    return engine.network(name, (side, side), _OUTPUTS)


def estimate_alpha(
    engine: Engine, rgb: NDArray[np.uint8], side: int, name: MattingName = "isnet"
) -> NDArray[np.float32]:
    """The alpha of the salient object in ``rgb``, float32 ``(h, w)``, 0–1.

    ``rgb``: uint8 ``(H, W, 3)``. The network's input is a square of ``side`` pixels, a multiple of
    32. The result covers the picture and nothing else; its longer side is ``side``, or both are
    where the network takes the picture stretched to its square.
    """
    network = _NETWORKS[name]
    side = network.fixed_side or side
    height, width = rgb.shape[:2]
    scale = side / max(height, width)
    h, w = (side, side) if network.squashed else _scaled(height, width, scale)
    top, left = (side - h) // 2, (side - w) // 2
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    square = np.full((side, side, 3), _SURROUND, np.uint8)
    square[top : top + h, left : left + w] = cv2.resize(rgb, (w, h), interpolation=how)
    mean, std = np.array(network.mean, np.float32), np.array(network.std, np.float32)
    x = np.ascontiguousarray(((square - mean) / std).transpose(2, 0, 1)[None])
    alpha = load(engine, side, name)(x)[0].reshape(side, side)
    if name == "birefnet-lite":  # this graph ends before the sigmoid
        alpha = np.float32(1.0) / (np.float32(1.0) + np.exp(-np.clip(alpha, -30, 30)))
    return np.clip(alpha[top : top + h, left : left + w], 0.0, 1.0)


def _scaled(height: int, width: int, scale: float) -> tuple[int, int]:
    return max(1, round(height * scale)), max(1, round(width * scale))
