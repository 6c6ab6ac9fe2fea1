"""The machine that the figures are measured on."""

from __future__ import annotations

import platform
from pathlib import Path

from idphoto.assets.store import AssetStore
from idphoto.runtime.cores import usable_cores
from idphoto.runtime.openvino.engine import OpenVinoEngine
from idphoto.settings import get_settings


def describe_machine() -> str:
    """Processor, cores, memory, Python version, and the precision of the matting network."""
    settings = get_settings()
    engine = OpenVinoEngine(
        AssetStore(settings.models_dir), precision=settings.precision, threads=settings.threads
    )
    return (
        f"{_processor()}, {usable_cores()} cores, {_memory_gib():.0f} GiB; "
        f"Python {platform.python_version()}; matting in {engine.precision_of('isnet')}"
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory_gib() -> float:
    info = Path("/proc/meminfo")
    if info.exists():
        return int(info.read_text().split()[1]) / 2**20
    return 0.0
