"""The routes for probes and Prometheus."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import structlog
from fastapi import FastAPI

from idphoto.server import ops
from idphoto.server.app import create_app
from idphoto.server.drain import Drain
from idphoto.settings import ServerSettings, read_server_settings


def test_a_running_server_is_healthy(client: httpx.Client, stand_in: Any) -> None:
    stand_in.parts = {"database": "gone"}
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": 200, "message": "ok"})


def test_a_server_whose_parts_all_work_is_ready(client: httpx.Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": 200, "message": "ready"})


def test_failing_parts_are_named_and_their_reasons_logged(
    client: httpx.Client, stand_in: Any
) -> None:
    stand_in.parts = {"storage": "no route to 10.0.0.9", "database": "ok", "networks": "loading"}
    with structlog.testing.capture_logs() as lines:
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": 503, "message": "not ready: networks, storage"}
    assert lines[0]["storage"] == "no route to 10.0.0.9"


def test_what_the_start_did_not_find_is_named_without_its_place(
    client: httpx.Client, app: FastAPI, stand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.state, "missing", ["drawing"])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"status": 200, "message": "ready", "missing": ["drawing"]},
    )
    stand_in.parts = {"storage": "no route to 10.0.0.9"}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        503,
        {"status": 503, "message": "not ready: storage", "missing": ["drawing"]},
    )


def test_a_stopping_server_is_not_ready(
    client: httpx.Client, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping = Drain(1.0)
    stopping.begin()
    monkeypatch.setattr(app.state, "drain", stopping)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["message"]) == (503, "not ready: server")
    assert client.get("/healthz").status_code == 200


def test_a_part_that_never_answers_does_not_hold_up_the_probe(
    client: httpx.Client, stand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ops, "READY_WITHIN_S", 0.05)
    stand_in.ready = lambda: asyncio.sleep(60)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["message"]) == (503, "not ready: service")


@pytest.mark.parametrize("names", ["docs,metrics", "docs", "metrics", ""])
def test_pages_that_are_not_open_are_not_served(
    run_app: Callable[..., Any],
    stand_in: Any,
    settings: ServerSettings,
    monkeypatch: pytest.MonkeyPatch,
    names: str,
) -> None:
    monkeypatch.setenv("IDPHOTO_OPEN_PAGES", names)
    own = read_server_settings(settings.data_dir)
    url = run_app(create_app(own, stand_in.open), own).url
    paths = {"/docs": "docs", "/openapi.json": "docs", "/docs/favicon.png": "docs"}
    for path, name in {**paths, "/metrics": "metrics"}.items():
        answer = httpx.get(url + path, trust_env=False)
        assert answer.status_code == (200 if name in names.split(",") else 404)
    assert httpx.get(f"{url}/healthz", trust_env=False).status_code == 200


def test_metrics_of_requests_and_tasks_are_served(client: httpx.Client) -> None:
    client.get("/healthz")
    answer = client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    names = {line.split("{")[0].split()[0] for line in answer.text.splitlines()}
    assert {"idphoto_http_requests_total", "idphoto_tasks_in_hand"} <= names
