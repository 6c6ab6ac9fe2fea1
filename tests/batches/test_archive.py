"""Archives that are written while they are sent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator

import pytest
from tests.batches.conftest import on_a_loop

from idphoto.batches.archive import zipped

FILES = (("4b/Ada.jpg", b"one"), ("4b/李小明.jpg", b"two" * 1000))


async def files() -> AsyncIterator[tuple[str, bytes]]:
    for each in FILES:
        yield each


@on_a_loop
async def test_an_archive_holds_its_files_under_their_names() -> None:
    pieces = [piece async for piece in zipped(files(), 1_790_307_079.0)]
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert [(each.filename, archive.read(each)) for each in archive.infolist()] == list(FILES)
        assert [bool(each.flag_bits & 0x800) for each in archive.infolist()] == [False, True]
        assert archive.infolist()[0].date_time == (2026, 9, 25, 3, 31, 18)


@on_a_loop
async def test_only_one_file_is_in_memory_at_a_time() -> None:
    sizes = [len(piece) async for piece in zipped(files(), 1_790_307_079.0)]
    assert len(sizes) == len(FILES) + 1
    assert sizes[0] < 3000 < sizes[1]


@on_a_loop
async def test_a_file_that_cannot_be_read_breaks_the_archive_off() -> None:
    async def broken() -> AsyncIterator[tuple[str, bytes]]:
        yield FILES[0]
        raise OSError("gone")

    sent = b""
    with pytest.raises(OSError, match="gone"):
        async for piece in zipped(broken(), 1_790_307_079.0):
            sent += piece
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(sent))
