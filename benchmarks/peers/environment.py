"""rembg in an environment of its own, with the weights that this product has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from idphoto.assets.store import AssetStore
from idphoto.settings import get_settings

ROOT: Final = Path(__file__).resolve().parents[2]
# onnx is for ``widen`` alone.
REQUIREMENTS: Final = ("rembg[cpu]==2.0.86", "onnx>=1.17,<2")
_WEIGHTS: Final = "isnet-general-use.onnx"  # the name under which rembg looks for ISNet


class PeerUnavailable(Exception):
    """A peer cannot be installed or started. The message says why."""


@dataclass(frozen=True, slots=True)
class RembgEnvironment:
    """``python``: the environment's Python. ``weights``: the folder for ``U2NET_HOME``."""

    python: Path
    weights: Path


def rembg_environment(folder: Path = ROOT / "build" / "peers") -> RembgEnvironment:
    """Install rembg and its weights into ``folder``, unless they are there already.

    Takes about 700 MB. An interrupted installation is begun again.

    Raises:
        PeerUnavailable: pip or the conversion of the weights failed.
        WeightsUnavailable: ISNet's weights cannot be fetched.
    """
    home = folder / "rembg"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = home / "ready"
    wanted = "\n".join((*REQUIREMENTS, sys.version))
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        shutil.rmtree(home, ignore_errors=True)
        _run([sys.executable, "-m", "venv", str(home)])
        _run([str(python), "-m", "pip", "install", "--quiet", *REQUIREMENTS])
        stamp.write_text(wanted, "utf-8")
    weights = folder / "weights" / _WEIGHTS
    if not weights.exists():
        ours = AssetStore(get_settings().models_dir).path("isnet")
        weights.parent.mkdir(parents=True, exist_ok=True)
        part = weights.with_suffix(".part")
        _run([str(python), "-m", "benchmarks.peers.widen", str(ours), str(part)])
        part.rename(weights)
    return RembgEnvironment(python, weights.parent)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no message"]
        raise PeerUnavailable(f"{' '.join(command[1:4])}: {said[-1]}")
