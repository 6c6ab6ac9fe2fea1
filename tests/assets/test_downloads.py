"""Who hears of downloads."""

from __future__ import annotations

import threading

import pytest

from idphoto.assets.downloads import heard_by, report


def test_nobody_hears_of_a_download_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    report("toy==1.0", 5, 10)
    assert capsys.readouterr() == ("", "")


def test_the_listener_hears_of_downloads_in_every_thread() -> None:
    heard: list[tuple[str, int, int | None]] = []
    with heard_by(lambda *each: heard.append(each)):
        thread = threading.Thread(target=report, args=("toy==1.0", 5, None))
        thread.start()
        thread.join()
    report("toy==1.0", 10, 10)
    assert heard == [("toy==1.0", 5, None)]


def test_the_listener_before_hears_again_afterwards() -> None:
    heard: list[str] = []
    with heard_by(lambda name, done, total: heard.append(f"outer {name}")):
        with pytest.raises(OSError, match="full"), heard_by(lambda *each: None):
            report("a", 1, 2)
            raise OSError("full")
        report("b", 1, 2)
    assert heard == ["outer b"]
