"""The port that networks run behind: what an inference engine offers to ``models/``.

An engine is a folder in this room that implements ``Engine``; today there is ``openvino/``. Nothing
outside of such a folder knows which library computes.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Mode = Literal["latency", "throughput"]
"""``latency``: all threads work on one call. ``throughput``: several calls at once, one thread
each."""


class Network(Protocol):
    """A network that is ready to run. Holds no state between calls: any thread may call it.

    >>> import idphoto
    >>> idphoto.default_engine().network("face_landmark").input_shape
    (1, 192, 192, 3)
    """

    @property
    def input_shape(self) -> tuple[int, ...]:
        """The shape of its one input: NCHW or NHWC, or ``(1, points, coordinates)``."""
        ...

    def __call__(self, x: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """Run on ``x``, float32 of ``input_shape``; returns every output, owned by the caller.

        Raises:
            ValueError: ``x`` has another shape.
        """
        ...


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """How networks run here.

    ``library``: its name and version. ``processor``: its name, then its abilities. ``precisions``:
    by the name of each network, such as f32, bf16 or int8.
    """

    library: str
    processor: tuple[str, ...]
    threads: int
    precisions: Mapping[str, str]


class Engine(Hashable, Protocol):
    """Networks by name, loaded on first use. Safe to share between threads.

    Hashable by identity, so that what is read from a network can be cached by engine.

    >>> import idphoto
    >>> engine = idphoto.default_engine("throughput")
    >>> idphoto.cut_out("me.jpg", engine=engine)
    Cutout(512×512 px)
    """

    def network(
        self,
        name: str,
        input_hw: tuple[int, int] | None = None,
        outputs: tuple[int, ...] | None = None,
    ) -> Network:
        """The network ``name``, loaded once for each combination of arguments.

        Args:
            name: as `assets.toml` spells it.
            input_hw: rows and columns of its input; None where the network has a size of its own.
            outputs: indices of the outputs to compute; None for all.

        Raises:
            BadRequest: unknown name, or a size the network cannot run at.
            WeightsUnavailable: see ``AssetStore.path``.
        """
        ...

    def load_ahead(self, name: str, input_hw: tuple[int, int], outputs: tuple[int, ...]) -> None:
        """Begin to load a network that will be needed soon, in a thread of its own.

        Errors are raised by the call of ``network`` that needs it.
        """
        ...

    def metadata(self, name: str, *path: str) -> str:
        """A text that the network's file carries beside its graph, such as its alphabet.

        ``path``: the keys that lead to it. The file is read at every call.

        Raises:
            BadRequest: unknown name.
            WeightsUnavailable: see ``AssetStore.path``.
        """
        ...
