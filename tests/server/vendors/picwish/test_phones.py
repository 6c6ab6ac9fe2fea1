"""Photos as today's phones take them, through the real server."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from tests.server.conftest import RealServer

from idphoto.imaging.decode import open_source
from idphoto.server.vendors.picwish.api import EXTERNAL, V1, Api

pytestmark = pytest.mark.xdist_group("server")  # one server is enough


@pytest.mark.parametrize(
    ("api", "fields"),
    [(V1, {"size": "295x413"}), (EXTERNAL, {"px_width": "295", "px_height": "413"})],
    ids=["v1", "external"],
)
@pytest.mark.parametrize("name", ["f_24mp.jpg", "f_no_eoi.jpg"])
def test_a_photo_of_24_megapixels_is_made(
    server: RealServer,
    shared_input: Callable[[str], Path],
    api: Api,
    fields: dict[str, str],
    name: str,
) -> None:
    """And one of a file that lacks its last two bytes."""
    with httpx.Client(base_url=server.url, timeout=240, trust_env=False) as http:
        answer = http.post(
            api.path,
            headers={"X-API-KEY": server.key},
            data={**fields, "sync": "1", "return_type": "2", "format": "jpg"},
            files={"image_file": shared_input(name).read_bytes()},
        ).json()
    assert answer["data"]["state"] == 1, answer
    assert open_source(base64.b64decode(answer["data"]["image"])).size_wh == (295, 413)
