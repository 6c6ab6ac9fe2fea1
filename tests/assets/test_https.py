"""Downloads that resume."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from idphoto.assets.archives import FetchError
from idphoto.assets.https import ATTEMPTS, download


def test_a_broken_download_goes_on_where_it_broke(file_server: Any, tmp_path: Path) -> None:
    file_server.breaks_at = [400_000, 300_000]
    part = tmp_path / "toy.bin.part"
    seen: list[int] = []
    download(file_server.url, part, len(file_server.content), seen.append)
    assert part.read_bytes() == file_server.content
    assert file_server.ranges == [0, 400_000, 700_000]
    assert seen == sorted(seen)
    assert seen[-1] == len(file_server.content)


def test_a_part_left_by_an_earlier_process_is_completed(file_server: Any, tmp_path: Path) -> None:
    part = tmp_path / "toy.bin.part"
    part.write_bytes(file_server.content[:1000])
    download(file_server.url, part, len(file_server.content), lambda _: None)
    assert part.read_bytes() == file_server.content
    assert file_server.ranges == [1000]


def test_a_server_without_ranges_sends_all_again(file_server: Any, tmp_path: Path) -> None:
    file_server.knows_ranges, file_server.breaks_at = False, [5000]
    part = tmp_path / "toy.bin.part"
    download(file_server.url, part, len(file_server.content), lambda _: None)
    assert part.read_bytes() == file_server.content


def test_a_part_that_is_too_long_is_started_anew(file_server: Any, tmp_path: Path) -> None:
    part = tmp_path / "toy.bin.part"
    part.write_bytes(bytes(len(file_server.content) + 1))
    download(file_server.url, part, len(file_server.content), lambda _: None)
    assert part.read_bytes() == file_server.content
    assert file_server.ranges == [0]


def test_a_server_that_never_delivers_is_given_up(file_server: Any, tmp_path: Path) -> None:
    file_server.breaks_at = [0] * 100
    with pytest.raises(FetchError, match=f"failed {ATTEMPTS} times in a row"):
        download(file_server.url, tmp_path / "toy.bin.part", 1_048_576, lambda _: None)
    assert len(file_server.ranges) == ATTEMPTS


def test_a_server_that_sends_less_each_time_is_given_up(file_server: Any, tmp_path: Path) -> None:
    file_server.knows_ranges, file_server.breaks_at = False, [900, 10, 800, 10, 700, 10, 600]
    with pytest.raises(FetchError, match="in a row"):
        download(file_server.url, tmp_path / "toy.bin.part", 1_048_576, lambda _: None)
    assert len(file_server.ranges) == 1 + ATTEMPTS


def test_a_server_error_is_tried_again_and_a_missing_file_is_not(
    file_server: Any, tmp_path: Path
) -> None:
    file_server.status = 503
    with pytest.raises(FetchError, match="in a row"):
        download(file_server.url, tmp_path / "toy.bin.part", 1_048_576, lambda _: None)
    assert len(file_server.ranges) == ATTEMPTS
    file_server.status = 404
    with pytest.raises(FetchError, match=r"toy\.bin: the server answers 404"):
        download(file_server.url, tmp_path / "toy.bin.part", 1_048_576, lambda _: None)
    assert len(file_server.ranges) == ATTEMPTS + 1


def test_a_file_of_another_size_is_refused_before_it_is_fetched(
    file_server: Any, tmp_path: Path
) -> None:
    with pytest.raises(FetchError, match="has 1,048,576 bytes, not 7"):
        download(file_server.url, tmp_path / "toy.bin.part", 7, lambda _: None)
    assert not (tmp_path / "toy.bin.part").exists()
