"""Parses bodies as the server does."""

from __future__ import annotations

import json
from typing import Any, Protocol

import pytest

from idphoto.accounts.prices import Prices
from idphoto.server.vendors.acedata.request import AskedHeadshots, read_generate

URL = "https://people.example/erika.jpg"


class Ask(Protocol):
    def __call__(self, **body: Any) -> AskedHeadshots: ...


@pytest.fixture(scope="session")
def ask() -> Ask:
    """``ask(mode="fast")``: a template and a URL are added by default; None leaves a field out."""

    def read(**body: Any) -> AskedHeadshots:
        whole = {"template": "male_portrait", "image_urls": [URL], **body}
        given = {name: value for name, value in whole.items() if value is not None}
        data = json.dumps(given).encode()
        return read_generate(
            data,
            cost=Prices().headshots,
            base_url="http://photos.example",
            trace_id="trace-1",
        )

    return read
