"""/openapi.json against what the server does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, Final

import httpx
import pytest
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.server.conftest import DRAIN_S, PATIENCE_S, RealServer, running
from tests.services.identity.cards import FakeAuthority, FakeChecker

from idphoto.accounts import keys
from idphoto.db.database import Database
from idphoto.errors import NoFace
from idphoto.server.app import create_app
from idphoto.server.vendors.acedata.errors import ERRORS as HEADSHOT_ERRORS
from idphoto.server.vendors.acedata.idcard.errors import ERRORS as CARD_ERRORS
from idphoto.server.vendors.picwish.errors import ERRORS as PICWISH_ERRORS
from idphoto.services.service import Service
from idphoto.settings import ServerSettings
from idphoto.tasks.made import File, Made

V1, EXTERNAL = "/api/tasks/visual/idphoto", "/api/tasks/visual/external/idphoto"
GENERATE, TASKS = "/headshots/generate", "/headshots/tasks"
CHECK, PUBLIC_KEYS = "/identity/idcard/check-1e", "/identity/idcard/public-keys"
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
CONFIG: Final = {
    "seed": 1,
    "continue-on-failure": True,
    "generation": {"max-examples": 25, "deterministic": True},
    # the cases of their fields and files take longer than those of all other operations
    "operations": [
        {"include-operation-id": name, "phases": {"coverage": {"enabled": False}}}
        for name in ("picwish.external.create", "sources.create", "photos.create")
    ],
}
# Photos as ``Canned`` knows them, in base64 that is also a valid form's text.
GOOD, FACELESS, SLOW = b"good", b"none", b"slow"
BASE64: Final = {GOOD: "Z29vZA==", FACELESS: "bm9uZQ==", SLOW: "c2xvdw=="}


@dataclass
class Canned:
    """Makes files of a few bytes: none of the photo FACELESS, and of SLOW while ``gate`` is set."""

    gate: threading.Event = field(default_factory=threading.Event)

    def __call__(
        self, order: dict[str, Any], photos: Sequence[bytes], deadline: float, progress: object
    ) -> Made:
        if photos[0] == SLOW:
            self.gate.wait(PATIENCE_S)
        if photos[0] == FACELESS:
            raise NoFace()
        photo = ("image", "sheet") if order.get("sheet") else ("image",)
        names = ("1", "2") if order["kind"] == "headshot" else photo
        compliance = {"verdict": "fail", "worst": "eyes_closed"}
        report = {"timings_ms": {}, "compliance": compliance}
        return Made({name: File(b"a file", "png", (1, 1)) for name in names}, report)


@dataclass(frozen=True)
class CannedServer(RealServer):
    """``make`` makes its photos. ``poor_key`` has no credits, ``slow_key`` may send one request in
    1000 s."""

    make: Canned
    poor_key: str
    slow_key: str


@pytest.fixture(scope="module")
def canned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CannedServer]:
    settings = ServerSettings(
        data_dir=tmp_path_factory.mktemp("data"), drain_s=DRAIN_S, allow_hosts=("127.0.0.1",)
    )
    make = Canned()
    make.gate.set()
    opened = partial(Service.open, make=make, checker=FakeChecker(), authority=FakeAuthority())
    with running(create_app(settings, opened), settings) as it:
        database = Database(settings.resolved_database_url)
        with database.transaction() as tx:
            key, poor, slow = (
                keys.create_key(tx, name, credits=balance, qps=qps, now=time.time()).key
                for name, balance, qps in (("a", None, 0), ("b", 0, 0), ("c", None, 0.001))
            )
        database.close()
        yield CannedServer(it.url, key, settings, make, poor, slow)


@pytest.fixture
def held(canned: CannedServer) -> Iterator[None]:
    """SLOW photos are not finished before the test's end."""
    canned.make.gate.clear()
    yield
    canned.make.gate.set()


@pytest.fixture(scope="module")
def document(canned: CannedServer) -> dict[str, Any]:
    url = f"{canned.url}/openapi.json"
    found: dict[str, Any] = httpx.get(url, timeout=PATIENCE_S, trust_env=False).json()
    return found


@pytest.fixture(scope="module")
def described(document: dict[str, Any], canned: CannedServer) -> BaseSchema:
    """The description, in which answers may have no other keys than those that it lists."""
    schemas = {name: _closed(schema) for name, schema in document["components"]["schemas"].items()}
    strict = {**document, "components": {**document["components"], "schemas": schemas}}
    config = schemathesis.Config.from_dict({**CONFIG, "base-url": canned.url})
    return schemathesis.openapi.from_dict(strict, config=config)


def _closed(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {**_without_tuples(schema), "additionalProperties": False}


def _without_tuples(schema: Any) -> Any:
    """The same without ``prefixItems``, which schemathesis misreads in answers. The entries of all
    our tuples are of one type."""
    if isinstance(schema, list):
        return [_without_tuples(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _without_tuples(value) for name, value in schema.items()}
    if entries := found.pop("prefixItems", None):
        assert all(each == entries[0] for each in entries)
        found["items"] = entries[0]
    return found


operations = schemathesis.pytest.from_fixture("described")


@operations.parametrize()
def test_whatever_is_sent_is_answered_as_described(
    case: schemathesis.Case[Any], canned: CannedServer
) -> None:
    case.call_and_validate(headers=_headers(canned.key), checks=CHECKS)


def _headers(key: str) -> dict[str, str]:
    return {"X-API-KEY": key, "Authorization": f"Bearer {key}"}


@pytest.fixture
def ask(canned: CannedServer, described: BaseSchema) -> Iterator[Callable[..., httpx.Response]]:
    """``ask(operation_id, **request)`` sends a request and checks the answer."""
    with httpx.Client(base_url=canned.url, timeout=PATIENCE_S, trust_env=False) as http:

        def send(method: str, path: str, task_id: str = "", **request: Any) -> httpx.Response:
            request.setdefault("headers", _headers(canned.key))
            answer = http.request(method, path.replace("{task_id}", task_id), **request)
            answer.request.read()  # a failure shows it
            described[path][method].Case().validate_response(answer, checks=CHECKS)
            return answer

        yield send


@pytest.mark.parametrize("path", [V1, EXTERNAL])
@pytest.mark.parametrize("return_type", ["1", "2"])
def test_a_photo_is_answered_as_described(
    ask: Callable[..., httpx.Response], path: str, return_type: str
) -> None:
    form = {"sync": "1", "return_type": return_type, "layout": "1", "nonsense": "1"}
    answer = ask("POST", path, data=form, files={"image_file": GOOD})
    task = answer.json()["data"]
    assert (task["state"], task["progress"]) == (1, 100)
    assert answer.headers["X-Compliance-Verdict"] == "fail; eyes_closed"
    assert "nonsense" in answer.headers["X-Ignored-Fields"]
    assert ask("GET", path + "/{task_id}", task["task_id"]).json()["data"].keys() == task.keys()


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("path", [V1, EXTERNAL])
def test_a_photo_that_fails_or_is_not_finished_is_answered_as_described(
    ask: Callable[..., httpx.Response], path: str
) -> None:
    failed = ask("POST", path, data={"sync": "1"}, files={"image_file": FACELESS}).json()["data"]
    assert failed["state"] == -14
    created = ask("POST", path, files={"image_file": SLOW}).json()["data"]
    assert created.keys() == {"task_id"}
    task = ask("GET", path + "/{task_id}", created["task_id"]).json()["data"]
    assert task["state"] in (0, 2, 3, 4)


@pytest.mark.parametrize("path", [V1, EXTERNAL])
def test_photos_are_refused_as_described(
    ask: Callable[..., httpx.Response], canned: CannedServer, path: str
) -> None:
    photo = {"image_file": GOOD}
    statuses = [
        ask("POST", path, data={"sync": "2"}, files=photo).status_code,
        ask("POST", path, headers={}, files=photo).status_code,
        ask("POST", path, headers=_headers(canned.poor_key), files=photo).status_code,
        ask("POST", path, files={"image_file": bytes(21 * 2**20)}).status_code,
        ask("GET", path + "/{task_id}", "nonsense").status_code,
        ask("GET", path + "/{task_id}", "nonsense", headers={}).status_code,
    ]
    assert statuses == [400, 401, 401, 413, 404, 401]


@pytest.mark.usefixtures("held")
def test_headshots_are_answered_as_described(
    ask: Callable[..., httpx.Response], canned: CannedServer
) -> None:
    done = ask("POST", GENERATE, json=_portrait(GOOD)).json()
    failed = ask("POST", GENERATE, json=_portrait(FACELESS))
    assert (failed.status_code, failed.json()["error"]["code"]) == (400, "bad_request")
    callback = {"callback_url": "http://127.0.0.1:9/"}
    running = ask("POST", GENERATE, json=_portrait(SLOW) | callback).json()
    ids = [each["task_id"] for each in (done, failed.json(), running, {"task_id": "nonsense"})]
    for each in ids:
        ask("POST", TASKS, json={"id": each})
    found = ask("POST", TASKS, json={"action": "retrieve_batch", "ids": ids}).json()
    assert [each["response"].get("success") for each in found["items"]] == [True, False, None, None]
    lines = {**_headers(canned.key), "Accept": "application/x-ndjson"}
    assert ask("POST", TASKS, headers=lines, json={"id": "x"}).headers["Content-Type"] == (
        "application/x-ndjson"
    )


def test_headshots_are_refused_as_described(
    ask: Callable[..., httpx.Response], canned: CannedServer
) -> None:
    body, poor, slow = _portrait(GOOD), _headers(canned.poor_key), _headers(canned.slow_key)
    ask("POST", GENERATE, json=body, headers=slow)
    statuses = [
        ask("POST", GENERATE, json={}).status_code,
        ask("POST", GENERATE, json=body, headers={}).status_code,
        ask("POST", GENERATE, json=body, headers=poor).status_code,
        ask("POST", GENERATE, json=body, headers=slow).status_code,
        ask("POST", TASKS, json={"action": "other"}).status_code,
        ask("POST", TASKS, json={}, headers={}).status_code,
    ]
    assert statuses == [400, 401, 403, 429, 400, 401]


def test_cards_are_answered_and_refused_as_described(
    ask: Callable[..., httpx.Response], canned: CannedServer
) -> None:
    card = {"image_base64": BASE64[GOOD]}
    assert ask("POST", CHECK, json=card).json()["result"] == "Success"
    assert ask("GET", PUBLIC_KEYS).json().keys() == {"AES-256-CBC", "SM4-GCM"}
    statuses = [
        ask("POST", CHECK, json={}).status_code,
        ask("POST", CHECK, json=card, headers={}).status_code,
        ask("POST", CHECK, json=card, headers=_headers(canned.poor_key)).status_code,
        ask("GET", PUBLIC_KEYS, headers={}).status_code,
    ]
    assert statuses == [400, 401, 403, 401]


def _portrait(photo: bytes) -> dict[str, Any]:
    return {"template": "male_portrait", "image_urls": [BASE64[photo]]}


def _responses(document: dict[str, Any]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Every response: path, method, status and description."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status, response in operation["responses"].items():
                yield path, method, status, response


def test_every_response_has_true_examples(document: dict[str, Any], described: BaseSchema) -> None:
    for path, method, status, response in _responses(document):
        for kind, content in _messages(response).items():
            assert content["examples"], (path, method, status)
            for each in content["examples"].values():
                request = httpx.Request(method, "http://photos.example")
                answer = httpx.Response(
                    int(status),
                    json=each["value"],
                    request=request,
                    headers={"Content-Type": kind, **_required(response)},
                )
                answer.elapsed = timedelta()
                described[path][method].validate_response(answer)
                assert each["value"].get("status", int(status)) in (int(status), "unknown")


def _messages(response: dict[str, Any]) -> dict[str, Any]:
    """A response's JSON, by media type; files and empty answers have none."""
    kinds = ("application/json", "application/problem+json")
    found = response.get("content", {})
    is_file = found.keys() and not found.keys() & set(kinds)
    assert found or response["description"] in ("Deleted.", "Not modified."), response
    return {} if is_file else {kind: found[kind] for kind in kinds if kind in found}


def _required(response: dict[str, Any]) -> dict[str, str]:
    return {name: "1" for name, header in response.get("headers", {}).items() if header["required"]}


@pytest.mark.parametrize(
    ("path", "errors"),
    [
        (V1, PICWISH_ERRORS),
        (EXTERNAL, PICWISH_ERRORS),
        (GENERATE, HEADSHOT_ERRORS),
        (CHECK, {code: row for code, row in CARD_ERRORS.items() if not isinstance(row, str)}),
    ],
)
def test_new_work_has_the_statuses_of_its_table_of_errors(
    document: dict[str, Any], path: str, errors: Mapping[str, Any]
) -> None:
    listed = document["paths"][path]["post"]["responses"].keys()
    assert listed == {"200", *(str(row.status) for row in errors.values())}


def test_no_response_is_described_that_never_comes(document: dict[str, Any]) -> None:
    queries = {V1 + "/{task_id}", EXTERNAL + "/{task_id}", TASKS, PUBLIC_KEYS}
    listed = {status for path, _, status, _ in _responses(document) if path in queries}
    assert not listed & {"402", "403", "409", "413", "422", "429", "504"}
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_callbacks_are_described_by_the_answers_they_repeat(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    found = {}
    for path in (V1, EXTERNAL, GENERATE):
        ended = document["paths"][path]["post"]["callbacks"]["ended"]
        body = ended["{$request.body#/callback_url}"]["post"]["requestBody"]
        references = body["content"]["application/json"]["schema"]["anyOf"]
        found[path] = [each["$ref"].rpartition("/")[2] for each in references]
    assert found == {
        V1: ["PicWishV1Answer"],
        EXTERNAL: ["PicWishExternalAnswer"],
        GENERATE: ["Headshots", "AceDataError"],
    }
    assert {name for names in found.values() for name in names} <= schemas.keys()
