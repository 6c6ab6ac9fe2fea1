from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from idphoto.runtime.engine import Engine

Run = Callable[..., Any]


@pytest.fixture
def neutral(engine: Engine, shared: Path) -> Path:
    return shared / "people" / "london_034.jpg"


def test_a_photo_that_fails_is_explained_and_exits_with_3(
    idphoto: Run, portrait: Path, terminal: None
) -> None:
    outcome = idphoto("check", portrait.name, "--spec", "gb-passport")
    assert outcome.status == 3
    assert "me.jpg: FAIL, judged as a portrait for UK passport (gb-passport)" in outcome.out
    assert "smile" in outcome.out
    assert "Take another photo with a neutral face" in outcome.out
    assert "both eyes are open" not in outcome.out  # it passes: only with --all


def test_a_photo_that_passes_exits_with_0(idphoto: Run, neutral: Path) -> None:
    outcome = idphoto("check", neutral, "--spec", "gb-passport", "--all")
    assert outcome.status == 0
    head, whole, *findings = (line.split("\t") for line in outcome.out.splitlines())
    assert head == ["photo", "verdict", "check", "reason"]
    assert whole[:3] == [str(neutral), "pass", ""]
    assert whole[3].startswith("judged as a portrait for UK passport (gb-passport): 0 failed")
    assert {photo for photo, *_ in findings} == {str(neutral)}
    assert "both eyes are open" in outcome.out


def test_without_a_specification_it_is_icao_that_asks(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto("check", portrait, "--json")
    report = json.loads(outcome.out)
    assert (report["spec"], report["requirements"], report["verdict"]) == (None, "icao", "fail")
    smile = next(one for one in report["findings"] if one["id"] == "smile")
    assert smile["verdict"] == "fail"
    assert smile["limits"] == {
        "fail_above": 0.6,
        "fail_below": None,
        "pass_from": None,
        "pass_to": 0.4,
    }
    assert smile["value"] > 0.6
    assert len(smile["region"]) == 4


def test_a_page_is_written_where_it_is_asked_for(
    idphoto: Run, portrait: Path, tmp_path: Path
) -> None:
    outcome = idphoto("check", portrait, "--spec", "gb-passport", "--report", "out/report.html")
    assert outcome.status == 3
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "<h1>me.jpg</h1>" in page
    assert "page: out/report.html" in outcome.out


def test_several_photos_have_a_line_and_a_page_each(
    idphoto: Run, portrait: Path, tmp_path: Path
) -> None:
    (tmp_path / "class").mkdir()
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / "class" / name).write_bytes(portrait.read_bytes())
    (tmp_path / "class" / "c.jpg").write_bytes(b"no picture")
    outcome = idphoto("check", "class", "--json", "--report", "pages")
    lines = [json.loads(line) for line in outcome.out.splitlines()]
    assert [line["ok"] for line in lines] == [True, True, False]
    assert lines[2]["error"]["code"] == "unsupported_format"
    assert sorted(page.name for page in (tmp_path / "pages").iterdir()) == [
        "a.jpg.html",
        "b.jpg.html",
    ]
    assert outcome.status == 1


def test_the_age_of_a_child_relaxes_what_is_asked(idphoto: Run, portrait: Path) -> None:
    def verdict(*options: str) -> str:
        found = json.loads(
            idphoto("check", portrait, "--spec", "gb-passport", "--json", *options).out
        )
        (mouth,) = (one for one in found["findings"] if one["id"] == "mouth_open")
        return str(mouth["verdict"])

    assert verdict() == "fail"
    assert verdict("--child", "3") == "pass"
    assert verdict("--infant") == "pass"
    assert verdict("--child", "9") == "fail"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--child", "3", "--infant"), "infant: is --child 0: leave one of them out"),
        (("--child", "40"), "child: must be an age from 0 to 17, not 40"),
        (("--report", "report.pdf"), "report: report.pdf must end in .html"),
        (("--face", "nose"), "face: 'nose' is not one of"),
        (("--spec", "atlantis-passport"), "atlantis"),
    ],
)
def test_a_wrong_option_is_refused_before_any_photo_is_read(
    idphoto: Run, portrait: Path, options: tuple[str, ...], reason: str
) -> None:
    outcome = idphoto("check", portrait, *options)
    assert outcome.status == 2
    assert reason in outcome.err
    assert outcome.out == ""


def test_a_report_on_several_photos_needs_a_folder(
    idphoto: Run, portrait: Path, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")
    outcome = idphoto("check", portrait, portrait, "--report", "taken")
    assert outcome.status == 2
    assert "taken is a file, but several photos need a folder" in outcome.err


def test_photos_of_one_name_have_pages_of_their_own(
    idphoto: Run, portrait: Path, tmp_path: Path
) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a[red].jpg").write_bytes(portrait.read_bytes())
    outcome = idphoto("check", "one", "other", "--report", "pages")
    assert "\none/a[red].jpg\tfail\t\tjudged as a portrait" in outcome.out
    assert sorted(page.name for page in (tmp_path / "pages").iterdir()) == [
        "a[red].jpg-2.html",
        "a[red].jpg.html",
    ]


def test_a_page_that_cannot_be_written_is_an_error_in_one_line(
    idphoto: Run, portrait: Path, tmp_path: Path
) -> None:
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "file").write_text("not a folder")
    for target in ("folder.html", "file/report.html"):
        outcome = idphoto("check", portrait, "--report", target)
        assert outcome.status == 1
        assert outcome.err.startswith(f"idphoto: {target}: ")
        assert outcome.err.count("\n") == 1
