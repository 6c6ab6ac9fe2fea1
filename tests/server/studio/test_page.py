"""The page: its files, how long browsers keep them, and what they may do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from tests.server.studio.conftest import PASSWORD, StudioServer, studio_server

from idphoto.server.studio.page import BUILT, load_page

SCRIPT = "/studio/assets/index-a1b2c3d4.js"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioServer]:
    """One server for all of this file."""
    folder = tmp_path_factory.mktemp("page")
    with studio_server(folder, studio="on", studio_password=PASSWORD) as server:
        yield server


@pytest.fixture
def get(server: StudioServer) -> Callable[..., httpx.Response]:
    """``get(path, **headers)``; nothing is compressed unless asked for."""

    def ask(path: str, **headers: str) -> httpx.Response:
        own = {"Accept-Encoding": "identity"}
        own |= {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.get(server.url + path, headers=own)

    return ask


@pytest.mark.parametrize("path", ["/studio", "/studio/", "/studio/us-passport", "/studio/enter"])
def test_each_of_the_page_s_own_addresses_is_the_page(
    get: Callable[..., httpx.Response], path: str
) -> None:
    answer = get(path)
    assert answer.status_code == 200
    assert answer.text == "<!doctype html><title>studio</title>"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


def test_the_page_is_sent_again_only_when_it_has_changed(
    get: Callable[..., httpx.Response],
) -> None:
    etag = get("/studio").headers["etag"]
    again = get("/studio", If_None_Match=f'"other", W/{etag}')
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert get("/studio", If_None_Match='"other"').status_code == 200


def test_files_whose_names_change_with_them_are_kept_for_ever(
    get: Callable[..., httpx.Response],
) -> None:
    answer = get(SCRIPT)
    assert (answer.status_code, answer.text) == (200, "plain")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert get("/studio/icon.svg").headers["cache-control"] == "no-cache"
    manifest = get("/studio/manifest.webmanifest")
    assert manifest.headers["content-type"] == "application/manifest+json"


@pytest.mark.parametrize(
    ("accepted", "coding", "body"),
    [
        ("gzip, deflate, br, zstd", "br", b"brotli"),
        ("gzip", "gzip", b"gzipped"),
        ("br;q=0, gzip;q=0.5", "gzip", b"gzipped"),
        ("*", "br", b"brotli"),
        ("br;q=0, *", "gzip", b"gzipped"),
        ("zstd", None, b"plain"),
        ("", None, b"plain"),
    ],
)
def test_a_file_is_sent_as_the_browser_accepts_it(
    server: StudioServer, accepted: str, coding: str | None, body: bytes
) -> None:
    headers = {"Accept-Encoding": accepted}
    with httpx.stream("GET", server.url + SCRIPT, headers=headers) as answer:
        assert b"".join(answer.iter_raw()) == body
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["etag"].endswith(f'-{coding}"' if coding else '"')


@pytest.mark.parametrize(
    "path",
    [
        "/studio/assets/gone.js",
        "/studio/favicon.ico",
        "/studio/assets/index-a1b2c3d4.js.gz",
        "/studio/..%2f..%2fpage.py",
        "/studio/%2e%2e/page.py",
    ],
)
def test_a_file_that_the_page_does_not_have_is_404(
    get: Callable[..., httpx.Response], path: str
) -> None:
    answer = get(path)
    assert (answer.status_code, answer.json()) == (404, {"status": 404, "message": "Not Found"})


@pytest.mark.parametrize("path", ["/studio", SCRIPT, "/studio/gone.js", "/studio/session"])
def test_nothing_of_the_studio_may_ask_another_host(
    get: Callable[..., httpx.Response], path: str
) -> None:
    headers = get(path).headers
    policy = dict(
        part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    for sources in policy.values():
        assert set(sources.split()) <= {"'none'", "'self'", "blob:", "data:"}
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=(self)" in headers["permissions-policy"]


def test_a_server_without_the_page_says_how_to_build_it(
    server: StudioServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.app.state, "page", {})
    answer = httpx.get(f"{server.url}/studio")
    assert answer.status_code == 503
    assert "In a checkout, <code>make studio</code> builds it" in answer.text


def test_the_address_without_a_path_leads_to_the_studio(
    get: Callable[..., httpx.Response],
) -> None:
    answer = get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/studio")


def test_a_server_without_a_studio_says_what_it_is(start: Callable[..., StudioServer]) -> None:
    server = start(studio="off")
    answer = httpx.get(f"{server.url}/")
    assert answer.status_code == 200
    assert answer.json()["message"].endswith("makes ID photos. Its API is described at /docs.")
    page = httpx.get(f"{server.url}/", headers={"Accept": "text/html"})
    assert "makes ID photos. Its API is described at /docs." in page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for path in ("/studio", "/studio/session", SCRIPT):
        assert httpx.get(server.url + path).status_code == 404


def test_a_server_that_is_open_here_only_leads_others_nowhere(local: StudioServer) -> None:
    answer = httpx.get(f"{local.url}/", headers={"Host": "photos.example"})
    assert (answer.status_code, answer.json()["status"]) == (200, 200)
    assert httpx.get(f"{local.url}/").headers["location"] == "/studio"


def test_a_folder_without_a_page_has_no_files(tmp_path: Path) -> None:
    assert load_page(tmp_path) == {}
    assert load_page(tmp_path / "gone") == {}


def test_the_built_page_is_complete_and_small() -> None:
    """What a browser loads first is at most 150 kB, compressed."""
    page = load_page()
    if not page:
        pytest.skip(f"the page is not built: make studio ({BUILT.name} is empty)")
    index = page["index.html"].bodies[""].decode()
    first = [path for path in page if f"/studio/{path}" in index and path.startswith("assets/")]
    assert any(path.endswith(".js") for path in first)
    assert all({"", "br", "gzip"} <= page[path].bodies.keys() for path in first)
    assert sum(len(page[path].bodies["br"]) for path in first) <= 150_000
    # the policy allows neither
    assert "<style" not in index
    assert "<script>" not in index
