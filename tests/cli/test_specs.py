from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from idphoto.cli.specs import app
from idphoto.errors import BadRequest, UnknownSpec
from idphoto.specs import all_specs


def run(*arguments: str) -> str:
    result = CliRunner().invoke(
        app, list(arguments), catch_exceptions=False, env={"COLUMNS": "200", "NO_COLOR": "1"}
    )
    assert result.exit_code == 0, result.output
    return result.stdout


def run_json(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--json"))


def test_list_prints_the_whole_catalogue() -> None:
    assert [spec["slug"] for spec in run_json("list")] == [spec.slug for spec in all_specs()]
    assert "picwish-6601" in run("list")


@pytest.mark.parametrize("country", ["FR", "france", "French"])
def test_list_keeps_one_country(country: str) -> None:
    slugs = [spec["slug"] for spec in run_json("list", "--country", country)]
    assert slugs == ["fr-passport", "picwish-3118"]


def test_list_keeps_one_category_in_any_case() -> None:
    assert {s["category"] for s in run_json("list", "--category", "EXAMINATION")} == {"Examination"}


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [("--country", "Atlantis", "Atlantis"), ("--category", "Fishing", "Passport")],
)
def test_list_refuses_an_unknown_country_or_category(option: str, value: str, message: str) -> None:
    with pytest.raises(BadRequest, match=message) as caught:
        run("list", option, value)
    assert caught.value.field == option.strip("-")


def test_search_prints_the_best_first() -> None:
    assert run_json("search", "german", "passport")[0]["slug"] == "de-passport"
    assert "de-passport" in run("search", "german")


def test_search_takes_sizes_chinese_words_and_a_country_to_put_first() -> None:
    assert run_json("search", "35x45", "--near", "法国")[0]["slug"] == "fr-passport"
    assert run_json("search", "美国签证")[0]["slug"] == "us-visa"


def test_search_refuses_to_put_an_unknown_country_first() -> None:
    with pytest.raises(BadRequest, match="Atlantis") as caught:
        run("search", "passport", "--near", "Atlantis")
    assert caught.value.field == "near"


def test_titles_and_requirements_are_printed_in_the_language_asked_for() -> None:
    assert "美国签证" in run("search", "us", "visa", "--language", "zh")
    assert "日本护照" in run("list", "--country", "日本", "--language", "zh")
    shown = run("show", "美国护照", "--language", "zh")
    assert "可以微笑" in shown
    assert "a smile is allowed" not in shown


def test_search_reports_that_nothing_was_found() -> None:
    result = CliRunner().invoke(app, ["search", "xyzzy"])
    assert (result.exit_code, result.stderr) == (0, "Nothing found.\n")
    assert run_json("search", "xyzzy") == []


def test_show_takes_a_slug_an_id_or_words() -> None:
    for name in (["jp-visa"], ["japan", "visa"]):
        assert run_json("show", *name)["slug"] == "jp-visa"
    assert run_json("show", "1102")["title"] == "1 Inch"


def rows(*name: str) -> dict[str, str]:
    """Field → its line of ``show``."""
    return {line.split("\t")[0]: line for line in run("show", *name).splitlines()[1:]}


def test_show_prints_units_open_ranges_and_what_is_unverified() -> None:
    lines = rows("us-passport")
    assert "50.8 x 50.8" in lines["size_mm"]
    assert "25.4–34.9" in lines["head_height_mm"]
    assert "unverified" in lines["eye_line_mm"]
    assert "unverified" not in lines["head_height_mm"]
    assert "yes" in lines["editing_forbidden"]
    assert "at most 240,000" in rows("us-visa")["file_bytes"]
    assert "at least 2" in run("show", "cz-residence")


def test_show_prints_the_requirements_in_plain_words() -> None:
    lines = rows("us-passport")
    assert "us-passport: US Department of State" in lines["requirements"]
    assert "no glasses" in lines["glasses"]
    assert "a smile is allowed" in lines["smile"]
    assert "unverified" not in lines["glasses"]
    assert "at least 90 px between the eyes" in lines["min_inter_eye_px"]
    assert "unverified" in lines["min_inter_eye_px"]
    assert "unverified" not in lines["background_delta_e"]
    assert "below 1 year: the eyes may be closed" in lines["children"]
    assert "8 FAM 402.1" in run("show", "us-passport")
    assert "icao: ICAO" in rows("fr-passport")["requirements"]


def test_show_prints_the_requirements_as_json() -> None:
    asked = run_json("show", "de-passport")["requirements"]
    assert (asked["name"], asked["glasses"], asked["checked"]) == ("de", "clear", "2026-11-29")
    assert asked["children"][0] == {
        "below_years": 10,
        "waives": [],
        "head_height_mm": {"low": 22.5, "high": 36},
        "eye_line_mm": {"low": 18, "high": 32},
    }


def test_show_prints_dates_and_ranges_as_json() -> None:
    spec = run_json("show", "fi-passport")
    assert spec["checked"] == "2026-11-21"
    assert spec["head_height_mm"] == {"low": 32, "high": 36}
    assert spec["size_px"] == [500, 653]


def test_show_lets_the_error_through_for_the_main_app_to_print() -> None:
    with pytest.raises(UnknownSpec, match="fr-passport"):
        run("show", "france")


def test_help_gives_examples() -> None:
    for command in ("list", "search", "show"):
        assert "idphoto specs" in run(command, "--help")
