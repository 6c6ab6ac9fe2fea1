"""Inference with the real networks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock
from numpy.typing import NDArray

from idphoto.assets.store import AssetStore
from idphoto.errors import BadRequest, WeightsCorrupt
from idphoto.runtime.engine import Engine, Network
from idphoto.runtime.openvino import compiled
from idphoto.runtime.openvino import engine as engine_module
from idphoto.runtime.openvino.engine import OpenVinoEngine, inference_precision
from idphoto.settings import get_settings

Image = NDArray[np.float32]


@pytest.fixture
def image() -> Callable[..., Image]:
    def make(*shape: int, seed: int = 0) -> Image:
        return np.random.default_rng(seed).random(shape, np.float32) - np.float32(0.5)

    return make


@pytest.fixture
def new_engine(engine: Engine, tmp_path: Path) -> Callable[[], Engine]:
    """Engines that, like new processes, share only a folder: real weights, nothing compiled."""
    file = AssetStore(get_settings().models_dir).path("face_landmark")
    (tmp_path / file.name).write_bytes(file.read_bytes())
    return lambda: OpenVinoEngine(AssetStore(tmp_path), precision="auto", threads=1)


def test_the_facts_name_library_processor_and_each_networks_precision(tmp_path: Path) -> None:
    facts = OpenVinoEngine(AssetStore(tmp_path), precision="f32", threads=3).facts()
    assert facts.library.startswith("OpenVINO 20")
    assert facts.processor[0] != ""
    assert facts.threads == 3
    assert set(facts.precisions.values()) == {"f32"}
    assert "isnet" in facts.precisions


# --- what comes out -------------------------------------------------------------------------------


@pytest.mark.parametrize("input_hw", [(128, 128), (96, 160)])
def test_isnet_gives_an_alpha_at_any_multiple_of_32(
    engine: Engine, image: Callable[..., Image], input_hw: tuple[int, int]
) -> None:
    network = engine.network("isnet", input_hw, (0,))
    assert network.input_shape == (1, 3, *input_hw)
    (alpha,) = network(image(1, 3, *input_hw))
    assert alpha.shape == (1, 1, *input_hw)
    assert alpha.dtype == np.float32
    assert 0 <= alpha.min() < alpha.max() <= 1


def test_chosen_outputs_are_those_of_the_whole_network(
    engine: Engine, image: Callable[..., Image]
) -> None:
    x = image(1, 256, 256, 3)
    everything = engine.network("pose_landmark_full")(x)
    assert [out.shape for out in everything[:3]] == [(1, 195), (1, 1), (1, 256, 256, 1)]
    points, mask = engine.network("pose_landmark_full", outputs=(0, 2))(x)
    np.testing.assert_allclose(points, everything[0], rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(mask, everything[2], rtol=1e-3, atol=1e-3)


def test_results_belong_to_the_caller(engine: Engine, image: Callable[..., Image]) -> None:
    network = engine.network("face_landmark")
    first = network(image(1, 192, 192, 3, seed=1))
    kept = [out.copy() for out in first]
    network(image(1, 192, 192, 3, seed=2))
    for out, copy in zip(first, kept, strict=True):
        np.testing.assert_array_equal(out, copy)


def test_an_input_that_is_not_contiguous_gives_the_same(
    engine: Engine, image: Callable[..., Image]
) -> None:
    network = engine.network("face_landmark")
    x = image(1, 192, 192, 3)
    turned = x.transpose(0, 2, 1, 3).copy().transpose(0, 2, 1, 3)
    assert not turned.flags.c_contiguous
    np.testing.assert_array_equal(network(turned)[0], network(x)[0])


def test_an_input_of_another_shape_is_refused(engine: Engine, image: Callable[..., Image]) -> None:
    with pytest.raises(ValueError, match=r"takes \(1, 192, 192, 3\), not \(1, 3, 192, 192\)"):
        engine.network("face_landmark")(image(1, 3, 192, 192))


def test_an_unknown_network_and_an_impossible_size_are_bad_requests(engine: Engine) -> None:
    with pytest.raises(BadRequest, match="no weights or font named 'isnot'"):
        engine.network("isnot")
    with pytest.raises(BadRequest, match="multiples of 32"):
        engine.network("isnet", (100, 128), (0,))


@pytest.mark.parametrize(
    ("wanted", "abilities", "has_ranges", "precision"),
    [
        ("auto", ["FP32", "INT8", "BF16", "VNNI"], True, "int8"),
        ("auto", ["FP32", "INT8", "VNNI"], True, "int8"),
        # without VNNI sums of bytes overflow
        ("auto", ["FP32", "INT8", "BF16"], True, "bf16"),
        ("auto", ["FP32", "INT8"], True, "f32"),
        ("auto", ["FP32", "INT8", "BF16", "VNNI"], False, "bf16"),
        ("auto", ["FP32", "INT8", "VNNI"], False, "f32"),
        ("int8", ["FP32", "INT8"], True, "int8"),
        ("int8", ["FP32", "INT8", "BF16", "VNNI"], False, "bf16"),
        ("int8", ["FP32", "INT8", "VNNI"], False, "f32"),
        ("bf16", ["FP32", "INT8", "BF16", "VNNI"], True, "bf16"),
        ("bf16", ["FP32", "INT8", "VNNI"], True, "f32"),
        ("f32", ["FP32", "INT8", "BF16", "VNNI"], True, "f32"),
    ],
)
def test_the_quickest_precision_that_the_processor_computes_well_is_taken(
    wanted: Any, abilities: list[str], has_ranges: bool, precision: str
) -> None:
    assert inference_precision(wanted, abilities, has_ranges) == precision


def test_8_bit_networks_are_kept_apart_and_computed_the_same_on_a_second_start(
    engine: Engine, image: Callable[..., Image], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "isnet.onnx").symlink_to(AssetStore(get_settings().models_dir).path("isnet"))
    x = image(1, 3, 64, 64)

    def alpha(precision: Any) -> Image:
        fresh = OpenVinoEngine(AssetStore(tmp_path), precision=precision, threads=1)
        return fresh.network("isnet", (64, 64), (0,))(x)[0]

    exact, first = alpha("f32"), alpha("int8")
    in_float, in_bytes = sorted(path for path in (tmp_path / "compiled").iterdir() if path.is_dir())
    if "-int8-" in in_float.name:
        in_float, in_bytes = in_bytes, in_float
    assert "-int8-" in in_bytes.name
    sizes = [(folder / "graph.bin").stat().st_size for folder in (in_float, in_bytes)]
    assert sizes[1] < 0.6 * sizes[0]  # bytes against the half floats of the weights file
    monkeypatch.setattr(compiled, "_compile", lambda *_: pytest.fail("compiled again"))
    np.testing.assert_array_equal(alpha("int8"), first)
    np.testing.assert_array_equal(alpha("f32"), exact)


# --- many threads ---------------------------------------------------------------------------------


def test_threads_that_ask_at_once_compile_once(
    new_engine: Callable[[], Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def counted(core: Any, recipe: Any) -> Any:
        calls.append(recipe)
        return compiled.compiled_network(core, recipe)

    monkeypatch.setattr(engine_module, "compiled_network", counted)
    engine, barrier = new_engine(), threading.Barrier(6)

    def ask(_: int) -> Network:
        barrier.wait()
        return engine.network("face_landmark")

    with ThreadPoolExecutor(6) as pool:
        networks = set(pool.map(ask, range(6)))
    assert len(networks) == 1
    assert len(calls) == 1


@pytest.mark.parametrize("mode", ["latency", "throughput"])
def test_threads_at_once_get_what_one_thread_gets(
    engine: Engine, image: Callable[..., Image], mode: Any
) -> None:
    store = AssetStore(get_settings().models_dir)
    network = OpenVinoEngine(store, precision="f32", threads=2, mode=mode).network("face_landmark")
    inputs = [image(1, 192, 192, 3, seed=seed) for seed in range(24)]
    alone = [network(x)[0] for x in inputs]
    barrier = threading.Barrier(6)

    def run(worker: int) -> list[Image]:
        barrier.wait()
        return [network(x)[0] for x in inputs[worker::6]]

    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(run, range(6)))
    for worker, outs in enumerate(together):
        for out, expected in zip(outs, alone[worker::6], strict=True):
            np.testing.assert_allclose(out, expected, rtol=1e-4, atol=1e-4)


def test_a_failed_compile_is_tried_again(
    new_engine: Callable[[], Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = new_engine()

    def fail(core: Any, recipe: Any) -> Any:
        raise MemoryError

    with monkeypatch.context() as patch, pytest.raises(MemoryError):
        patch.setattr(engine_module, "compiled_network", fail)
        engine.network("face_landmark")
    assert engine.network("face_landmark").input_shape == (1, 192, 192, 3)


# --- what is kept on disk -------------------------------------------------------------------------


def test_a_second_start_compiles_nothing_and_computes_the_same(
    new_engine: Callable[[], Engine], image: Callable[..., Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    x = image(1, 192, 192, 3)
    first = new_engine().network("face_landmark")(x)
    monkeypatch.setattr(compiled, "_compile", lambda *_: pytest.fail("compiled again"))
    second = new_engine().network("face_landmark")(x)
    np.testing.assert_array_equal(first[0], second[0])


def test_a_network_is_compiled_without_the_lock_if_another_process_keeps_it(
    new_engine: Callable[[], Engine], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(compiled, "_LOCK_S", 0.0)
    monkeypatch.setattr(compiled, "_compile_and_keep", lambda *_: pytest.fail("kept"))
    folder = tmp_path / "compiled"
    folder.mkdir()
    with FileLock(folder / ".lock"):
        assert new_engine().network("face_landmark").input_shape == (1, 192, 192, 3)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("harm", "patterns"),
    [
        *((harm, ["*.net"]) for harm in (flip, cut, empty, Path.unlink)),
        *((harm, ["*.net", "graph.xml"]) for harm in (flip, cut, empty, Path.unlink)),
        *((harm, ["graph.bin"]) for harm in (cut, empty, Path.unlink)),
    ],
)
def test_damage_to_what_is_kept_costs_only_a_compile(
    new_engine: Callable[[], Engine],
    image: Callable[..., Image],
    tmp_path: Path,
    harm: Callable[[Path], None],
    patterns: list[str],
) -> None:
    x = image(1, 192, 192, 3)
    first = new_engine().network("face_landmark")(x)
    for pattern in patterns:
        (victim,) = (tmp_path / "compiled").rglob(pattern)
        harm(victim)
    second = new_engine().network("face_landmark")(x)
    np.testing.assert_array_equal(first[0], second[0])


def test_a_network_that_computes_something_else_once_kept_is_not_kept(
    new_engine: Callable[[], Engine],
    image: Callable[..., Image],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    x = image(1, 192, 192, 3)
    expected = new_engine().network("face_landmark")(x)
    for kept in (tmp_path / "compiled").rglob("*.net"):
        kept.unlink()
    probes = iter([np.float32(1), np.float32(np.nan)])
    monkeypatch.setattr(compiled, "_probe", lambda _: next(probes))
    network = new_engine().network("face_landmark")
    np.testing.assert_array_equal(network(x)[0], expected[0])
    assert not list((tmp_path / "compiled").rglob("*.net"))


def test_a_folder_that_cannot_be_written_to_costs_only_time(
    new_engine: Callable[[], Engine], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "compiled").write_text("in the way")
    assert new_engine().network("face_landmark").input_shape == (1, 192, 192, 3)
    assert "every start compiles anew" in caplog.text


def test_damaged_weights_are_never_compiled(
    new_engine: Callable[[], Engine], tmp_path: Path
) -> None:
    flip(tmp_path / "face_landmark.tflite")
    with pytest.raises(WeightsCorrupt, match=r"face_landmark\.tflite"):
        new_engine().network("face_landmark")
