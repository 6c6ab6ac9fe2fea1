"""The storages: a folder, memory, and an S3 server on this machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.storage.s3 import bucket, s3_endpoint

from idphoto.storage.blobs import Blobs

__all__ = ["blobs", "bucket", "s3_endpoint"]


@pytest.fixture(params=["folder", "file", "memory", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    """Each kind of storage in turn, empty."""
    urls: dict[str, Callable[[], str]] = {
        "folder": lambda: "",
        "file": (tmp_path / "by url").as_uri,
        "memory": lambda: "memory://",
        "s3": lambda: f"s3://{request.getfixturevalue('bucket')}/some/prefix",
    }
    return Blobs.open(urls[request.param](), tmp_path / "blobs")
