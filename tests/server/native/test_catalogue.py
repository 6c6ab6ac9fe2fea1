"""Documents over HTTP, without a key's credits or a database."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from idphoto.messages.specs import SpecDetail, SpecList
from idphoto.specs import all_specs, load_spec


def listed(client: httpx.Client, **query: Any) -> SpecList:
    answer = client.get("/v1/specs", params=query)
    assert answer.status_code == 200, answer.text
    return SpecList.model_validate_json(answer.content)


def ids(found: SpecList) -> list[str]:
    return [item.id for item in found.items]


def refused(client: httpx.Client, path: str, status: int, code: str, **query: Any) -> Any:
    answer = client.get(path, params=query)
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    return problem


def test_without_a_search_the_whole_catalogue_is_listed_with_the_askers_country_first(
    client: httpx.Client,
) -> None:
    found = listed(client, near="US", limit=200)
    assert found.total == len(all_specs())
    assert sorted(ids(found)) == sorted(spec.slug for spec in all_specs())
    assert ids(found)[:2] == ["us-passport", "us-visa"]
    assert found.items[4].category == "common"


@pytest.mark.parametrize("words", ["", "  ", "photo", "证件照", "!"])
def test_words_that_say_nothing_leave_nothing_out(client: httpx.Client, words: str) -> None:
    assert listed(client, search=words, near="CN") == listed(client, near="CN")


def test_a_list_comes_in_parts_that_hold_each_document_once(client: httpx.Client) -> None:
    slugs: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        query = {"cursor": cursor} if cursor else {}
        found = listed(client, search="visa", near="JP", limit=7, **query)
        assert len(found.items) <= 7
        slugs += ids(found)
        cursor = found.next_cursor
    assert slugs == ids(listed(client, search="visa", near="JP", limit=200))
    assert len(slugs) == len(set(slugs)) == found.total


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ({"search": "passport", "near": "US"}, "us-passport"),
        ({"search": "美国签证"}, "us-visa"),
        ({"search": "一寸", "language": "zh"}, "picwish-1102"),
        ({"search": "35x45", "near": "gb"}, "gb-passport"),
        ({"search": "2x2 inch", "near": "US"}, "us-passport"),
        ({"search": " pasport ", "country": "german"}, "de-passport"),
        ({"country": "法国"}, "fr-passport"),
        ({"country": "CN", "category": "examination"}, "picwish-5101"),
    ],
)
def test_a_search_finds_what_people_mean(
    client: httpx.Client, query: dict[str, str], first: str
) -> None:
    assert ids(listed(client, **query))[0] == first


def test_a_country_and_a_category_leave_others_out(client: httpx.Client) -> None:
    assert {item.country for item in listed(client, country="jp", limit=200).items} == {"JP"}
    found = listed(client, category="identity-card").items
    assert {(item.category, item.category_name) for item in found} == {
        ("identity-card", "Identity card")
    }


def test_a_country_without_documents_has_an_empty_list(client: httpx.Client) -> None:
    nothing = listed(client, country="PE")
    assert (nothing.items, nothing.total) == ((), 0)
    assert listed(client, near="PE", search="visa") == listed(client, search="visa")


def test_every_list_names_the_countries_that_have_documents(client: httpx.Client) -> None:
    everywhere = {spec.country for spec in all_specs() if spec.country}
    for asked in ({}, {"country": "PE"}, {"search": "us passport", "limit": "1"}):
        found = listed(client, **asked)
        assert list(found.countries) == sorted(everywhere)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"country": "Atlantis"}, "country"),
        ({"category": "fishing"}, "category"),
        ({"search": "x" * 101}, "search"),
        ({"near": "x" * 61}, "near"),
        ({"limit": 0}, "limit"),
        ({"limit": 201}, "limit"),
        ({"cursor": "rubbish"}, "cursor"),
        ({"cursor": "WyJ1cy1wYXNzcG9ydCJd", "country": "CN"}, "cursor"),
    ],
)
def test_a_wrong_parameter_is_named(
    client: httpx.Client, query: dict[str, Any], field: str
) -> None:
    assert refused(client, "/v1/specs", 400, "bad_request", **query)["field"] == field


def test_an_unknown_language_is_refused(client: httpx.Client) -> None:
    problem = refused(client, "/v1/specs", 400, "not_offered", language="xx")
    assert problem["field"] == "language"


def test_titles_are_in_the_language_asked_for_or_preferred(client: httpx.Client) -> None:
    chinese = client.get("/v1/specs/us-passport", params={"language": "zh"}).json()
    preferred = client.get("/v1/specs/us-passport", headers={"Accept-Language": "zh-CN,en;q=0.5"})
    assert preferred.json() == chinese
    assert (chinese["title"], chinese["country_name"]) == ("美国护照", "美国")
    assert preferred.headers["Vary"] == "Accept-Language"
    english = client.get("/v1/specs/us-passport").json()
    assert (english["title"], english["country_name"]) == ("US passport", "United States")


def test_a_document_is_shown_with_its_limits_and_what_is_asked_in_words(
    client: httpx.Client,
) -> None:
    answer = client.get("/v1/specs/ca-visa")
    shown = SpecDetail.model_validate_json(answer.content)
    spec = load_spec("ca-visa")
    assert (shown.size_mm, shown.size_px, shown.dpi) == (spec.size_mm, spec.size_px, spec.dpi)
    assert shown.head_height_mm is not None and spec.head_height_mm is not None
    assert shown.head_height_mm.low == spec.head_height_mm.low
    assert (shown.source, shown.checked) == (spec.source, spec.checked)
    assert (shown.verified, shown.editing_forbidden) == (True, True)
    asked = {each.field: each for each in shown.requirements}
    assert asked["smile"].text == "neutral expression, no smile"
    assert (asked["smile"].verified, asked["mouth_closed"].verified) == (True, False)


def test_a_vendors_document_is_not_called_verified(client: httpx.Client) -> None:
    shown = client.get("/v1/specs/1102").json()
    assert (shown["id"], shown["verified"]) == ("picwish-1102", False)


@pytest.mark.parametrize("name", ["us-pasport", "german passport", "9999", "xyzzy", "é" * 99])
def test_a_document_is_named_by_its_exact_id(client: httpx.Client, name: str) -> None:
    problem = refused(client, f"/v1/specs/{name}", 404, "unknown_spec")
    assert "idphoto specs" not in problem["detail"]


def test_an_unknown_document_is_answered_with_what_may_be_meant(client: httpx.Client) -> None:
    assert "us-passport" in refused(client, "/v1/specs/us-pasport", 404, "unknown_spec")["detail"]


@pytest.mark.parametrize("path", ["/v1/specs", "/v1/specs/us-passport"])
def test_documents_need_a_key(client: httpx.Client, path: str) -> None:
    client.headers["X-API-KEY"] = "bad"
    refused(client, path, 401, "invalid_key")


def test_what_a_client_has_is_not_sent_again(client: httpx.Client) -> None:
    answer = client.get("/v1/specs", params={"search": "visa"})
    assert answer.headers["Cache-Control"] == "private, no-cache"
    tag = answer.headers["ETag"]
    again = client.get(
        "/v1/specs", params={"search": "visa"}, headers={"If-None-Match": f'"x", W/{tag}'}
    )
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    other = client.get("/v1/specs", params={"search": "us"}, headers={"If-None-Match": tag})
    assert other.status_code == 200
