"""Parses forms as the server does."""

from __future__ import annotations

from typing import Protocol

import pytest

from idphoto.accounts.prices import Prices
from idphoto.server.vendors.picwish.api import APIS
from idphoto.server.vendors.picwish.request import Parsed, read_form

PICTURE = b"a picture's bytes"


class Ask(Protocol):
    def __call__(
        self, api: str, /, *, max_source_side_px: int = 0, **given: str | bytes
    ) -> Parsed: ...


@pytest.fixture(scope="session")
def ask() -> Ask:
    """``ask("v1", size="300x400", image_file=b"…")``: bytes are file parts, strings are text.

    A picture is added if no source is given.
    """

    def read(api: str, /, *, max_source_side_px: int = 0, **given: str | bytes) -> Parsed:
        if not {"image_file", "image_url", "last_id", "file"} & given.keys():
            given["image_file"] = PICTURE
        return read_form(
            APIS[f"picwish.{api}"],
            [(name, value) for name, value in given.items() if isinstance(value, str)],
            {name: value for name, value in given.items() if isinstance(value, bytes)},
            base_url="http://photos.example",
            trace_id="trace-1",
            prices=Prices(),
            quality="fast",
            max_source_side_px=max_source_side_px,
        )

    return read
