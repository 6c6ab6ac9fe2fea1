"""One suite for every storage, then tests particular to each."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from calendar import timegm
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from idphoto.errors import BadRequest, BadSetting, StorageUnavailable
from idphoto.storage import remote
from idphoto.storage.blobs import Blobs

KEY = "results/2026-11-21/0b1f8c.jpg"
PICTURE = bytes(range(256)) * 400
FUTURE = 32503680000.0  # the year 3000


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


# --- every storage ------------------------------------------------------------------------------


def test_stored_data_is_read_back(blobs: Blobs) -> None:
    async def story() -> list[bytes | None]:
        await blobs.put(KEY, PICTURE)
        await blobs.put("sources/x.png", b"other")
        return [await blobs.get(KEY), await blobs.get("sources/x.png")]

    assert asyncio.run(story()) == [PICTURE, b"other"]


def test_a_large_picture_is_stored_whole(blobs: Blobs) -> None:
    large = os.urandom(1 << 20) * 16

    async def story() -> bytes | None:
        await blobs.put(KEY, large)
        return await blobs.get(KEY)

    assert asyncio.run(story()) == large


def test_missing_data_is_none(blobs: Blobs) -> None:
    async def story() -> list[bytes | None]:
        await blobs.put(KEY, PICTURE)
        return [await blobs.get("results/none.jpg"), await blobs.get("results/2026-11-21")]

    assert asyncio.run(story()) == [None, None]


def test_a_second_put_replaces_the_first(blobs: Blobs) -> None:
    async def story() -> bytes | None:
        await blobs.put(KEY, PICTURE)
        await blobs.put(KEY, b"new")
        return await blobs.get(KEY)

    assert asyncio.run(story()) == b"new"


def test_deleting_leaves_the_rest_and_ignores_missing_keys(blobs: Blobs) -> None:
    async def story() -> list[bytes | None]:
        for name in ("a", "b", "c"):
            await blobs.put(f"results/day/{name}.jpg", name.encode())
        await blobs.delete(["results/day/a.jpg", "results/day/none.jpg", "results/day/c.jpg"])
        await blobs.delete([])
        return [await blobs.get(f"results/day/{name}.jpg") for name in ("a", "b", "c")]

    assert asyncio.run(story()) == [None, b"b", None]


def test_older_than_lists_by_age_under_a_prefix(blobs: Blobs) -> None:
    keys = [KEY, "results/2026-11-22/1.jpg", "results/2.jpg"]

    async def story() -> tuple[list[str], list[str], list[str]]:
        for key in [*keys, "sources/3.jpg", "results-other/4.jpg"]:
            await blobs.put(key, b"x")
        return (
            await blobs.older_than("results", FUTURE),
            await blobs.older_than("results", time.time() - 3600),
            await blobs.older_than("nothing", FUTURE),
        )

    old, new, absent = asyncio.run(story())
    assert sorted(old) == sorted(keys)
    assert new == []
    assert absent == []


def test_a_list_of_several_pages_is_complete(blobs: Blobs) -> None:
    async def story() -> list[str]:
        for first in range(0, 1050, 50):  # not all at once, which a busy machine takes too long for
            numbers = range(first, first + 50)
            await asyncio.gather(*(blobs.put(f"results/{n}.jpg", b"x") for n in numbers))
        return await blobs.older_than("results", FUTURE)

    assert len(set(asyncio.run(story()))) == 1050


@pytest.mark.parametrize(
    "key",
    [
        *("", ".", "..", "a/../b", "../a", "/a", "a/", "a//b", "a/./b", ".hidden", "a/.hidden"),
        *("a b", "ä.jpg", "a\n", "a\\b", "a%2fb", "a?b", "a#1", "~a", "a" * 201),
    ],
)
def test_a_key_that_could_lead_elsewhere_is_refused(blobs: Blobs, key: str) -> None:
    for operation in (
        blobs.put(key, b"x"),
        blobs.get(key),
        blobs.delete([key]),
        blobs.older_than(key, FUTURE),
        blobs.signed_url(key, FUTURE),
    ):
        with pytest.raises(BadRequest, match="key: must be letters, digits"):
            asyncio.run(operation)


def test_a_check_passes_and_leaves_nothing(blobs: Blobs) -> None:
    async def story() -> list[str]:
        await blobs.check()
        return await blobs.older_than("check", FUTURE)

    assert asyncio.run(story()) == []


def test_simultaneous_operations_do_not_disturb_each_other(blobs: Blobs) -> None:
    async def one(number: int) -> bool:
        key, data = f"results/{number % 3}/{number}.jpg", bytes([number]) * 1000
        for _ in range(5):
            await blobs.put(key, data)
            same = await blobs.get(key) == data
            await blobs.delete([key])
            if not same or await blobs.get(key) is not None:
                return False
        return True

    async def story() -> list[bool]:
        return await asyncio.gather(*map(one, range(20)))

    assert all(asyncio.run(story()))


# --- a local folder -----------------------------------------------------------------------------


def test_a_folder_is_its_owners_alone(tmp_path: Path) -> None:
    Blobs.open("", tmp_path / "data" / "blobs")
    assert (tmp_path / "data" / "blobs").stat().st_mode & 0o777 == 0o700


def test_a_folder_holds_files_by_key_and_no_empty_folders(tmp_path: Path) -> None:
    blobs = Blobs.open("", tmp_path)
    asyncio.run(blobs.put(KEY, PICTURE))
    assert (tmp_path / KEY).read_bytes() == PICTURE
    asyncio.run(blobs.check())
    assert _files(tmp_path) == ["results", "results/2026-11-21", KEY]
    asyncio.run(blobs.delete([KEY]))
    assert _files(tmp_path) == []
    assert tmp_path.is_dir()


def test_a_relative_folder_stays_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    blobs = Blobs.open("", Path("blobs"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    asyncio.run(blobs.put(KEY, PICTURE))
    assert (tmp_path / "blobs" / KEY).read_bytes() == PICTURE


def test_a_folder_makes_no_links(tmp_path: Path) -> None:
    assert asyncio.run(Blobs.open("", tmp_path).signed_url(KEY, FUTURE)) is None


def test_a_partial_file_is_ignored_and_removed_later(tmp_path: Path) -> None:
    blobs = Blobs.open("", tmp_path)
    for name, age_s in {"old.jpg#1": 7200, "old.jpg#12": 7200, "new.jpg#1": 10}.items():
        path = tmp_path / "results" / name.partition(".")[0] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PICTURE)
        os.utime(path, (time.time() - age_s, time.time() - age_s))
    assert asyncio.run(blobs.older_than("results", time.time() - 3600)) == []
    assert _files(tmp_path) == ["results", "results/new", "results/new/new.jpg#1"]


_WRITER = """
import asyncio, sys
from pathlib import Path
from idphoto.storage.blobs import Blobs
blobs = Blobs.open("", Path(sys.argv[1]))
async def write():
    for number in range(10**6):
        await blobs.put("results/same.jpg", bytes([number % 256]) * 1_000_000)
        if number == 3:
            print("writing", flush=True)
asyncio.run(write())
"""


def test_a_killed_writer_leaves_a_whole_picture(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _WRITER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
    picture = asyncio.run(Blobs.open("", tmp_path).get("results/same.jpg"))
    assert picture is not None
    assert len(picture) == 1_000_000
    assert len(set(picture)) == 1


_FILLER = """
import asyncio, resource, sys
from pathlib import Path
from idphoto.errors import OutOfResources
from idphoto.storage.blobs import Blobs
blobs = Blobs.open("", Path(sys.argv[1]))
if len(sys.argv) > 2:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), -1))
async def fill():
    for number in range(100):
        await blobs.put(f"results/{number}/x.jpg", bytes(20_000))
try:
    asyncio.run(fill())
except OutOfResources as error:
    print(error.message)
"""


def _fill(folder: Path, *limit: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", _FILLER, str(folder), *limit],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_a_file_size_limit_counts_as_out_of_disk_space(tmp_path: Path) -> None:
    assert _fill(tmp_path, "10000") == "the server has run out of disk space\n"
    assert _files(tmp_path) == []


def test_a_full_disk_is_out_of_disk_space_and_leaves_no_partial_files(tmp_path: Path) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(tmp_path)]
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or subprocess.call(mount) != 0:
        pytest.skip("a small disk cannot be mounted here")
    try:
        assert _fill(tmp_path) == "the server has run out of disk space\n"
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert 0 < len(files) < 100
        assert {path.stat().st_size for path in files} == {20_000}
        assert not [
            path for path in tmp_path.rglob("*") if path.is_dir() and not any(path.iterdir())
        ]
    finally:
        subprocess.check_call(["umount", str(tmp_path)])


def test_an_unusable_folder_is_reported_without_its_path(tmp_path: Path) -> None:
    blobs = Blobs.open("", tmp_path / "blobs")
    (tmp_path / "blobs").rmdir()
    (tmp_path / "blobs").write_text("no folder")
    for operation in (blobs.put(KEY, PICTURE), blobs.get(KEY), blobs.delete([KEY]), blobs.check()):
        with pytest.raises(StorageUnavailable) as raised:
            asyncio.run(operation)
        assert raised.value.reason == "not a directory"
    with pytest.raises(StorageUnavailable):
        Blobs.open("", tmp_path / "blobs")


# --- S3 -----------------------------------------------------------------------------------------


def _s3(bucket: str) -> Blobs:
    return Blobs.open(f"s3://{bucket}/some/prefix", Path("unused"))


def test_an_s3_link_serves_the_picture_until_it_expires(bucket: str, s3_endpoint: str) -> None:
    blobs = _s3(bucket)
    asyncio.run(blobs.put(KEY, PICTURE))
    before = time.time()
    url = asyncio.run(blobs.signed_url(KEY, before + 600))
    assert url is not None
    assert url.startswith(f"{s3_endpoint}/{bucket}/some/prefix/{KEY}?")
    assert "not-to-be-shown" not in url
    with urllib.request.urlopen(url) as answer:  # noqa: S310
        assert answer.read() == PICTURE
        assert answer.headers["Content-Type"] == "image/jpeg"
    query = parse_qs(urlsplit(url).query)
    made_at = timegm(time.strptime(query["X-Amz-Date"][0], "%Y%m%dT%H%M%SZ"))
    assert made_at >= int(before)
    assert 0 < int(query["X-Amz-Expires"][0]) <= 600


def test_an_s3_link_lasts_between_a_second_and_a_week(bucket: str) -> None:
    for expires_at, seconds in ((0.0, "1"), (FUTURE, "604800")):
        url = asyncio.run(_s3(bucket).signed_url(KEY, expires_at))
        assert url is not None
        assert parse_qs(urlsplit(url).query)["X-Amz-Expires"] == [seconds]


@asynccontextmanager
async def _refused(reason: str) -> AsyncIterator[None]:
    with pytest.raises(StorageUnavailable) as raised:
        yield
    assert raised.value.reason == reason
    assert raised.value.message == f"the storage is unavailable: {reason}"


def test_a_missing_bucket_is_reported(bucket: str) -> None:
    blobs = _s3(bucket + "-other")

    async def story() -> None:
        async with _refused("its bucket or folder does not exist"):
            await blobs.put(KEY, PICTURE)
        async with _refused("its bucket or folder does not exist"):
            await blobs.check()

    asyncio.run(story())


def test_an_s3_server_that_is_down_is_reported(
    bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT", f"http://127.0.0.1:{port}")
    blobs = _s3(bucket)

    async def story() -> None:
        for operation in (
            blobs.put(KEY, PICTURE),
            blobs.get(KEY),
            blobs.delete([KEY]),
            blobs.older_than("results", FUTURE),
            blobs.check(),
        ):
            async with _refused("it cannot be reached, or reported an error"):
                await operation

    asyncio.run(story())


def test_an_s3_server_that_never_answers_is_abandoned_in_time(
    bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "TIMEOUT_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("AWS_ENDPOINT", f"http://127.0.0.1:{silent.getsockname()[1]}")
        blobs = _s3(bucket)

        async def story() -> None:
            for operation in (
                blobs.put(KEY, PICTURE),
                blobs.get(KEY),
                blobs.delete([KEY]),
                blobs.older_than("results", FUTURE),
                blobs.check(),
            ):
                async with _refused("it did not answer in time"):
                    await operation

        asyncio.run(story())


# --- settings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["nonsense", "/var/lib/x", "ftp://host/x", "s3://", "foo://user:secret@host", "az://a/b"]
)
def test_an_unknown_storage_is_a_bad_setting(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadSetting) as raised:
        Blobs.open(url, tmp_path)
    assert raised.value.message == (
        "IDPHOTO_STORAGE_URL: not a URL such as s3://bucket/prefix, "
        "or its service's environment variables are not set"
    )
