"""Every client program on PicWish's pages runs against our server as printed.

Only the base URL, the key, the picture and the callback URL are filled in. The v1 page has only
curl programs, so the external page's programs also run against v1's path.
"""

from __future__ import annotations

import ast
import json
import re
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from standardwebhooks import Webhook
from tests.contracts.expect import assert_like, assert_photo
from tests.contracts.languages import LANGUAGES, LARGE, Ran, missing, run
from tests.contracts.programs import (
    MODES,
    PATHS,
    SOURCES,
    Blanks,
    Program,
    external_programs,
    v1_programs,
)
from tests.contracts.server import Raw, Server
from tests.contracts.site import Site
from tests.contracts.wire import Wire

pytestmark = pytest.mark.xdist_group("contracts")

Programs = Mapping[tuple[str, str, str, str], Program]

# Far longer than any callback takes; it only stops a hung test.
CALLBACK_S: Final = 180

# What a program prints on success, by mode: async, sync, callback.
PRINTED_ON_SUCCESS: Final = {
    "curl": ('"task_id"', '"task_id"', '"task_id"'),
    # its synchronous programs never decode the answer and so report a failure
    "php": ("string(", "post request failed", ""),
    "java": ("{", "Response json string: {", "Response json string: {"),
    "node": ("result: {", "result: {", "{ task_id: "),
    "python": ("Result(successful): {", "Result(successful): {", "Result(successful): {"),
    "csharp": ("result: {", "result: {", "result: {"),
    # its callback program for files prints "failed" on success
    "go": ("result &{200 ", "result Successfully ", "{200 "),
}
# Programs that print no part of the answer.
SILENT: Final = {
    ("php", "sync", "url"),
    ("php", "callback", "url"),
    ("php", "callback", "file"),
}
# Programs that throw after printing the answer.
THROWS: Final = {("node", "callback")}
# Every language; those with a large toolchain run only on demand.
EACH_LANGUAGE: Final = [
    pytest.param(name, marks=[pytest.mark.clients] if name in LARGE else []) for name in LANGUAGES
]


@pytest.fixture(scope="session")
def programs(external_page: str, v1_page: str) -> Programs:
    """By API, language, mode and source; for v1, its own page's program where there is one."""
    every = [("v1", p) for p in external_programs(external_page)]
    every += [("v1", p) for p in v1_programs(v1_page)]
    every += [("external", p) for p in external_programs(external_page)]
    return {(api, p.language, p.mode, p.source): p for api, p in every}


@pytest.fixture(scope="session")
def portrait(astronaut_jpeg: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("portrait") / "astronaut.jpg"
    file.write_bytes(astronaut_jpeg)
    return file


@pytest.fixture
def execute(
    programs: Programs, wire: Wire, server: Server, site: Site, portrait: Path, tmp_path: Path
) -> Callable[..., Ran]:
    """``execute(api, language, mode, source, callback)`` runs a program, or skips the test where
    its tools are not installed."""

    def start(api: str, language: str, mode: str, source: str, callback: str = "/none") -> Ran:
        program = programs[api, language, mode, source]
        if reason := missing(program):
            pytest.skip(reason)
        blanks = Blanks(
            endpoint=wire.url + PATHS[api],
            key=server.key,
            picture_url=f"{site.url}/portrait.jpg?width=512&from=a%20page",
            picture_file=portrait,
            callback_url=site.url + callback,
        )
        return run(program, blanks, tmp_path)

    return start


def accepted(wire: Wire, ran: Ran) -> dict[str, Any]:
    """The ``data`` of the server's last answer; every answer was a 200."""
    answers = wire.answers()
    assert [status for status, _ in answers] == [200] * len(answers), (answers, ran)
    assert answers, ran
    data: dict[str, Any] = answers[-1][1]["data"]
    return data


def assert_printed(ran: Ran, language: str, mode: str, source: str, values: list[str]) -> None:
    printed = ran.out.replace("\\/", "/")  # Java's JSON escapes slashes
    assert PRINTED_ON_SUCCESS[language][MODES.index(mode)] in printed, ran
    assert (ran.exit_code != 0) == ((language, mode) in THROWS), ran
    if (language, mode, source) not in SILENT:
        assert [value for value in values if value not in printed] == [], ran


def test_the_external_page_has_a_program_for_each_language_mode_and_source(
    external_page: str,
) -> None:
    found = external_programs(external_page)
    assert len(found) == len({(p.language, p.mode, p.source) for p in found}) == 8 * 3 * 2
    assert {p.language for p in found} == {*LANGUAGES, "swift"}
    assert [p for p in found if PATHS["external"] not in p.text] == []


def test_the_v1_page_has_three_curl_programs_and_a_query(v1_page: str) -> None:
    found = v1_programs(v1_page)
    assert [(p.mode, p.source) for p in found] == [
        ("async", "url"),
        ("async", "file"),
        ("sync", "url"),
    ]
    assert [p for p in found if PATHS["v1"] not in p.text or PATHS["v1"] not in p.second] == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("source", SOURCES)
def test_the_indentation_of_the_python_programs_is_restored(
    programs: Programs, mode: str, source: str
) -> None:
    body = ast.parse(programs["external", "python", mode, source].text).body
    kinds = [type(each) for each in body]
    # a line indented one level too little would fall outside its function
    assert list(dict.fromkeys(kinds)) == [ast.Import, ast.Assign, ast.FunctionDef, ast.If]
    assert ast.unparse(body[-1]) == "if __name__ == '__main__':\n    main()"
    assert kinds.count(ast.If) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_in_program_contacts_only_our_host(programs: Programs, language: str) -> None:
    blanks = Blanks("http://ours/api", "k", "http://ours/a.jpg", Path("/a.jpg"), "http://ours/c")
    for (_, of, _, _), program in programs.items():
        filled = blanks.fill(program.text + program.second)
        if of == language:
            assert set(re.findall(r"https?://([\w.]+)", filled)) <= {"ours"}
            assert re.findall(r"YOUR?_\w+|IMAGE_HTTP_URL|/path/to", filled) == []


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("mode", ["async", "sync"])
@pytest.mark.parametrize("language", EACH_LANGUAGE)
@pytest.mark.parametrize("api", PATHS)
def test_a_printed_program_gets_its_photo(
    execute: Callable[..., Ran],
    raw: Callable[..., Raw],
    wire: Wire,
    api: str,
    language: str,
    mode: str,
    source: str,
) -> None:
    ran = execute(api, language, mode, source)
    data = accepted(wire, ran)
    assert (data["state"], data["progress"]) == (1, 100)
    assert_printed(ran, language, mode, source, [data["task_id"], data["image"]])
    queried = raw(api).get(data["task_id"]).json()["data"]
    assert (queried["task_id"], queried["state"]) == (data["task_id"], 1)
    assert_photo(api, raw(api).download(data["image"]), (512, 512))


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("language", EACH_LANGUAGE)
@pytest.mark.parametrize("api", PATHS)
def test_a_printed_program_is_called_back(
    execute: Callable[..., Ran],
    raw: Callable[..., Raw],
    wire: Wire,
    server: Server,
    site: Site,
    api: str,
    language: str,
    source: str,
) -> None:
    path = f"/callback/{uuid.uuid4()}"
    ran = execute(api, language, "callback", source, path)
    created = accepted(wire, ran)
    assert list(created) == ["task_id"]
    assert_printed(ran, language, "callback", source, [created["task_id"]])
    call = site.calls(path).get(timeout=CALLBACK_S)
    body = Webhook(server.callback_secret).verify(call.body.decode(), dict(call.headers))
    assert body == raw(api).get(created["task_id"]).json()
    assert (body["data"]["state"], body["data"]["progress"]) == (1, 100)
    assert_photo(api, raw(api).download(body["data"]["image"]), (512, 512))
    assert site.calls(path).empty()


@pytest.fixture(scope="session")
def callback_body(server: Server, site: Site, astronaut_jpeg: bytes) -> str:
    path = f"/callback/{uuid.uuid4()}"
    with Raw(server, "external") as plain:
        form = {"callback_url": site.url + path}
        plain.post(data=form, files={"image_file": astronaut_jpeg}).raise_for_status()
    return site.calls(path).get(timeout=CALLBACK_S).body.decode()


def test_our_callback_is_like_the_one_on_the_page(programs: Programs, callback_body: str) -> None:
    printed = programs["external", "php", "callback", "url"].second
    example = re.search(r"'(\{.*?\})'", printed, re.DOTALL)
    assert example
    assert_like(json.loads(callback_body), json.loads(example[1]))


@pytest.mark.clients
@pytest.mark.parametrize("source", SOURCES)
def test_the_php_receiver_understands_our_callback(
    programs: Programs, callback_body: str, source: str, tmp_path: Path
) -> None:
    program = programs["external", "php", "callback", source]
    if reason := missing(program):
        pytest.skip(reason)
    body = callback_body.replace("\\", "\\\\").replace("'", "\\'")
    text, replaced = re.subn(r"'\{.*?\}'", lambda _: f"'{body}'", program.second, flags=re.DOTALL)
    assert replaced == 1
    ran = LANGUAGES["php"].run(text + 'echo json_encode($data["data"]);', tmp_path)
    assert (ran.exit_code, ran.err) == (0, "")
    assert json.loads(ran.out) == json.loads(callback_body)["data"]


@pytest.mark.clients
@pytest.mark.parametrize("source", SOURCES)
def test_the_go_receiver_understands_our_callback(
    programs: Programs, callback_body: str, source: str, tmp_path: Path
) -> None:
    program = programs["external", "go", "callback", source]
    if reason := missing(program):
        pytest.skip(reason)
    text, replaced = re.subn(
        r"`\{.*?^\}`", lambda _: f"`{callback_body}`", program.second, flags=re.M | re.S
    )
    assert replaced == 1
    ran = LANGUAGES["go"].run(text, tmp_path)
    assert (ran.exit_code, ran.err) == (0, "")
    assert ran.out == f"Image: {json.loads(callback_body)['data']['task_id']}\n"
