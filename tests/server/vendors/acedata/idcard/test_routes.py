"""The routes, over a stand-in for the check."""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gmalg
import httpx
import pytest
from fastapi import FastAPI
from tests.server.vendors.acedata.idcard.conftest import StandInIdentity
from tests.server.vendors.acedata.idcard.test_answer import SM4, opened
from tests.services.identity.cards import NAME, NUMBER

from idphoto.errors import (
    DatabaseUnavailable,
    DownloadFailed,
    HostUnreachable,
    NoCard,
    NotEnoughCredits,
    Overloaded,
)
from idphoto.server.app import create_app
from idphoto.server.vendors.acedata.idcard.keys import Keys
from idphoto.server.wire.budget import FREE_BYTES, Uploads
from idphoto.settings import ServerSettings
from idphoto.tasks.model import FromUrl

CHECK, KEYS = "/identity/idcard/check-1e", "/identity/idcard/public-keys"
URL = "https://people.example/card.jpg"
BODY = {"image_url": URL}


def test_a_check_is_answered_with_its_result_and_charge(
    caller: httpx.Client, identity: StandInIdentity
) -> None:
    answer = caller.post(CHECK, json=BODY | {"user": 1, "config": {"copy_warn": True, "x": 1}})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert (answer.json()["result"], answer.json()["sim"]) == ("Success", 99.76)
    assert answer.json()["name"] == NAME
    assert answer.headers["X-Credits-Charged"] == "6"
    assert answer.headers["X-Ignored-Fields"] == "user, config.x"
    [(account, check)] = identity.checks
    assert (account, check.source, check.wanted.copy) == ("account-1", FromUrl(URL), True)


def test_an_unusable_picture_is_answered_with_status_200_and_costs_nothing(
    caller: httpx.Client, identity: StandInIdentity
) -> None:
    identity.result = NoCard("a cat")
    answer = caller.post(CHECK, json=BODY | {"user": 1})
    assert answer.status_code == 200
    assert answer.json()["result"] == "FailedOperation.ImageNoIdCard"
    assert answer.json()["description"] == "图片中未检测到身份证"
    assert answer.headers["X-Credits-Charged"] == "0"
    assert answer.headers["X-Ignored-Fields"] == "user"


def test_an_uploaded_picture_that_is_too_large_is_a_result(
    caller: httpx.Client, identity: StandInIdentity
) -> None:
    answer = caller.post(CHECK, json={"image_base64": "A" * (7 * 2**20 + 4)})
    assert answer.json()["result"] == "FailedOperation.ImageSizeTooLarge"
    assert (answer.status_code, answer.headers["X-Credits-Charged"]) == (200, "0")
    assert identity.checks == []


def test_an_unreachable_host_is_answered_as_on_the_page(
    caller: httpx.Client, identity: StandInIdentity
) -> None:
    identity.result = HostUnreachable("a.example cannot be reached")
    answer = caller.post(CHECK, json=BODY)
    assert answer.status_code == 500
    assert answer.json()["success"] is False
    assert answer.json()["error"] == {"code": "api_error", "message": "fetch failed"}
    assert answer.json()["trace_id"].replace("-", "") == answer.headers["X-Trace-Id"]
    identity.result = DownloadFailed("the server answered with status 404")
    answer = caller.post(CHECK, json=BODY)
    assert (answer.status_code, answer.json()["result"]) == (200, "FailedOperation.DownLoadError")


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"no json", 400, "token_mismatched"),
        (b"{}", 400, "token_mismatched"),
        (b'{"image_url": "https://a.example/b", "config": "x"}', 400, "token_mismatched"),
        (
            b'{"image_url": "https://a.example/b", "encryption": {"algorithm": "DES"}}',
            400,
            "api_not_implemented",
        ),
    ],
)
def test_a_bad_body_is_answered_in_the_vendors_format(
    caller: httpx.Client, identity: StandInIdentity, content: bytes, status: int, code: str
) -> None:
    answer = caller.post(CHECK, content=content)
    assert answer.status_code == status
    assert answer.json().keys() == {"success", "error", "trace_id"}
    assert answer.json()["error"]["code"] == code
    assert identity.checks == []


def test_the_size_of_a_body_is_limited(caller: httpx.Client) -> None:
    limit = 8 * 2**20
    answer = caller.post(CHECK, content=b" " * (limit + 1))
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")
    assert "larger than" in answer.json()["error"]["message"]
    answer = caller.post(CHECK, content=b" " * limit)
    assert answer.json()["error"]["message"] == "body: must be JSON"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer bad"}, {"Authorization": "good"}, {"X-API-KEY": "good"}],
)
def test_a_bearer_key_is_required(
    caller: httpx.Client, stand_in: Any, headers: dict[str, str]
) -> None:
    del caller.headers["Authorization"]
    for answer in (
        caller.post(CHECK, json=BODY, headers=headers),
        caller.get(KEYS, headers=headers),
    ):
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "invalid_token"
    assert stand_in.throttled == 0


def test_checks_count_towards_the_rate_and_keys_do_not(caller: httpx.Client, stand_in: Any) -> None:
    stand_in.allowed = 1
    assert caller.post(CHECK, json=BODY).status_code == 200
    answer = caller.post(CHECK, json=BODY)
    assert answer.status_code == 429
    assert answer.json()["error"]["code"] == "too_many_requests"
    assert answer.headers["Retry-After"] == "2"
    assert caller.get(KEYS).status_code == 200


def test_an_overloaded_server_says_when_to_retry(
    caller: httpx.Client, identity: StandInIdentity
) -> None:
    identity.result = Overloaded(64, 5.0)
    answer = caller.post(CHECK, json=BODY)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")
    assert answer.json()["error"]["code"] == "too_many_requests"


def test_a_body_that_the_server_has_no_room_for_is_refused_for_a_while(
    caller: httpx.Client, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.state, "uploads", Uploads(Path("/nowhere"), 0, 0))
    answer = caller.post(CHECK, json={**BODY, "image_url": "a" * 2 * FREE_BYTES})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json()["error"]["code"] == "too_many_requests"
    assert caller.post(CHECK, json=BODY).status_code == 200


def test_a_key_without_enough_credits_is_forbidden(
    caller: httpx.Client, identity: StandInIdentity
) -> None:
    identity.result = NotEnoughCredits(balance=0, need=6)
    answer = caller.post(CHECK, json=BODY)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")


def test_an_internal_error_is_an_api_error(caller: httpx.Client, identity: StandInIdentity) -> None:
    for fault, message in (
        (DatabaseUnavailable("no route to 10.0.0.9"), "internal error (database_unavailable)"),
        (RuntimeError(NAME), "internal error: the server's log has more under"),
    ):
        identity.result = fault
        answer = caller.post(CHECK, json=BODY)
        assert (answer.status_code, answer.json()["error"]["code"]) == (500, "api_error")
        assert answer.json()["error"]["message"].startswith(message)
        assert NAME not in answer.text


def test_a_caller_who_prefers_ndjson_gets_one_line_of_json(caller: httpx.Client) -> None:
    headers = {"Accept": "application/x-ndjson"}
    for answer in (
        caller.post(CHECK, json=BODY, headers=headers),
        caller.post(CHECK, json={}, headers=headers),
    ):
        assert answer.headers["Content-Type"] == "application/x-ndjson"
        assert answer.text.endswith("\n")
        assert [json.loads(line) for line in answer.text.splitlines()] == [answer.json()]


def test_a_check_that_takes_too_long_is_abandoned_with_a_timeout(
    run_app: Callable[..., Any],
    settings: ServerSettings,
    stand_in: Any,
    identity: StandInIdentity,
    until: Callable[[Callable[[], bool]], None],
) -> None:
    own = settings.model_copy(update={"sync_wait_s": 0.1})
    url = run_app(create_app(own, stand_in.open), own).url
    identity.gate = asyncio.Event()
    answer = httpx.post(url + CHECK, json=BODY, headers={"Authorization": "Bearer good"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (504, "timeout")
    until(lambda: identity.cancelled)


def test_a_stopping_server_answers_its_unfinished_checks_with_a_timeout(
    run_app: Callable[..., Any],
    settings: ServerSettings,
    stand_in: Any,
    identity: StandInIdentity,
    until: Callable[[Callable[[], bool]], None],
) -> None:
    running = run_app(create_app(settings, stand_in.open), settings)
    identity.gate = asyncio.Event()
    answers: list[httpx.Response] = []

    def ask() -> None:
        headers = {"Authorization": "Bearer good"}
        answers.append(httpx.post(running.url + CHECK, json=BODY, headers=headers, timeout=60))

    thread = threading.Thread(target=ask)
    thread.start()
    until(lambda: bool(identity.checks))
    running.stop()
    thread.join(60)
    assert (answers[0].status_code, answers[0].json()["error"]["code"]) == (504, "timeout")
    until(lambda: identity.cancelled)


def test_the_check_of_a_caller_who_hangs_up_is_abandoned(
    caller: httpx.Client, identity: StandInIdentity, until: Callable[[Callable[[], bool]], None]
) -> None:
    identity.gate = asyncio.Event()
    host, port = caller.base_url.host, caller.base_url.port
    body = json.dumps(BODY).encode()
    head = (
        f"POST {CHECK} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer good\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((host, port or 80), timeout=60) as connection:
        connection.sendall(head.encode() + body)
        until(lambda: bool(identity.checks))
        assert not identity.cancelled
    until(lambda: identity.cancelled)


# --- encryption ---------------------------------------------------------------------------------


def test_a_wrapped_key_encrypts_the_answer(caller: httpx.Client, keys: Keys) -> None:
    blob = base64.b64encode(gmalg.SM2(pk=keys.sm2_point).encrypt(SM4.key)).decode()
    encryption = {"algorithm": "SM4-GCM", "ciphertext_blob": blob}
    body = caller.post(CHECK, json=BODY | {"encryption": encryption}).json()
    assert opened(SM4, body, "name") == NAME
    assert opened(SM4, body, "id_num") == NUMBER
    assert body["encryption"]["ciphertext_blob"] == blob


def test_a_key_wrapped_for_another_server_is_refused_before_the_check(
    caller: httpx.Client, identity: StandInIdentity
) -> None:
    blob = base64.b64encode(bytes(113)).decode()
    encryption = {"algorithm": "SM4-GCM", "ciphertext_blob": blob}
    answer = caller.post(CHECK, json=BODY | {"encryption": encryption})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "token_mismatched")
    assert answer.json()["error"]["message"].startswith("encryption: ciphertext_blob must contain")
    assert identity.checks == []


def test_the_public_keys_are_returned(caller: httpx.Client, keys: Keys) -> None:
    answer = caller.get(KEYS)
    assert answer.status_code == 200
    assert answer.json() == {name.value: pem for name, pem in keys.public().items()}
