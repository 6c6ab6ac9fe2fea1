"""What the processor can do."""

from __future__ import annotations

from pathlib import Path

import pytest

from idphoto.runtime.processor import multiplies_bytes


@pytest.mark.parametrize(
    ("flags", "able"),
    [
        ("flags\t\t: fpu avx2 avx512f avx512_vnni md_clear", True),
        ("flags\t\t: fpu avx2 avx_vnni", True),
        ("flags\t\t: fpu avx2 avx512f avx512bw", False),
        ("Features\t: fp asimd i8mm", False),
        ("", False),
    ],
)
def test_the_processors_flags_tell_whether_it_multiplies_bytes(
    flags: str, able: bool, tmp_path: Path
) -> None:
    (tmp_path / "cpuinfo").write_text(f"processor\t: 0\n{flags}\npower management:\n")
    assert multiplies_bytes(tmp_path / "cpuinfo") is able


def test_where_there_is_no_list_of_flags_opencv_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cv2.checkHardwareSupport", lambda feature: feature == 23)
    assert multiplies_bytes(tmp_path / "none") is True
    monkeypatch.setattr("cv2.checkHardwareSupport", lambda feature: feature != 23)
    assert multiplies_bytes(tmp_path / "none") is False
