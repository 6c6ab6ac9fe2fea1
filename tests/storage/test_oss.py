"""oss:// addresses, read from a real S3 server."""

from __future__ import annotations

import asyncio
import os
import socket
import urllib.request
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.errors import DownloadFailed, DownloadTooLarge
from idphoto.storage.oss import OssReader

PICTURE = os.urandom(5000)


def _put(endpoint: str, bucket: str, key: str, data: bytes, acl: str = "private") -> None:
    url, headers = (
        f"{endpoint}/{bucket}/{quote(key)}",
        {"x-amz-acl": acl, "Content-Type": "image/jpeg"},
    )
    request = urllib.request.Request(url, data, headers, method="PUT")  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        assert answer.status == 200


def _read(reader: OssReader, url: str, max_bytes: int = 5000, timeout_s: float = 10) -> bytes:
    return asyncio.run(reader.read(url, max_bytes, timeout_s))


def _failure(reader: OssReader, url: str, timeout_s: float = 10) -> str:
    with pytest.raises(DownloadFailed) as raised:
        _read(reader, url, timeout_s=timeout_s)
    return raised.value.reason


@pytest.mark.parametrize(
    "key", ["me.jpg", "a/b/c d.jpg", "人/ä+1&2=3.jpg", "a%20b.jpg", "a?b#c.jpg"]
)
def test_an_object_is_read_by_its_unquoted_key(s3_endpoint: str, bucket: str, key: str) -> None:
    _put(s3_endpoint, bucket, key, PICTURE)
    reader = OssReader(s3_endpoint, "oss-cn", "AKIATEST", "secret")
    assert _read(reader, f"oss://{bucket}/{key}") == PICTURE


def test_a_bucket_can_be_part_of_the_endpoint(s3_endpoint: str, bucket: str) -> None:
    _put(s3_endpoint, bucket, "a/me.jpg", PICTURE)
    reader = OssReader(s3_endpoint + "/{bucket}/", "oss-cn", "AKIATEST", "secret")
    assert _read(reader, f"oss://{bucket}/a/me.jpg") == PICTURE


def test_without_a_key_pair_only_public_objects_are_read(s3_endpoint: str, bucket: str) -> None:
    _put(s3_endpoint, bucket, "me.jpg", PICTURE)
    _put(s3_endpoint, bucket, "public.jpg", PICTURE, acl="public-read")
    reader = OssReader(s3_endpoint, "oss-cn", "", "")
    assert _read(reader, f"oss://{bucket}/public.jpg") == PICTURE
    assert _failure(reader, f"oss://{bucket}/me.jpg") == "the OSS storage failed: access is denied"


def test_an_object_that_is_too_large_or_empty_is_reported(s3_endpoint: str, bucket: str) -> None:
    _put(s3_endpoint, bucket, "me.jpg", PICTURE)
    _put(s3_endpoint, bucket, "empty.jpg", b"")
    reader = OssReader(s3_endpoint, "oss-cn", "AKIATEST", "secret")
    with pytest.raises(DownloadTooLarge) as raised:
        _read(reader, f"oss://{bucket}/me.jpg", max_bytes=4999)
    assert raised.value.limit == 4999
    assert _failure(reader, f"oss://{bucket}/empty.jpg") == "the file is empty"


def test_a_missing_object_is_reported(s3_endpoint: str, bucket: str) -> None:
    reader = OssReader(s3_endpoint, "oss-cn", "AKIATEST", "secret")
    assert _failure(reader, f"oss://{bucket}/none.jpg") == "there is no such object"
    assert _failure(reader, f"oss://{bucket}-other/none.jpg") == "there is no such object"


def test_a_server_without_oss_says_so() -> None:
    reader = OssReader("", "us-east-1", "", "")
    assert (
        _failure(reader, "oss://bucket/me.jpg") == "oss:// addresses are not set up on this server"
    )


@pytest.mark.parametrize(
    "url",
    [
        *("", "oss://", "oss://bucket", "oss://bucket/", "oss:///me.jpg", "oss://b/me.jpg"),
        *("http://bucket/me.jpg", "oss://Bucket/me.jpg", "oss://bu_cket/me.jpg"),
        *("oss://evil.example#/me.jpg", "oss://u:p@evil/me.jpg", "oss://evil:80/me.jpg"),
        *("oss://evil%2f/me.jpg", "oss://-bucket/me.jpg", "oss://bucket/a\nb"),
    ],
)
def test_an_invalid_oss_address_is_reported(url: str) -> None:
    reader = OssReader("http://{bucket}.127.0.0.1:1", "oss-cn", "id", "secret")
    assert _failure(reader, url) == "it is not an address such as oss://bucket/key"


@pytest.mark.parametrize("key", ["a//b.jpg", "../me.jpg", "a/../b.jpg", "./me.jpg", "a\x00b"])
def test_an_impossible_key_is_reported(s3_endpoint: str, bucket: str, key: str) -> None:
    reader = OssReader(s3_endpoint, "oss-cn", "AKIATEST", "secret")
    assert (
        _failure(reader, f"oss://{bucket}/{key}")
        == "the OSS storage failed: it cannot be reached, or reported an error"
    )


def test_a_service_that_is_down_or_silent_is_reported_without_its_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
        reader = OssReader(endpoint, "oss-cn", "id", "secret")
        reason = _failure(reader, "oss://bucket/me.jpg", timeout_s=0.3)
        assert reason == "the OSS storage failed: it did not answer in time"
    assert _failure(reader, "oss://bucket/me.jpg") == (
        "the OSS storage failed: it cannot be reached, or reported an error"
    )


def test_the_keys_of_the_storage_are_not_sent_to_oss(
    s3_endpoint: str, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token-of-the-storage")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)
        endpoint = f"http://127.0.0.1:{server.getsockname()[1]}"
        reader = OssReader(endpoint, "oss-cn", "AKIAOSS", "secret")

        async def request() -> bytes:
            read = asyncio.create_task(reader.read("oss://bucket/me.jpg", 10, 10))
            connection, _ = await asyncio.to_thread(server.accept)
            with connection:
                head = await asyncio.to_thread(connection.recv, 65536)
                read.cancel()
                return head

        head = asyncio.run(request())
    assert b"AKIAOSS/" in head
    assert b"AKIATEST" not in head
    assert b"token-of-the-storage" not in head


@given(st.text())
def test_no_address_raises_any_but_the_typed_errors(rest: str) -> None:
    reader = OssReader("http://127.0.0.1:1", "oss-cn", "id", "secret")
    assert _failure(reader, f"oss://{rest}", timeout_s=0.01)
