"""Orders by HTTP, as clients send them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from typing import Final

import httpx
from tests.faults.serving import PATH

CLIENTS: Final = 16


def send(urls: Sequence[str], keys: Sequence[str]) -> float:
    """Order a photo with each of ``keys``, in their order, from 16 clients; orders a second."""
    started = time.monotonic()
    with httpx.Client(timeout=120) as client, ThreadPoolExecutor(CLIENTS) as pool:
        for answer in pool.map(lambda pair: order(client, *pair), zip(cycle(urls), keys)):
            assert answer.json()["status"] == 200, answer.text
    return len(keys) / (time.monotonic() - started)


def order(client: httpx.Client, url: str, key: str, **fields: str) -> httpx.Response:
    """Order one photo, by upload. ``sync="1"`` waits for it."""
    return client.post(
        url + PATH,
        headers={"X-API-KEY": key},
        data={"width": "295", "height": "413", **fields},
        files={"image_file": b"a photo"},
    )
