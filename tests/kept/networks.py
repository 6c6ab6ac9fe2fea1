"""The real networks, whose answers are kept: the same network, asked the same, answers the same."""

from __future__ import annotations

import pickle
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tests.kept.shelf import code_digest, digest_of, kept

from idphoto import api
from idphoto.assets.store import AssetStore
from idphoto.runtime.engine import Engine, Mode, Network
from idphoto.runtime.openvino.engine import OpenVinoEngine
from idphoto.settings import get_settings

# What has a part in an answer, beside the weights and the processor.
_CODE: Final = ("src/idphoto/runtime",)
_LIBRARIES: Final = ("openvino", "numpy")
# Answers of megabytes: to read one from the disk takes as long as to compute it.
_NOT_KEPT: Final = frozenset({"text_reader"})


class _Variant(NamedTuple):
    name: str
    input_hw: tuple[int, int] | None
    outputs: tuple[int, ...] | None


def remember() -> None:
    """Make the process's engine one that keeps answers."""
    own = get_settings()

    @cache
    def remembered(mode: Mode) -> Engine:
        store = AssetStore(own.models_dir)
        return RememberedEngine(store, precision=own.precision, threads=own.threads, mode=mode)

    api._engine = remembered


class RememberedEngine(OpenVinoEngine):
    """An engine that loads and runs a network only for what it was never asked before."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._remembered: dict[_Variant, RememberedNetwork] = {}

    def network(
        self,
        name: str,
        input_hw: tuple[int, int] | None = None,
        outputs: tuple[int, ...] | None = None,
    ) -> Network:
        variant = _Variant(name, input_hw, outputs)
        if name in _NOT_KEPT:
            return self.real_network(variant)
        if variant not in self._remembered:
            self._remembered[variant] = RememberedNetwork(self, variant)
        return self._remembered[variant]

    def load_ahead(self, name: str, input_hw: tuple[int, int], outputs: tuple[int, ...]) -> None:
        """Nothing: it may never be run."""

    def real_network(self, variant: _Variant) -> Network:
        return super().network(*variant)

    def identity(self, variant: _Variant) -> str:
        """Digest of all that has a part in what a network answers here."""
        self._store.path(variant.name)
        source = self._store.cached(variant.name)
        assert source is not None
        precision = self.precision_of(variant.name)
        return digest_of(
            code_digest(_CODE, _LIBRARIES),
            repr((source.sha256, variant, precision, self._processor)),
        )


class RememberedNetwork(Network):
    def __init__(self, engine: RememberedEngine, variant: _Variant) -> None:
        self._engine, self._variant = engine, variant
        self._identity = engine.identity(variant)

    @property
    def input_shape(self) -> tuple[int, ...]:
        return self._real().input_shape

    def __call__(self, x: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        x = np.ascontiguousarray(x, np.float32)
        digest = digest_of(self._identity, repr(x.shape), x.data)
        data = kept("networks", digest, lambda: pickle.dumps(self._real()(x), protocol=5))
        answer: list[NDArray[np.float32]] = pickle.loads(data)  # noqa: S301 - written by `kept`
        return answer

    def _real(self) -> Network:
        return self._engine.real_network(self._variant)
