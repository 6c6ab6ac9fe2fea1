"""What is reported of varied people, and seldom wrongly."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from idphoto.compliance.verdict import Verdict
from idphoto.imaging.decode import open_source
from idphoto.photo.examine import examine
from idphoto.photo.setup import Setup
from idphoto.specs import load_spec

# Faults that these photos, marked as fit for an ID photo, really have: seen by eye.
TRUE = {
    "london_001_smile": {"smile"},
    "house_gwen-moore": {"smile", "head_turned"},
    "house_cori-bush": {"head_turned"},
    "house_grace-napolitano": {"mouth_open", "smile"},
    "house_al-green": {"mouth_open", "smile"},
    "pexels_suit_planks": {"smile"},
    "p4d_old_woman": {"body_cut_off"},
    "fairface_sikh_turban": {"few_pixels"},
    "fairface_toddler": {"few_pixels"},
    "fairface_old_man_thin_hair": {"few_pixels", "too_dark"},
    "fairface_poster": {
        "mouth_open", "smile", "head_turned", "too_dark", "blurred", "few_pixels",
    },
}  # fmt: skip
MOST_FALSE = 0.05


@pytest.fixture(scope="module")
def fit(shared: Path) -> list[Path]:
    """The photos that the manifest marks as fit for an ID photo."""
    manifest = shared / "people" / "manifest.csv"
    if not manifest.is_file():
        pytest.skip("the shared photos of people are not beside this checkout")
    with manifest.open(encoding="utf-8", newline="") as lines:
        rows = [row["file"] for row in csv.DictReader(lines) if row["expect"] == "photo"]
    return [shared / "people" / name for name in rows]


def test_few_photos_that_are_fit_fail_falsely(photo_setup: Setup, fit: list[Path]) -> None:
    spec = load_spec("it-passport")  # whose wall may be replaced
    false = {}
    for path in fit:
        report = examine(photo_setup, open_source(path), spec, judged_as="source").report
        failed = {finding.id for finding in report.having(Verdict.FAIL)}
        if wrong := failed - TRUE.get(path.stem, set()):
            false[path.stem] = wrong
    assert len(fit) > 30
    assert len(false) <= MOST_FALSE * len(fit), false


def test_writing_over_a_person_is_left_to_people(photo_setup: Setup, shared_input: object) -> None:
    path = shared_input("o_watermarked_source.jpg")  # type: ignore[operator]
    finding = examine(photo_setup, open_source(path)).report.finding("writing")
    assert finding.verdict is Verdict.NOT_ASSESSED
    assert "watermark" in finding.judged.reason
