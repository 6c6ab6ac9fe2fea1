"""The list of checks, and the report that they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.compliance.drawn import PHOTO, SPEC, asked, handed_in, portrait

from idphoto.compliance.check import ON_PHOTO, ON_SOURCE
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.finding import published_rates
from idphoto.compliance.registry import CHECKS, checks_about, judge, report_of
from idphoto.compliance.verdict import Verdict
from idphoto.face.landmarks import Face
from idphoto.specs.requirements import Requirements

ROOM = Path(__file__).parents[2] / "src" / "idphoto" / "compliance" / "checks"
DrawFace = Callable[[float, float, float], Face]


def test_every_file_of_the_room_is_one_check_of_the_registry() -> None:
    files = {file.stem for file in ROOM.glob("*.py")} - {"__init__"}
    assert {check.id for check in CHECKS} == files
    assert len(CHECKS) == len(files)


def test_every_check_has_words_for_people() -> None:
    for check in CHECKS:
        assert check.title[0].isupper(), check.id
        assert check.advice, check.id
        assert check.subject in ON_SOURCE + ON_PHOTO
        assert set(check.asks) <= set(Requirements.__dataclass_fields__), check.id


def test_rates_are_published_of_checks_that_exist() -> None:
    assert set(published_rates()) <= {check.id for check in CHECKS}


def test_only_checks_about_the_wanted_subjects_run(draw_face: DrawFace) -> None:
    evidence = Evidence(portrait(draw_face(200, 160, 60)), photo=PHOTO)
    found = judge(evidence, asked(SPEC), checks_about("file"))
    assert {finding.check.subject for finding in found} == {"file"}


def test_a_picture_without_a_face_fails_for_that_alone() -> None:
    found = judge(Evidence(), asked(SPEC), CHECKS)
    assert [(one.id, one.verdict) for one in found] == [("no_face", Verdict.FAIL)]
    assert found[0].judged.reason == "no face found"


def test_the_worst_finding_is_the_first_that_fails() -> None:
    asks = asked(SPEC)
    found = judge(handed_in(size_bytes=9, chin_top=430.0), asks, checks_about(*ON_PHOTO))
    report = report_of(found, "finished", asks)
    assert report.verdict is Verdict.FAIL
    assert report.worst is not None
    assert report.worst.id == "head_size"
    assert [one.id for one in report.having(Verdict.FAIL)] == ["head_size", "file_size"]


def test_what_only_a_person_can_see_does_not_make_a_photo_fail() -> None:
    asks = asked(SPEC, max_age_months=6)
    report = report_of(judge(handed_in(), asks, checks_about(*ON_PHOTO)), "finished", asks)
    assert report.verdict is Verdict.PASS
    assert report.finding("photo_age").verdict is Verdict.NOT_ASSESSED
    assert report.worst is None


def test_a_report_is_json() -> None:
    asks = asked(SPEC)
    report = report_of(
        judge(handed_in(size_bytes=9), asks, checks_about(*ON_PHOTO)), "finished", asks
    )
    told = report.to_json()
    assert (told["verdict"], told["worst"], told["spec"]) == ("fail", "file_size", "xx-passport")
    (size,) = (one for one in told["findings"] if one["id"] == "head_size")
    assert (size["verdict"], size["value"], size["unit"]) == ("pass", 34.0, "mm")
    assert size["limits"] == {
        "fail_below": 31.32,
        "pass_from": 31.32,
        "pass_to": 36.68,
        "fail_above": 36.68,
    }
    assert size["advice"] == ""


def test_the_source_is_the_page_that_states_the_requirement() -> None:
    spec = replace(SPEC, source="the authority's page", checked=date(2026, 1, 1), unverified=())
    found = judge(handed_in(), asked(spec), CHECKS)
    by_id = {one.id: one for one in found}
    assert (by_id["head_size"].source, by_id["head_size"].verified) == (spec.source, True)
    assert (by_id["off_centre"].source, by_id["off_centre"].verified) == ("", False)


def test_a_summary_names_what_did_not_pass() -> None:
    asks = asked(SPEC)
    found = judge(handed_in(size_bytes=9), asks, checks_about(*ON_PHOTO))
    summary = report_of(found, "finished", asks).summary()
    assert (summary["verdict"], summary["worst"], summary["fail"]) == (
        "fail",
        "file_size",
        ["file_size"],
    )
    passing = report_of((), "finished", asks).summary()
    assert (passing["verdict"], passing["worst"]) == ("pass", None)
