"""What the processor can do and the inference library does not say."""

from __future__ import annotations

from pathlib import Path

CPUINFO = Path("/proc/cpuinfo")
DOT_PRODUCTS = frozenset({"avx512_vnni", "avx_vnni"})  # what has AMX has these, too
OPENCV_AVX512_VNNI = 23  # CV_CPU_AVX_512VNNI of OpenCV's cvdef.h


def multiplies_bytes(cpuinfo: Path = CPUINFO) -> bool:
    """Whether one instruction multiplies bytes and sums them up in 32 bits (VNNI).

    Older x86 processors sum pairs up in 16 bits, which overflow: slower, and at times wrong.
    """
    try:
        with cpuinfo.open(encoding="utf-8", errors="replace") as lines:
            flags = next((line for line in lines if line.startswith("flags")), "")
    except OSError:  # not Linux: OpenCV knows of AVX-512 only
        import cv2

        return cv2.checkHardwareSupport(OPENCV_AVX512_VNNI)
    return not DOT_PRODUCTS.isdisjoint(flags.split())
