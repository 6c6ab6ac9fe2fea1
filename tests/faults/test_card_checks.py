"""Card checks that the process does not survive; and that a check leaves nothing behind."""

from __future__ import annotations

import base64
import json
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gmalg
import httpx
import pytest
from sqlalchemy import select
from tests.contracts.site import Site
from tests.faults.serving import CREDITS, Server, wait_until
from tests.services.identity.cards import FIELDS, NAME, NUMBER

from idphoto.accounts.prices import Prices
from idphoto.db.tables import Image, LedgerEntry, Task
from idphoto.server.vendors.acedata.idcard.api import CHECK_PATH
from idphoto.server.vendors.acedata.idcard.keys import load_keys

# `idphoto`, which sees the tests' own card in every picture and waits while a file `hold` is in the
# data folder.
SEES_A_CARD = """
from tests.canned import install, wait_while_held
from tests.services.identity.cards import FakeChecker

from idphoto.cli.app import main

class Held(FakeChecker):
    def read(self, picture, wanted, deadline):
        wait_while_held()
        return super().read(picture, wanted, deadline)

install(checker=Held())
main()
"""
PROGRAM = (sys.executable, "-c", SEES_A_CARD)


@pytest.fixture
def start(make_server: Callable[..., Server]) -> Callable[..., Server]:
    """``start(**settings)``: a running server that sees a card in every picture."""

    def begin(**settings: str) -> Server:
        server = make_server(PROGRAM, authority="registry", **settings)
        server.command("authority", "add", "--name", NAME, "--number", NUMBER)
        server.start()
        return server

    return begin


def ask(server: Server, **body: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {server.key}"}
    return httpx.post(server.url + CHECK_PATH, json=body, headers=headers, timeout=300)


def booked(server: Server) -> Counter[str]:
    database = server.database()
    with database.reading() as tx:
        kinds = Counter(tx.scalars(select(LedgerEntry.kind)))
    database.close()
    del kinds["grant"]
    return kinds


def test_credits_held_for_checks_by_a_killed_server_are_returned_at_its_next_start(
    start: Callable[..., Server], astronaut_jpeg: bytes
) -> None:
    server = start(workers="2")
    picture = base64.b64encode(astronaut_jpeg).decode()
    assert ask(server, image_base64=picture).json()["result"] == "FailedOperation.IdPhotoNoExist"
    assert server.credits() == CREDITS - Prices().card_check
    server.hold.touch()

    def ask_and_fail() -> None:
        with pytest.raises(httpx.TransportError):
            ask(server, image_base64=picture)

    asking = [threading.Thread(target=ask_and_fail) for _ in range(5)]
    for each in asking:
        each.start()
    wait_until(lambda: booked(server) == {"reserve": 6, "capture": 1})
    assert server.credits() == CREDITS - 6 * Prices().card_check
    server.kill()
    for each in asking:
        each.join(60)
    server.start()
    assert server.credits() == CREDITS - Prices().card_check
    assert booked(server) == {"reserve": 6, "capture": 1, "release": 5}
    server.kill()
    server.start()  # nothing is returned twice
    assert server.credits() == CREDITS - Prices().card_check
    with server.database().reading() as tx:
        assert [*tx.scalars(select(Task)), *tx.scalars(select(Image))] == []


def test_a_stopped_server_settles_its_checks_and_exits_with_0(
    start: Callable[..., Server], astronaut_jpeg: bytes
) -> None:
    server = start(workers="1", drain_s="1")
    server.hold.touch()
    answers: list[httpx.Response] = []
    picture = base64.b64encode(astronaut_jpeg).decode()
    asking = [
        threading.Thread(target=lambda: answers.append(ask(server, image_base64=picture)))
        for _ in range(3)
    ]
    for each in asking:
        each.start()
    wait_until(lambda: booked(server) == {"reserve": 3})
    assert server.stop() == 0
    for each in asking:
        each.join(60)
    assert {each.json()["error"]["code"] for each in answers} == {"timeout"}
    assert booked(server) == {"reserve": 3, "release": 3}
    assert server.credits() == CREDITS


def test_no_personal_data_is_left_in_any_file_or_log(
    start: Callable[..., Server], astronaut_jpeg: bytes, tmp_path: Path
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    server = start()
    server.kill()
    server.set_variable("TMPDIR", str(temporary))
    server.start()
    code = base64.b64encode(astronaut_jpeg).decode()
    blob = gmalg.SM2(pk=load_keys(server.folder).sm2_point).encrypt(b"k" * 16)
    encryption = {"algorithm": "SM4-GCM", "ciphertext_blob": base64.b64encode(blob).decode()}
    with Site({f"/{NUMBER}.jpg": astronaut_jpeg}) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        answers = [
            ask(server, image_base64=code),
            ask(server, image_url=f"{site.url}/{NUMBER}.jpg", config={"copy_warn": True}),
            ask(server, image_base64=code, encryption=encryption),
            ask(server, image_url=f"{site.url}/{NUMBER}-none.jpg"),
            ask(server, image_url=f"http://127.0.0.1:9/{NUMBER}.jpg"),
            ask(server, image_url=f"http://10.0.0.1/{NUMBER}.jpg"),
            ask(server, image_url=NUMBER + "?", name=NAME),
            ask(server, image_base64=code, config=NAME),
            ask(server, image_base64=code, encryption={"algorithm": NAME, "ciphertext_blob": code}),
        ]
        site.shutdown()
    results = [answer.json().get("result") or answer.json()["error"]["code"] for answer in answers]
    assert results == [
        *3 * ["FailedOperation.IdPhotoNoExist"],
        "FailedOperation.DownLoadError",
        "api_error",
        "bad_request",
        "token_mismatched",
        "token_mismatched",
        "api_not_implemented",
    ]
    assert NUMBER in answers[0].text
    assert NUMBER not in answers[2].text
    assert server.stop() == 0

    log = (server.folder / "log").read_text()
    audits = [json.loads(line) for line in log.splitlines() if '"card checked"' in line]
    assert [line["result"] for line in audits] == [
        *3 * ["no_photo"],
        "download_failed",
        "download_failed",
        "address_refused",
    ]
    assert {line["trace_id"] for line in audits} <= {
        answer.headers["X-Trace-Id"] for answer in answers
    }
    middle = len(astronaut_jpeg) // 2
    secrets = [
        *(each.encode() for each in (NAME, NUMBER, FIELDS.address.text, server.key)),
        NAME.encode("unicode_escape"),
        astronaut_jpeg[middle : middle + 32],
        base64.b64encode(astronaut_jpeg[middle - middle % 3 :])[:32],
    ]
    left = [
        file
        for folder in (server.folder, temporary)
        for file in folder.rglob("*")
        if file.is_file()
    ]
    assert server.folder / "idphoto.db" in left
    found = [
        (file.name, secret) for file in left for secret in secrets if secret in file.read_bytes()
    ]
    assert found == []
    assert list(temporary.iterdir()) == []


def test_a_picture_that_the_operator_keeps_is_removed_when_it_expires(
    start: Callable[..., Server], astronaut_jpeg: bytes
) -> None:
    server = start(idcard_keep_s="8", keep_s="8")
    ask(server, image_base64=base64.b64encode(astronaut_jpeg).decode())
    sources = server.folder / "blobs" / "sources"
    [kept] = sources.iterdir()
    assert kept.read_bytes() == astronaut_jpeg
    log = (server.folder / "log").read_text()
    [line] = [json.loads(each) for each in log.splitlines() if '"card checked"' in each]
    assert line["image"] == kept.name
    wait_until(lambda: not kept.exists())
