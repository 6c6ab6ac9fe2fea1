"""Abilities of the processor that the inference library does not report."""

from __future__ import annotations

from pathlib import Path

CPUINFO = Path("/proc/cpuinfo")
DOT_PRODUCTS = frozenset({"avx512_vnni", "avx_vnni"})  # processors with AMX have these too
OPENCV_AVX512_VNNI = 23  # CV_CPU_AVX_512VNNI of OpenCV's cvdef.h


def multiplies_bytes(cpuinfo: Path = CPUINFO) -> bool:
    """Whether one instruction multiplies bytes and sums them in 32 bits (VNNI).

    Older x86 processors sum pairs in 16 bits, which is slower and can overflow.
    """
    try:
        with cpuinfo.open(encoding="utf-8", errors="replace") as lines:
            flags = next((line for line in lines if line.startswith("flags")), "")
    except OSError:  # not Linux: OpenCV knows only about AVX-512
        import cv2

        return cv2.checkHardwareSupport(OPENCV_AVX512_VNNI)
    return not DOT_PRODUCTS.isdisjoint(flags.split())
