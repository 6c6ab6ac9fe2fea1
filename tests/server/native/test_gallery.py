"""Papers, garments and templates over HTTP."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from PIL import Image

from idphoto.headshot.templates import TEMPLATES
from idphoto.messages.catalogue import GarmentList, PaperList, TemplateList
from idphoto.photo.wardrobe.load import GARMENT_IDS
from idphoto.sheet.paper import PAPERS


def test_papers_are_listed_upright_with_their_other_names(client: httpx.Client) -> None:
    found = PaperList.model_validate_json(client.get("/v1/papers").content).items
    assert [paper.name for paper in found] == [paper.name for paper in PAPERS]
    assert found[1].size_mm == (102, 152)
    assert "10x15" in found[1].aliases
    assert all(paper.size_mm[0] < paper.size_mm[1] for paper in found)


def test_the_wardrobe_is_listed_in_either_language(client: httpx.Client) -> None:
    english = GarmentList.model_validate_json(client.get("/v1/garments").content).items
    chinese = GarmentList.model_validate_json(
        client.get("/v1/garments", params={"language": "zh"}).content
    ).items
    assert [garment.id for garment in english] == list(GARMENT_IDS)
    assert english[0].title == "Navy two-button suit, notch lapels, white shirt, burgundy tie"
    assert chinese[0].title == "藏青色两粒扣西装，平驳领，白衬衫，酒红色领带"
    groups = [garment.group for garment in english]
    assert {group: groups.count(group) for group in groups} == {"man": 20, "woman": 20, "child": 10}


def test_templates_are_listed_in_either_language(client: httpx.Client) -> None:
    found = TemplateList.model_validate_json(client.get("/v1/templates").content).items
    assert [template.id for template in found] == list(TEMPLATES)
    assert [template.id for template in found if template.people == 2] == ["wedding"]
    chinese = client.get("/v1/templates", headers={"Accept-Language": "zh"}).json()["items"]
    assert chinese[0]["title"] == "男形象照"


@pytest.mark.parametrize("path", ["/v1/garments", "/v1/templates"])
def test_a_thumbnail_is_a_small_picture_that_browsers_keep_for_a_day(
    client: httpx.Client, path: str
) -> None:
    url = client.get(path).json()["items"][0]["thumbnail_url"]
    address = urlsplit(url)
    assert address.query.startswith("v=")
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert Image.open(io.BytesIO(answer.content)).size == (240, 300)
    assert len(answer.content) < 15_000
    assert answer.headers["Cache-Control"] == "private, max-age=86400"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    again = client.get(url, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/v1/garments/man_21/thumbnail", "unknown_garment"),
        ("/v1/garments/%2e%2e/thumbnail", "unknown_garment"),
        (f"/v1/garments/{'x' * 500}/thumbnail", "unknown_garment"),
        ("/v1/templates/nobody/thumbnail", "unknown_template"),
    ],
)
def test_an_unknown_name_is_not_found(client: httpx.Client, path: str, code: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, code)
    assert code.removeprefix("unknown_") in answer.json()["remedy"]


@pytest.mark.parametrize(
    "path", ["/v1/papers", "/v1/garments", "/v1/templates", "/v1/garments/man_1/thumbnail"]
)
def test_choices_need_a_key(client: httpx.Client, path: str) -> None:
    answer: Any = client.get(path, headers={"X-API-KEY": "bad"})
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_key")
