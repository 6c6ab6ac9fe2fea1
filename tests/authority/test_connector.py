"""Asking an outside authority: what is sent, how answers are used, how hostile ones fail."""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
import logging
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.authority.numbers import DEMO
from tests.authority.outsider import Asked, Outsider, Says
from tests.net.certificates import make_certificate
from tests.net.names import PATIENCE_S, Names

from idphoto.authority.connector import Connector
from idphoto.authority.connector_config import read_config
from idphoto.authority.port import Answer, NameMismatch, NoPhoto, NoRecord, Record, Unavailable
from idphoto.net.fetch import fetch
from idphoto.net.guard import Guard
from idphoto.net.lookups import PER_KEY, THREADS

NAME = "买买提·吐尔逊"
PHOTO = b"\xff\xd8\xff the photo"
FOUND = {"result": "match", "photo": base64.b64encode(PHOTO).decode()}
SECRET = "hunter2-of-the-authority"  # noqa: S105 - the tests' own
BODY = """
[json]
name = "{name}"
id = { number = "{number}", kind = 1 }
"""
ANSWERS = """
[[answers]]
status = 404
means = "no_record"
[[answers]]
pointer = "/result"
equals = "match"
means = "record"
[[answers]]
pointer = "/result"
equals = "differs"
means = "name_mismatch"
"""
BASE64 = '[photo]\npointer = "/photo"\nform = "base64"\n'
BY_URL = '[photo]\npointer = "/photo"\nform = "url"\n'
SIGNED = """
[headers]
Authorization = "Bearer {secret.token}"
[secrets.token]
env = "AUTHORITY_TOKEN"
"""

Connect = Callable[..., Connector]


@pytest.fixture
def there(outsider: Callable[..., Outsider]) -> Outsider:
    running = outsider()
    running.always(Says(FOUND))
    return running


@pytest.fixture
def connect(tmp_path: Path) -> Connect:
    """``connect(url, *parts, top="")``: a connector described by a file of these parts."""

    def make(url: str, *parts: str, top: str = "") -> Connector:
        path = tmp_path / "authority.toml"
        path.write_text(f'url = "{url}"\n{top}\n' + "\n".join(parts), "utf-8")
        return Connector(read_config(path, {"AUTHORITY_TOKEN": SECRET}))

    return make


def ask(connector: Connector, name: str = NAME, number: str = DEMO) -> Answer:
    return asyncio.run(connector.lookup(name, number))


# --- what is sent -------------------------------------------------------------------------------


def test_a_json_body_is_sent_as_described(there: Outsider, connect: Connect) -> None:
    answer = ask(connect(f"{there.url}/people", BODY, ANSWERS, BASE64, SIGNED))
    assert answer == Record(PHOTO, None)
    (asked,) = there.asked
    assert (asked.method, asked.path) == ("POST", "/people")
    assert asked.json == {"name": NAME, "id": {"number": DEMO, "kind": 1}}
    assert asked.headers["authorization"] == f"Bearer {SECRET}"
    assert asked.headers["content-type"] == "application/json"
    assert "cookie" not in asked.headers


def test_a_form_is_sent_as_described(there: Outsider, connect: Connect) -> None:
    form = '[form]\nname = "{name}"\nnumber = "{number}"\nkey = "{secret.token}&"\n'
    key = '[secrets.token]\nenv = "AUTHORITY_TOKEN"\n'
    assert ask(connect(f"{there.url}/", form, ANSWERS, BASE64, key)) == Record(PHOTO, None)
    (asked,) = there.asked
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    sent = {"name": [NAME], "number": [DEMO], "key": [f"{SECRET}&"]}
    assert parse_qs(asked.body.decode(), strict_parsing=True) == sent


def test_a_query_and_a_path_are_sent_as_described(there: Outsider, connect: Connect) -> None:
    query = '[query]\nname = "{name}"\n'
    connector = connect(f"{there.url}/a/{{number}}?v=1", query, ANSWERS, top='method = "GET"')
    assert ask(connector, name="a/b&c=d ?#%", number="12/34") == NoPhoto()
    (asked,) = there.asked
    assert (asked.method, asked.body) == ("GET", b"")
    assert urlsplit(asked.path).path == "/a/12%2F34"
    assert parse_qs(urlsplit(asked.path).query) == {"v": ["1"], "name": ["a/b&c=d ?#%"]}
    assert "content-type" not in asked.headers


def test_the_description_may_set_the_content_type(there: Outsider, connect: Connect) -> None:
    own = '[headers]\ncontent-type = "application/vnd.people+json"\n'
    ask(connect(there.url, BODY, ANSWERS, own))
    assert there.asked[0].headers["content-type"] == "application/vnd.people+json"


def test_a_name_cannot_break_out_of_its_placeholder(there: Outsider, connect: Connect) -> None:
    name = '"},{"x\r\nX-Evil: 1\\{number}\ud800'
    ask(connect(there.url, BODY, ANSWERS), name=name)
    (asked,) = there.asked
    assert asked.json["name"] == name.replace("\ud800", "?")
    assert "x-evil" not in asked.headers


# --- what is answered ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        (Says(FOUND), Record(PHOTO, None)),
        (Says({"result": "match"}), NoPhoto()),
        (Says({"result": "differs"}), NameMismatch()),
        (Says(b"<html>", 404), NoRecord()),
        (Says(b"", 401), Unavailable("no rule matches the authority's answer (status 401)")),
        (Says(b"", 500), Unavailable("no rule matches the authority's answer (status 500)")),
        (Says(b'{"res'), Unavailable("no rule matches the authority's answer (status 200)")),
        (Says(b""), Unavailable("no rule matches the authority's answer (status 200)")),
    ],
)
def test_an_answer_means_what_the_rules_say(
    there: Outsider, connect: Connect, says: Says, expected: Answer
) -> None:
    there.always(says)
    assert ask(connect(there.url, BODY, ANSWERS, BASE64)) == expected
    assert len(there.asked) == 1


def test_many_look_ups_run_at_once(there: Outsider, connect: Connect) -> None:
    def answer(asked: Asked) -> Says:
        return Says({"result": "match" if asked.json["name"] == "3" else "differs"})

    there.answers = answer
    connector = connect(there.url, BODY, ANSWERS, BASE64)

    async def ask_all() -> list[Answer]:
        return await asyncio.gather(*(connector.lookup(str(n), DEMO) for n in range(12)))

    answers = asyncio.run(ask_all())
    assert [n for n, each in enumerate(answers) if each == NoPhoto()] == [3]
    assert answers.count(NameMismatch()) == 11


# --- a photo elsewhere --------------------------------------------------------------------------


def photo_at(url: str, then: Says) -> Callable[[Asked], Says]:
    return lambda asked: Says({"result": "match", "photo": url}) if asked.method == "POST" else then


@pytest.mark.parametrize("where", ["/photos/1?a=b", "photos/1?a=b", "{here}/photos/1?a=b"])
def test_a_photo_is_fetched_from_the_same_origin(
    there: Outsider, connect: Connect, where: str
) -> None:
    there.answers = photo_at(where.format(here=there.url), Says(PHOTO))
    assert ask(connect(f"{there.url}/", BODY, ANSWERS, BY_URL, SIGNED)) == Record(PHOTO, None)
    fetched = there.asked[1]
    assert (fetched.method, fetched.path, fetched.body) == ("GET", "/photos/1?a=b", b"")
    assert fetched.headers["authorization"] == f"Bearer {SECRET}"
    assert "content-type" not in fetched.headers


@pytest.mark.parametrize(
    ("written", "arrives"),
    [
        ("/p%2Fq/~1?sig=a%2Bb%7E+c==&x=%e5", "/p%2Fq/~1?sig=a%2Bb%7E+c==&x=%e5"),
        ("/照片 1", "/%E7%85%A7%E7%89%87%201"),
    ],
)
def test_a_signed_address_arrives_character_for_character(
    there: Outsider, connect: Connect, written: str, arrives: str
) -> None:
    there.answers = photo_at(written, Says(PHOTO))
    assert ask(connect(there.url, BODY, ANSWERS, BY_URL)) == Record(PHOTO, None)
    assert there.asked[1].path == arrives


@pytest.mark.parametrize(
    "where",
    [
        "https://127.0.0.1:{port}/photos/1",
        "http://127.0.0.2:{port}/photos/1",
        "http://localhost:{port}/photos/1",
        "http://127.0.0.1:1/photos/1",
        "//elsewhere.example/photos/1",
        "http://me@127.0.0.1:{port}/photos/1",
        "file:///etc/passwd",
        "ftp://127.0.0.1:{port}/x",
        "data:image/jpeg;base64,AAAA",
        "http://[",
        "http://127.0.0.1:99999/",
    ],
)
def test_no_photo_is_fetched_from_anywhere_else(
    there: Outsider, connect: Connect, where: str
) -> None:
    there.answers = photo_at(where.format(port=urlsplit(there.url).port), Says(PHOTO))
    answer = ask(connect(there.url, BODY, ANSWERS, BY_URL))
    assert isinstance(answer, Unavailable)
    assert answer.reason.startswith("the photo's address in the authority's answer ")
    assert len(there.asked) == 1


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        (Says(PHOTO, 404), NoPhoto()),
        (Says(PHOTO, 410), NoPhoto()),
        (Says(b""), NoPhoto()),
        (Says(PHOTO, 500), Unavailable("the authority answered the photo request with status 500")),
        (
            Says(b"", 302, {"Location": "/photos/2"}),
            Unavailable("the authority answered the photo request with status 302"),
        ),
        (
            Says(bytes(2001)),
            Unavailable("the authority's answer is larger than 2,000 bytes"),
        ),
    ],
)
def test_a_photo_that_cannot_be_fetched_gives_no_record(
    there: Outsider, connect: Connect, then: Says, expected: Answer
) -> None:
    there.answers = photo_at("/photos/1", then)
    connector = connect(there.url, BODY, ANSWERS, BY_URL, top="max_answer_bytes = 2_000")
    assert ask(connector) == expected
    assert len(there.asked) == 2


# --- no answer ----------------------------------------------------------------------------------


def test_a_closed_port_is_unavailable(connect: Connect) -> None:
    with socket.socket() as taken:  # bound, but not listening
        taken.bind(("127.0.0.1", 0))
        connector = connect(f"http://127.0.0.1:{taken.getsockname()[1]}/", BODY, ANSWERS)
        assert ask(connector) == Unavailable("127.0.0.1 cannot be reached")


@pytest.mark.parametrize(("retries", "asked"), [(0, 1), (2, 3)])
def test_an_authority_that_hangs_up_is_asked_again_a_limited_number_of_times(
    there: Outsider, connect: Connect, retries: int, asked: int
) -> None:
    there.always(Says(raw=b""))
    answer = ask(connect(there.url, BODY, ANSWERS, top=f"retries = {retries}"))
    assert answer == Unavailable("127.0.0.1 closed the connection early")
    assert len(there.asked) == asked


def test_a_second_try_that_is_answered_counts(there: Outsider, connect: Connect) -> None:
    there.in_turn(Says(raw=b""), Says(FOUND))
    assert ask(connect(there.url, BODY, ANSWERS, BASE64)) == Record(PHOTO, None)
    assert there.asked[0].json == there.asked[1].json


@pytest.mark.parametrize(
    "says",
    [
        Says(b"", 503),
        Says(b"", 500),
        Says(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"),
        Says(raw=b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
    ],
)
def test_an_answered_question_is_not_asked_again(
    there: Outsider, connect: Connect, says: Says
) -> None:
    there.always(says)
    assert isinstance(ask(connect(there.url, BODY, ANSWERS, top="retries = 5")), Unavailable)
    assert len(there.asked) == 1


def test_one_time_limit_covers_everything(there: Outsider, connect: Connect) -> None:
    never = threading.Event()
    there.always(Says(FOUND, first=never))
    try:
        answer = ask(connect(there.url, BODY, ANSWERS, top="timeout_s = 0.2\nretries = 5"))
    finally:
        never.set()
    assert answer == Unavailable("the authority did not answer within 0.2 s")
    assert len(there.asked) == 1


def test_a_cancelled_caller_is_released(there: Outsider, connect: Connect) -> None:
    never = threading.Event()
    there.always(Says(FOUND, first=never))
    connector = connect(there.url, BODY, ANSWERS)

    async def give_up() -> None:
        task = asyncio.create_task(connector.lookup(NAME, DEMO))
        while not there.asked:
            await asyncio.sleep(0.01)
        task.cancel()
        await task

    try:
        with pytest.raises(asyncio.CancelledError):
            asyncio.run(give_up())
    finally:
        never.set()


# --- hostile answers ----------------------------------------------------------------------------


def test_a_redirect_is_not_followed(there: Outsider, connect: Connect) -> None:
    there.always(Says(b"", 307, {"Location": f"{there.url}/elsewhere"}))
    answer = ask(connect(there.url, BODY, ANSWERS))
    assert answer == Unavailable("no rule matches the authority's answer (status 307)")
    assert len(there.asked) == 1


@pytest.mark.parametrize(
    "says",
    [
        Says(bytes(2001)),
        Says(raw=b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + bytes(1_000_000)),
        Says(
            raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + b"3e8\r\n"
            + bytes(1000)
            + b"\r\n3e8\r\n"
            + bytes(1000)
            + b"\r\n3e8\r\n"
            + bytes(1000)
            + b"\r\n0\r\n\r\n"
        ),
    ],
)
def test_an_answer_over_the_limit_is_not_read(
    there: Outsider, connect: Connect, says: Says
) -> None:
    there.always(says)
    answer = ask(connect(there.url, BODY, ANSWERS, top="max_answer_bytes = 2_000"))
    assert answer == Unavailable("the authority's answer is larger than 2,000 bytes")


def test_an_answer_exactly_at_the_limit_is_read(there: Outsider, connect: Connect) -> None:
    body = json.dumps(FOUND).encode()
    there.always(Says(body + b" " * (2000 - len(body))))
    connector = connect(there.url, BODY, ANSWERS, BASE64, top="max_answer_bytes = 2_000")
    assert ask(connector) == Record(PHOTO, None)


def test_a_compressed_answer_is_not_decompressed(there: Outsider, connect: Connect) -> None:
    there.always(Says(gzip.compress(bytes(10_000_000)), headers={"Content-Encoding": "gzip"}))
    assert ask(connect(there.url, BODY, ANSWERS)) == Unavailable(
        "the authority sent compressed data, which was not requested"
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"\0" * 100,
        b"HTTP/1.1 banana\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: banana\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nbanana\r\n",
    ],
)
def test_an_answer_that_is_not_http_is_unavailable(
    there: Outsider, connect: Connect, raw: bytes
) -> None:
    there.always(Says(raw=raw))
    answer = ask(connect(there.url, BODY, ANSWERS))
    assert isinstance(answer, Unavailable)
    assert answer.reason.startswith("127.0.0.1 ")


def test_very_deeply_nested_json_is_unavailable(there: Outsider, connect: Connect) -> None:
    there.always(Says(b'{"result":' * 200_000))
    answer = ask(connect(there.url, BODY, ANSWERS))
    assert answer == Unavailable("no rule matches the authority's answer (status 200)")


def test_no_personal_data_and_no_secret_is_reported_or_logged(
    there: Outsider, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = json.dumps({"result": f"{NAME} {DEMO}", "photo": NAME}).encode()
    told = []
    for says in (
        Says(echo, 418, {"X-Echo": DEMO}),
        Says(raw=f"HTTP/1.1 200 {DEMO}\r\nContent-Length: {DEMO}x\r\n\r\n".encode()),
        Says(raw=b""),
        Says({"result": "match", "photo": f"http://{DEMO}.example/"}),
    ):
        there.always(says)
        url = f"{there.url}/{{number}}?t={{secret.token}}"
        answer = ask(connect(url, BODY, ANSWERS, BY_URL, SIGNED))
        assert isinstance(answer, Unavailable)
        told.append(answer.reason)
    everything = " ".join([*told, caplog.text])
    assert [each for each in (NAME, DEMO, SECRET, "/44") if each in everything] == []


# --- TLS ----------------------------------------------------------------------------------------


def test_a_certificate_trusted_by_the_operator_is_accepted(
    outsider: Callable[..., Outsider], connect: Connect, tmp_path: Path
) -> None:
    context, _ = make_certificate(tmp_path)
    running = outsider(context)
    running.always(Says(FOUND))
    vouched = '[tls]\nca_file = "certificate.pem"\n'
    assert ask(connect(running.url, BODY, ANSWERS, BASE64, vouched)) == Record(PHOTO, None)


def test_an_untrusted_certificate_is_not_accepted(
    outsider: Callable[..., Outsider], connect: Connect, tmp_path: Path
) -> None:
    context, _ = make_certificate(tmp_path)
    running = outsider(context)
    running.always(Says(FOUND))
    answer = ask(connect(running.url, BODY, ANSWERS, BASE64))
    assert answer == Unavailable("127.0.0.1 has no valid TLS certificate")
    assert running.asked == []


@pytest.mark.parametrize("shown", [True, False])
def test_a_client_certificate_is_presented_on_request(
    outsider: Callable[..., Outsider], connect: Connect, tmp_path: Path, shown: bool
) -> None:
    context, own = make_certificate(tmp_path)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(own)
    running = outsider(context)
    running.always(Says(FOUND))
    files = '[tls]\nca_file = "certificate.pem"\n'
    if shown:
        files += 'client_certificate = "certificate.pem"\nclient_key = "key.pem"\n'
    answer = ask(connect(running.url, BODY, ANSWERS, BASE64, files))
    assert isinstance(answer, Record if shown else Unavailable)
    assert len(running.asked) == shown


# --- among others -------------------------------------------------------------------------------


def test_no_slow_name_of_a_stranger_delays_the_authority(
    there: Outsider, connect: Connect, names: Names
) -> None:
    uvloop = pytest.importorskip("uvloop")
    url = there.url.replace("127.0.0.1", "authority.test")
    connector = connect(url, BODY, ANSWERS, BASE64, top="plain_http = true")

    async def download(guard: Guard, key_id: str, name: str) -> None:
        url = f"http://{name}.slow.test/"
        await fetch(url, guard=guard, key_id=key_id, max_bytes=9, timeout_s=PATIENCE_S)

    async def scenario() -> Answer:
        guard = Guard([])
        places = [(f"key {n % (THREADS // PER_KEY)}", str(n)) for n in range(THREADS)]
        slow = [asyncio.create_task(download(guard, *place)) for place in places]
        async with asyncio.timeout(PATIENCE_S):
            while len(names.slow()) < THREADS:
                await asyncio.sleep(0.01)
        try:
            return await connector.lookup(NAME, DEMO)
        finally:
            names.answer_all()
            await asyncio.wait(slow)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(scenario()) == Record(PHOTO, None)
    assert names.asked.count("authority.test") == 1
