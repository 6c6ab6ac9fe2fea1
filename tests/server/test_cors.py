"""Calls from web pages of other origins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from idphoto.errors import TooManyRequests
from idphoto.server.app import create_app
from idphoto.settings import ServerSettings

EXTERNAL = "/api/tasks/visual/external/idphoto"
PAGE = "https://page.example"
HEADERS = "authorization,content-type,idempotency-key,x-api-key"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": HEADERS}


@pytest.fixture
def browser(
    run_app: Callable[..., Any], settings: ServerSettings, stand_in: Any
) -> Iterator[Callable[..., httpx.Client]]:
    """``browser(origin, allowed)``: a client that sends this origin to a server that allows
    these."""
    clients: list[httpx.Client] = []

    def opened(origin: str, *allowed: str) -> httpx.Client:
        own = settings.model_copy(update={"cors_origins": allowed})
        url = run_app(create_app(own, stand_in.open), own).url
        headers = {"X-API-KEY": "good", "Origin": origin}
        clients.append(httpx.Client(base_url=url, headers=headers, trust_env=False))
        return clients[-1]

    yield opened
    for client in clients:
        client.close()


@pytest.mark.parametrize("allowed", ["*", PAGE])
def test_a_page_of_an_allowed_origin_may_send_a_request_and_read_its_answer(
    browser: Callable[..., httpx.Client], allowed: str
) -> None:
    client = browser(PAGE, allowed)
    asked = client.options(EXTERNAL, headers=PREFLIGHT)
    assert asked.status_code == 200
    assert asked.headers["Access-Control-Allow-Origin"] == allowed
    may_send = {
        each.strip().lower() for each in asked.headers["Access-Control-Allow-Headers"].split(",")
    }
    assert set(HEADERS.split(",")) <= may_send
    answer = client.post(EXTERNAL, data={"image_url": "https://a.example/", "other": "1"})
    assert answer.headers["Access-Control-Allow-Origin"] == allowed
    readable = set(answer.headers["Access-Control-Expose-Headers"].split(", "))
    ours = {"X-Credits-Charged", "X-Ignored-Fields", "X-Trace-Id"}
    assert all(name in answer.headers for name in ours)
    assert ours | {"X-Compliance-Verdict", "Retry-After"} <= readable


def test_errors_can_be_read_too(browser: Callable[..., httpx.Client], stand_in: Any) -> None:
    client = browser(PAGE, PAGE)
    for fault, status in ((TooManyRequests(2, 1.0), 429), (RuntimeError("a fault"), 500)):
        stand_in.fault = fault
        answer = client.post(EXTERNAL, data={"image_url": "https://a.example/"})
        assert answer.status_code == status
        assert answer.headers["Access-Control-Allow-Origin"] == PAGE


@pytest.mark.parametrize("allowed", [(), ("https://another.example",)])
def test_a_page_of_another_origin_may_not(
    browser: Callable[..., httpx.Client], allowed: tuple[str, ...]
) -> None:
    client = browser(PAGE, *allowed)
    for answer in (client.options(EXTERNAL, headers=PREFLIGHT), client.get("/healthz")):
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert client.options(EXTERNAL, headers=PREFLIGHT).status_code >= 400
