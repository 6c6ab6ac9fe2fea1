"""Compiled networks on disk: compiling takes seconds, loading a kept one a tenth of that.

Each network has a folder per digest of its weights and version of the library:

- ``graph.xml`` and ``graph.bin``: the network in OpenVINO's own form, in float or in 8 bits;
- ``<digest>.net``: one compiled variant without weights (about 1 MB); it maps ``graph.bin``.

Files are complete or missing, and may be deleted at any time. Damaged files are made again. A
folder that cannot be written to costs only time.
"""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from idphoto.runtime.openvino.library import load_openvino
from idphoto.runtime.openvino.onnx_file import read_graph

# Another process that compiles holds the lock for seconds. One that hangs must not stop this one.
_LOCK_S: Final = 120.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one variant of a network is compiled, and where it is kept.

    ``weights`` returns the checked weights file. ``convert`` turns the graph as it was read into
    the one that is kept, and ``prepare`` turns that into the one to compile. ``device`` and
    ``options`` are OpenVINO's; ``CACHE_MODE=OPTIMIZE_SIZE`` is among the options.
    """

    weights: Callable[[], Path]
    convert: Callable[[Any], Any]
    prepare: Callable[[Any], Any]
    device: str
    options: dict[str, Any]
    folder: Path
    digest: str

    @property
    def kept(self) -> Path:
        return self.folder / f"{self.digest}.net"

    @property
    def graph(self) -> Path:
        return self.folder / "graph.xml"

    @property
    def graph_weights(self) -> Path:
        return self.folder / "graph.bin"


def compiled_network(core: Any, recipe: Recipe) -> Any:
    """The compiled network: loaded if it is kept, otherwise compiled and kept."""
    restored = _restore(core, recipe)
    if restored is not None:
        return restored
    from filelock import FileLock, Timeout  # only a first start needs them

    try:
        recipe.folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(recipe.folder.parent / ".lock", timeout=_LOCK_S):
            # another process may have kept it while this one waited
            restored = _restore(core, recipe)
            return _compile_and_keep(core, recipe) if restored is None else restored
    except Timeout:
        logger.warning("the lock on compiled networks is held for over %g s: not kept", _LOCK_S)
    except OSError as error:
        logger.warning("cannot keep compiled networks, every start compiles anew: %s", error)
    return _compile(core, recipe, _converted(core, recipe, recipe.weights()))


def _converted(core: Any, recipe: Recipe, weights: Path) -> Any:
    return recipe.convert(read_graph(core, weights))


def _compile(core: Any, recipe: Recipe, graph: Any) -> Any:
    return core.compile_model(recipe.prepare(graph), recipe.device, recipe.options)


def _compile_and_keep(core: Any, recipe: Recipe) -> Any:
    weights = recipe.weights()
    try:
        compiled = _compile(core, recipe, _graph(core, recipe, weights))
    except RuntimeError:  # the kept graph is damaged
        shutil.rmtree(recipe.folder)
        compiled = _compile(core, recipe, _graph(core, recipe, weights))
    expected = _probe(compiled)
    _keep(compiled, recipe)
    del compiled  # one at a time in memory

    # A kept network finds its weights by their offsets in a file. A wrong offset would raise no
    # error and only spoil the pictures, so a network is kept only if it computes the same.
    restored = _restore(core, recipe)
    if restored is not None and np.allclose(_probe(restored), expected, rtol=1e-3, atol=1e-3):
        return restored
    logger.warning("%s computes something else once kept: compiling anew", recipe.kept)
    recipe.kept.unlink()
    return _compile(core, recipe, _converted(core, recipe, weights))


def _graph(core: Any, recipe: Recipe, weights: Path) -> Any:
    """The network in OpenVINO's own form; made if it is missing."""
    if not recipe.graph.exists():
        parent = recipe.folder.parent
        with tempfile.TemporaryDirectory(prefix=".making-", dir=parent) as temporary:
            making = Path(temporary) / recipe.folder.name
            making.mkdir()
            load_openvino().save_model(
                _converted(core, recipe, weights),
                making / recipe.graph.name,
                compress_to_fp16=False,
            )
            shutil.rmtree(recipe.folder, ignore_errors=True)
            making.rename(recipe.folder)
    return core.read_model(recipe.graph)


def _keep(compiled: Any, recipe: Recipe) -> None:
    """Write the compiled network after a line of JSON by which damage is detected."""
    exported = compiled.export_model().getvalue()
    head = {"crc32": zlib.crc32(exported), "graph_bytes": recipe.graph_weights.stat().st_size}
    with tempfile.TemporaryDirectory(prefix=".making-", dir=recipe.folder) as temporary:
        making = Path(temporary) / recipe.kept.name
        making.write_bytes(json.dumps(head).encode() + b"\n" + exported)
        making.replace(recipe.kept)


def _restore(core: Any, recipe: Recipe) -> Any | None:
    """The kept network; None if there is none, or it is damaged."""
    try:
        head, _, exported = recipe.kept.read_bytes().partition(b"\n")
        found = {
            "crc32": zlib.crc32(exported),
            "graph_bytes": recipe.graph_weights.stat().st_size,
        }
        if json.loads(head) != found:
            return None
        options = recipe.options | {"WEIGHTS_PATH": str(recipe.graph_weights)}
        return core.import_model(exported, recipe.device, options)
    except (OSError, ValueError, RuntimeError) as error:
        if not isinstance(error, FileNotFoundError):
            logger.info("%s is of no use: %s", recipe.kept, error)
        return None


def _probe(compiled: Any) -> NDArray[np.float32]:
    """All outputs for one fixed input, concatenated."""
    shape = tuple(compiled.input(0).get_shape())
    ramp = np.linspace(-0.5, 0.5, int(np.prod(shape)), dtype=np.float32).reshape(shape)
    request = compiled.create_infer_request()
    request.infer([ramp])
    return np.concatenate([np.ravel(tensor.data) for tensor in request.output_tensors])
