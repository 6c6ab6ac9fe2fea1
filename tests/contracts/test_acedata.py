"""AceData's two pages on headshots: every program and every JSON example printed on them."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from PIL import Image
from standardwebhooks import Webhook
from tests.contracts.acedata import (
    GENERATE,
    TASKS,
    Blanks,
    codes,
    examples,
    labels,
    programs,
)
from tests.contracts.expect import assert_like
from tests.contracts.languages import LANGUAGES, not_installed
from tests.contracts.server import Server
from tests.contracts.site import Site

from idphoto.headshot.templates import TEMPLATES
from idphoto.server.vendors.acedata.errors import ERRORS

pytestmark = pytest.mark.xdist_group("contracts")

# Far longer than any task takes; it only stops a hung test.
WAIT_S: Final = 300


@pytest.fixture(scope="session")
def generate_page(shared: Path) -> str:
    return (shared / "vendor" / "acedata-headshots-generate.txt").read_text("utf-8")


@pytest.fixture(scope="session")
def tasks_page(shared: Path) -> str:
    return (shared / "vendor" / "acedata-headshots-tasks.txt").read_text("utf-8")


@pytest.fixture(scope="session")
def caller(server: Server) -> Iterator[httpx.Client]:
    """A plain HTTP client."""
    headers = {"Authorization": f"Bearer {server.key}"}
    with httpx.Client(
        base_url=server.url, headers=headers, timeout=WAIT_S, trust_env=False
    ) as client:
        yield client


def printed_answer(language: str, text: str, folder: Path) -> dict[str, Any]:
    """The JSON answer that a program prints; skips the test where it cannot run."""
    if reason := not_installed(language):
        pytest.skip(reason)
    ran = LANGUAGES[language].run(text, folder)
    assert ran.exit_code == 0, ran
    answer: dict[str, Any] = json.loads(ran.out)
    return answer


def assert_photos(answer: dict[str, Any], example: dict[str, Any], template: str) -> None:
    """The answer matches the page's example, and its pictures can be fetched."""
    assert_like(answer, example)
    assert answer.keys() == example.keys()
    assert answer["success"] is True
    assert len(answer["data"]) == len(example["data"]) == 2
    pictures = []
    for photo, printed in zip(answer["data"], example["data"], strict=True):
        assert_like(photo, printed)
        assert photo.keys() == printed.keys()
        assert photo["template"] == TEMPLATES[template].label
        assert photo["id"].isdecimal()
        assert len(photo["id"]) == len(printed["id"])
        response = httpx.get(photo["image_url"], trust_env=False)
        assert response.headers["Content-Type"] == "image/png"
        with Image.open(io.BytesIO(response.content)) as image:
            assert (image.format, max(image.size)) == ("PNG", 1024)
        pictures.append(response.content)
    assert pictures[0] != pictures[1]
    assert answer["data"][0]["id"] != answer["data"][1]["id"]


@pytest.fixture(scope="session")
def called_back(
    caller: httpx.Client, server: Server, site: Site, tasks_page: str
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The second page's request, sent with our URLs: the request, its answer and its callback."""
    path = f"/callback/{uuid.uuid4()}"
    request = examples(tasks_page)[0]["request"] | {
        "image_urls": [f"{site.url}/portrait.jpg"],
        "callback_url": site.url + path,
    }
    created = caller.post(GENERATE, json=request)
    assert created.status_code == 200
    call = site.calls(path).get(timeout=WAIT_S)
    callback = Webhook(server.callback_secret).verify(call.body.decode(), dict(call.headers))
    assert site.calls(path).empty()
    return request, created.json(), callback


# --- what the pages contain ---------------------------------------------------------------------


def test_the_pages_programs_and_examples_are_found(generate_page: str, tasks_page: str) -> None:
    counts = {
        (name, language): len(programs(page, language))
        for name, page in (("generate", generate_page), ("tasks", tasks_page))
        for language in ("curl", "python")
    }
    assert counts == {
        ("generate", "curl"): 1,
        ("generate", "python"): 0,
        ("tasks", "curl"): 2,
        ("tasks", "python"): 2,
    }
    assert len(examples(generate_page)) == 4
    assert len(examples(tasks_page)) == 3


def test_a_filled_in_program_contacts_only_our_host(generate_page: str, tasks_page: str) -> None:
    blanks = Blanks("http://ours", "k", "http://ours/a.jpg", ("a", "b"))
    for page in (generate_page, tasks_page):
        for language in ("curl", "python"):
            for text in map(blanks.fill, programs(page, language)):
                assert "https://" not in text
                assert "{token}" not in text


def test_our_templates_and_their_labels_are_the_pages(generate_page: str) -> None:
    listed = labels(generate_page)
    assert len(listed) == 8
    assert listed == {name: template.label for name, template in TEMPLATES.items()}


def test_every_error_on_the_pages_is_in_our_error_table(
    generate_page: str, tasks_page: str
) -> None:
    assert len(codes(generate_page)) == 5
    assert codes(generate_page) == codes(tasks_page)
    assert codes(generate_page) <= {(row.status, row.code) for row in ERRORS.values()}


# --- /headshots/generate ------------------------------------------------------------------------


def test_the_printed_curl_program_gets_its_photos(
    generate_page: str, server: Server, site: Site, tmp_path: Path
) -> None:
    (text,) = programs(generate_page, "curl")
    blanks = Blanks(server.url, server.key, f"{site.url}/portrait.jpg?width=512")
    answer = printed_answer("curl", blanks.fill(text), tmp_path)
    assert_photos(answer, examples(generate_page)[0], "male_portrait")


def test_the_callback_of_a_task_matches_the_pages_example(
    generate_page: str, called_back: tuple[Any, Any, Any]
) -> None:
    _, example, callback_example, _ = examples(generate_page)
    _, created, callback = called_back
    assert created.keys() == example.keys() == {"task_id"}
    assert_photos(callback, callback_example, "male_portrait")
    assert callback["task_id"] == created["task_id"]


def test_a_failed_task_is_called_back_with_the_pages_error(
    generate_page: str, caller: httpx.Client, site: Site
) -> None:
    *_, example = examples(generate_page)
    path = f"/callback/{uuid.uuid4()}"
    body = {
        "template": "wedding",
        "image_urls": ["Tm8gcGljdHVyZSBhdCBhbGw="],
        "callback_url": site.url + path,
    }
    task_id = caller.post(GENERATE, json=body).json()["task_id"]
    callback = json.loads(site.calls(path).get(timeout=WAIT_S).body)
    assert_like(callback, example)
    assert (callback["success"], callback["task_id"]) == (False, task_id)
    assert callback["error"]["code"] == "bad_request"
    assert callback["error"]["message"].startswith("image_urls: unsupported picture format")


@pytest.mark.parametrize(
    ("key", "body", "status", "code"),
    [
        ("-", {}, 401, "invalid_token"),
        ("wrong", {}, 401, "invalid_token"),
        (None, {}, 400, "token_mismatched"),
        (None, {"template": "male_portrait"}, 400, "token_mismatched"),
        (None, {"template": "passport", "image_urls": ["x"]}, 400, "api_not_implemented"),
        (
            None,
            {"template": "bob_suit", "image_urls": ["http://127.0.0.1:9/none.jpg"]},
            400,
            "bad_request",
        ),
    ],
)
def test_an_error_matches_the_pages_example(
    generate_page: str,
    caller: httpx.Client,
    key: str | None,
    body: dict[str, Any],
    status: int,
    code: str,
) -> None:
    *_, example = examples(generate_page)
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    response = caller.post(GENERATE, json=body, headers=headers)
    answer = response.json()
    assert_like(answer, example)
    assert (response.status_code, answer["error"]["code"]) == (status, code)
    assert (answer["success"], len(answer["trace_id"])) == (False, len(example["trace_id"]))


def test_a_caller_over_the_rate_limit_learns_when_to_retry(server: Server) -> None:
    headers = {"Authorization": f"Bearer {server.slow_key}"}
    with httpx.Client(base_url=server.url, headers=headers, trust_env=False) as caller:
        answers = [caller.post(GENERATE, json={}) for _ in range(2)]
    assert answers[1].status_code == 429
    assert answers[1].json()["error"]["code"] == "too_many_requests"
    assert 1 <= int(answers[1].headers["Retry-After"]) <= 10


# --- /headshots/tasks ---------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["curl", "python"])
def test_a_printed_program_gets_its_task(
    tasks_page: str,
    server: Server,
    called_back: tuple[Any, Any, Any],
    language: str,
    tmp_path: Path,
) -> None:
    request, created, callback = called_back
    example, *_ = examples(tasks_page)
    text, _ = programs(tasks_page, language)
    blanks = Blanks(server.url, server.key, task_ids=(created["task_id"],))
    answer = printed_answer(language, blanks.fill(text), tmp_path)
    assert_like(answer, example)
    assert list(answer) == list(example)
    assert answer["id"] == created["task_id"]
    assert answer["request"] == request
    assert answer["response"]["task_id"] == callback["task_id"]
    assert [photo["id"] for photo in answer["response"]["data"]] == [
        photo["id"] for photo in callback["data"]
    ]
    assert_photos(answer["response"], example["response"], "male_portrait")


@pytest.mark.parametrize("language", ["curl", "python"])
def test_a_printed_program_gets_a_batch_of_a_finished_and_an_unfinished_task(
    tasks_page: str,
    server: Server,
    site: Site,
    caller: httpx.Client,
    called_back: tuple[Any, Any, Any],
    language: str,
    tmp_path: Path,
) -> None:
    _, created, _ = called_back
    _, example, _ = examples(tasks_page)
    _, text = programs(tasks_page, language)
    site.gate.clear()
    held = {
        "template": "male_portrait",
        "image_urls": [f"{site.url}/held/portrait.jpg"],
        "callback_url": f"{site.url}/callback/{uuid.uuid4()}",
    }
    unfinished = caller.post(GENERATE, json=held).json()["task_id"]
    blanks = Blanks(server.url, server.key, task_ids=(created["task_id"], unfinished))
    answer = printed_answer(language, blanks.fill(text), tmp_path)
    site.gate.set()
    assert_like(answer, example)
    assert answer["count"] == example["count"] == 2
    assert [list(item) for item in answer["items"]] == [list(item) for item in example["items"]]
    assert [item["id"] for item in answer["items"]] == [created["task_id"], unfinished]
    assert answer["items"][0]["response"]["success"] is True
    assert answer["items"][1]["response"] == {
        **example["items"][1]["response"],
        "task_id": unfinished,
    }


@pytest.mark.parametrize("language", ["curl", "python"])
def test_the_pages_own_task_ids_are_answered_as_unknown(
    tasks_page: str, server: Server, language: str, tmp_path: Path
) -> None:
    _, example, _ = examples(tasks_page)
    _, text = programs(tasks_page, language)
    answer = printed_answer(language, Blanks(server.url, server.key).fill(text), tmp_path)
    assert [item["id"] for item in answer["items"]] == [item["id"] for item in example["items"]]
    assert {item["response"]["status"] for item in answer["items"]} == {"unknown"}


def test_another_keys_task_looks_like_an_unknown_one(
    server: Server, called_back: tuple[Any, Any, Any]
) -> None:
    _, created, _ = called_back
    headers = {"Authorization": f"Bearer {server.stranger_key}"}
    with httpx.Client(base_url=server.url, headers=headers, trust_env=False) as stranger:
        foreign, unknown = (
            stranger.post(TASKS, json={"id": task_id}).json()
            for task_id in (created["task_id"], str(uuid.uuid4()))
        )
        own = stranger.post(TASKS, json={"action": "retrieve_batch", "user_id": "x"}).json()
    assert foreign.keys() == unknown.keys()
    assert foreign | {"id": "", "response": ""} == unknown | {"id": "", "response": ""}
    assert foreign["response"] == {"task_id": created["task_id"], "status": "unknown", "data": []}
    assert own == {"items": [], "count": 0}
