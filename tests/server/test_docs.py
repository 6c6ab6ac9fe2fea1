"""The page /docs and its contents."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from fastapi import FastAPI

PATHS = ("/api/tasks/visual/idphoto", "/api/tasks/visual/external/idphoto")
BEARER_PATHS = ["/headshots/generate", "/headshots/tasks", "/identity/idcard/check-1e"]
KEYS_PATH = "/identity/idcard/public-keys"
KINDS = ("type", "name", "scheme")


class Links(HTMLParser):
    """Every address in a page's tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("src", "href")]


def test_the_page_and_its_assets_come_from_this_server(client: httpx.Client) -> None:
    page = client.get("/docs")
    links = Links(page.text).found
    assert len(links) == 3
    assert all(link.startswith("/docs/") for link in links)
    assert not re.search(r"https?://", page.text)
    for link in links:
        asset = client.get(urljoin("/docs", link))
        assert asset.status_code == 200
        assert len(asset.content) > 1000


def test_the_style_sheet_loads_nothing_from_elsewhere(client: httpx.Client) -> None:
    style = client.get("/docs/swagger-ui.css").text
    addresses = re.findall(r"url\(\s*[\"']?([^\"')]{0,20})", style)
    assert addresses
    assert all(address.startswith("data:") for address in addresses)
    assert "@import" not in style


def test_the_policy_forbids_browsers_to_ask_other_hosts(client: httpx.Client) -> None:
    page = client.get("/docs")
    policy = dict(
        rule.strip().split(" ", 1)
        for rule in page.headers["Content-Security-Policy"].split(";")
        if rule.strip()
    )
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == "'self'"
    sources = " ".join(policy.values()).split()
    assert {s for s in sources if not s.startswith("'")} == {"data:", "blob:"}
    assert '"validatorUrl": null' in page.text  # else Swagger UI shows the schema to its makers


@pytest.mark.parametrize("path", ["/docs/redoc.standalone.js", "/docs/../app.py", "/redoc"])
def test_nothing_else_is_served(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_behind_a_prefix_the_page_finds_its_assets(
    own_app: FastAPI, run_app: Callable[..., Any]
) -> None:
    own_app.root_path = "/photos"
    page = httpx.get(f"{run_app(own_app).url}/photos/docs").text
    assert all(link.startswith("/photos/docs/") for link in Links(page).found)
    assert "url: '/photos/openapi.json'" in page


def test_the_schema_describes_the_forms_and_how_to_authorise(client: httpx.Client) -> None:
    schema = client.get("/openapi.json").json()
    queries = [f"{path}/{{task_id}}" for path in PATHS]
    of_vendors = {path for path in schema["paths"] if not path.startswith("/v1/")}
    assert of_vendors == {*PATHS, *queries, *BEARER_PATHS, KEYS_PATH}
    schemes = schema["components"]["securitySchemes"]
    kinds = {tuple(scheme.get(key) for key in KINDS): name for name, scheme in schemes.items()}
    assert kinds.keys() == {("apiKey", "X-API-KEY", None), ("http", None, "bearer")}
    name, bearer = kinds["apiKey", "X-API-KEY", None], kinds["http", None, "bearer"]
    for path in PATHS:
        create, query = schema["paths"][path]["post"], schema["paths"][f"{path}/{{task_id}}"]["get"]
        assert create["security"] == query["security"] == [{name: []}, {"HTTPBearer": []}]
        fields = create["requestBody"]["content"]["multipart/form-data"]["schema"]["properties"]
        assert fields["image_file"]["format"] == "binary"
        assert [parameter["name"] for parameter in query["parameters"]] == ["task_id"]
    for path in BEARER_PATHS:
        ask = schema["paths"][path]["post"]
        assert ask["security"] == [{bearer: []}]
        assert ask["requestBody"]["content"].keys() == {"application/json"}
    assert schema["paths"][KEYS_PATH]["get"]["security"] == [{bearer: []}]
