"""Inference by OpenVINO: a network is compiled once and runs from any thread."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from idphoto.assets.store import AssetStore
from idphoto.errors import BadRequest
from idphoto.runtime.cores import usable_cores
from idphoto.runtime.engine import EngineFacts, Mode, Network
from idphoto.runtime.openvino.compiled import Recipe, compiled_network
from idphoto.runtime.openvino.library import load_openvino
from idphoto.runtime.openvino.quantise import quantised, shipped_ranges
from idphoto.runtime.openvino.resize import of_one_picture, resized
from idphoto.runtime.processor import multiplies_bytes

Precision = Literal["auto", "f32", "bf16", "int8"]

DEVICE: Final = "CPU"
VNNI = "VNNI"  # an ability that OpenVINO does not report


class OpenVinoNetwork:
    """A compiled network; see ``Network``."""

    def __init__(self, compiled: Any) -> None:
        self._compiled = compiled
        self._local = threading.local()

    @property
    def input_shape(self) -> tuple[int, ...]:
        """See ``Network``."""
        return tuple(self._compiled.input(0).get_shape())

    def __call__(self, x: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """See ``Network``."""
        if x.shape != self.input_shape:
            raise ValueError(f"the network takes {self.input_shape}, not {x.shape}")
        request = getattr(self._local, "request", None)
        if request is None:
            request = self._local.request = self._compiled.create_infer_request()
        request.infer([np.ascontiguousarray(x, np.float32)], share_inputs=True)
        return [np.array(tensor.data, np.float32) for tensor in request.output_tensors]


def inference_precision(
    wanted: Precision, abilities: Iterable[str], has_ranges: bool
) -> Literal["f32", "bf16", "int8"]:
    """The precision to compute one network in.

    int8 needs the network's activation ranges. ``auto`` uses it only if the processor multiplies
    bytes, since sums overflow on others. bf16 is used only if the processor has it, since emulating
    it is slow.
    """
    able = frozenset(abilities)
    if has_ranges and (wanted == "int8" or (wanted == "auto" and VNNI in able)):
        return "int8"
    return "bf16" if wanted != "f32" and "BF16" in able else "f32"


class _Variant(NamedTuple):
    """What a network is compiled as."""

    name: str
    input_hw: tuple[int, int] | None
    outputs: tuple[int, ...] | None


class OpenVinoEngine:
    """Networks by name, compiled on first use; see ``Engine``."""

    def __init__(
        self,
        store: AssetStore,
        *,
        precision: Precision,
        threads: int,
        mode: Mode = "latency",
    ) -> None:
        """
        Args:
            store: the weights; compiled networks are kept in its folder.
            precision: ``auto`` computes in int8 if the network has ranges and the processor
                multiplies bytes, otherwise in bf16 if the processor can, otherwise in f32.
                ``bf16`` never uses int8; ``int8`` uses it on any processor.
            threads: for inference; 0 uses all cores that this process may use.
            mode: whether one call is to be fast, or many together.
        """
        self._store = store
        self._precision = precision
        self._threads = threads or usable_cores()
        self._mode = mode
        self._networks: dict[_Variant, Future[OpenVinoNetwork]] = {}
        self._lock = threading.Lock()

    def network(
        self,
        name: str,
        input_hw: tuple[int, int] | None = None,
        outputs: tuple[int, ...] | None = None,
    ) -> Network:
        """See ``Engine``."""
        variant = _Variant(name, input_hw, outputs)
        with self._lock:
            future = self._networks.get(variant)
            mine = future is None
            if future is None:
                future = self._networks[variant] = Future()
        if mine:
            try:
                future.set_result(OpenVinoNetwork(self._load(variant)))
            except BaseException as error:
                with self._lock:  # so that a later call tries again
                    del self._networks[variant]
                future.set_exception(error)
        return future.result()

    def load_ahead(self, name: str, input_hw: tuple[int, int], outputs: tuple[int, ...]) -> None:
        """See ``Engine``."""
        with self._lock:
            if _Variant(name, input_hw, outputs) in self._networks:
                return

        def load() -> None:
            with suppress(Exception):
                self.network(name, input_hw, outputs)

        threading.Thread(target=load, name="idphoto-load", daemon=True).start()

    def precision_of(self, name: str) -> Literal["f32", "bf16", "int8"]:
        """The precision that the network ``name`` runs in on this machine.

        Raises:
            BadRequest: unknown name.
        """
        entry, source = self._store.entry(name), self._store.cached(name)
        ranges = source and shipped_ranges(name, source.sha256)
        wanted = "f32" if entry.precision == "f32" else self._precision
        return inference_precision(wanted, self._processor, ranges is not None)

    def facts(self) -> EngineFacts:
        """How networks run here. Loads the inference library, and no network."""
        return EngineFacts(
            library=f"OpenVINO {load_openvino().get_version().partition('-')[0]}",
            processor=self._processor,
            threads=self._threads,
            precisions={each.name: self.precision_of(each.name) for each in self._store.entries},
        )

    def metadata(self, name: str, *path: str) -> str:
        """See ``Engine``."""
        return str(self._core.read_model(self._store.path(name)).get_rt_info(list(path)).value)

    @cached_property
    def _core(self) -> Any:
        return load_openvino().Core()

    @cached_property
    def _processor(self) -> tuple[str, ...]:
        """Full name and abilities: virtual machines with the same name differ in abilities."""
        abilities = set(self._core.get_property(DEVICE, "OPTIMIZATION_CAPABILITIES"))
        abilities |= {VNNI} if multiplies_bytes() else set()
        return (self._core.get_property(DEVICE, "FULL_DEVICE_NAME"), *sorted(abilities))

    def _options(self, precision: str) -> dict[str, Any]:
        options = {
            "PERFORMANCE_HINT": self._mode.upper(),
            # the few parts that an 8-bit network leaves in float were measured in f32
            "INFERENCE_PRECISION_HINT": "f32" if precision == "int8" else precision,
            "INFERENCE_NUM_THREADS": self._threads,
            # the pinned threads of several processes would all share the first cores
            "ENABLE_CPU_PINNING": False,
            "CACHE_MODE": "OPTIMIZE_SIZE",  # a compiled network is exported without its weights
        }
        return options | ({"NUM_STREAMS": self._threads} if self._mode == "throughput" else {})

    def _load(self, variant: _Variant) -> Any:
        path = self._store.path(variant.name)
        source = self._store.cached(variant.name)
        assert source is not None  # noqa: S101 - `path` has just seen or fetched it
        version = load_openvino().get_version().partition("-")[0]
        precision = self.precision_of(variant.name)
        ranges = shipped_ranges(variant.name, source.sha256) if precision == "int8" else None
        options = self._options(precision)
        form = f"-int8-{ranges.digest[:12]}" if ranges else ""
        depends = [source.sha256, form, variant, options, self._processor, version]

        def checked_weights() -> Path:
            self._store.verify(variant.name)
            return path

        recipe = Recipe(
            weights=checked_weights,
            convert=lambda model: quantised(model, ranges) if ranges else model,
            prepare=lambda model: _prepared(model, variant),
            device=DEVICE,
            options=options,
            folder=self._store.folder
            / "compiled"
            / f"{path.stem}-{source.sha256[:12]}{form}-{version}",
            digest=hashlib.sha256(json.dumps(depends).encode()).hexdigest()[:24],
        )
        return compiled_network(self._core, recipe)


def _prepared(model: Any, variant: _Variant) -> Any:
    """The graph with the wanted outputs and input size."""
    if variant.outputs is not None:
        results = model.get_results()
        kept = [results[index] for index in variant.outputs]
        model = load_openvino().Model(kept, model.get_parameters(), variant.name)
    if variant.input_hw is not None:
        return resized(model, variant.input_hw)
    model = of_one_picture(model)
    if model.is_dynamic():
        raise BadRequest(
            field="input_hw", reason=f"{variant.name} has no size of its own: one must be given"
        )
    return model
