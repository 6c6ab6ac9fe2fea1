"""A net for pictures: what must hold for the photo of anybody, and what was measured on each.

With the real networks, on the shared photos of people. The measures in ``golden/people.json`` are
written anew by ``pytest tests/photo/test_regression.py --regenerate-golden``; a run with that flag
fails, and says what has changed.
"""

from __future__ import annotations

import csv
import fcntl
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.errors import IdPhotoError
from idphoto.imaging.decode import open_source
from idphoto.models.segmenter import NETWORK
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.framing.frame import MAX_STRETCH_BELOW, MAX_STRETCH_BESIDE
from idphoto.photo.notices import notices_of
from idphoto.photo.pipeline import STEPS
from idphoto.photo.render import Placement
from idphoto.photo.request import photo_request
from idphoto.photo.setup import Setup
from idphoto.photo.steps.draw import draw
from idphoto.runtime.engine import Engine
from idphoto.runtime.openvino.engine import OpenVinoEngine

Alpha = NDArray[np.float32]
Key = tuple[str, tuple[int, int]]
Measures = str | dict[str, Any]

GOLDEN: Final = Path(__file__).with_name("golden") / "people.json"
SIZES_WH: Final = ((602, 602), (295, 413))
GROUPS: Final = 8
FOREGROUND: Final = 0.5
# Alpha that no eye sees against the new background.
FAINT: Final = 0.02
# Of the photo: parts of the person that hang in the air below the chin.
MOST_DETACHED: Final = 0.002
# Measures differ a little between processors: lengths in pixels, and shares of the photo. Of 144
# photos, one differs by as much as this between two AMD EPYCs that both compute in bf16.
WITHIN_PX: Final = 2.0
WITHIN_SHARE: Final = 0.01
ROUNDING: Final = 1e-9

# Each group is made by one process, which makes each photo once.
in_groups = pytest.mark.parametrize(
    "group",
    [
        pytest.param(group, marks=pytest.mark.xdist_group(f"people-{group}"))
        for group in range(GROUPS)
    ],
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A person on the photo's grid, and what is wrong with it.

    ``beyond_source``: pixels of the person that the source does not show. ``at_top``: the largest
    alpha in the photo's first row. ``detached``: the share of the photo, below the chin, that is
    the person's without being connected to it. ``stretched``: the shares of height and width that
    the clothes were extended by.
    """

    measures: dict[str, Any]
    head_top: float
    beyond_source: int
    at_top: float
    detached: float
    stretched: tuple[float, float]


def drawn(draft: PhotoDraft, notices: list[str]) -> Drawn:
    """What a draft shows after ``draw``, and the notices of the finished photo."""
    alpha, seen = draft.alpha, draft.measurements
    height, width = alpha.shape
    x, y = read_at(draft.placement)
    right, bottom = draft.picture_wh
    # half a pixel, because a pixel's colour is where its middle is
    outside = (x < -0.5) | (y < -0.5) | (x > right + 0.5) | (y > bottom + 0.5)
    frame = draft.frame
    return Drawn(
        {
            "head_height": rounded(seen.head_height, 0.5),
            "eyes_top": rounded(seen.eyes_top, 0.5),
            "chin_top": rounded(seen.chin_top, 0.5),
            "foreground": rounded(float((alpha > FOREGROUND).mean()), 0.005),
            "notices": notices,
        },
        seen.head_top,
        int(((alpha > FAINT) & outside).sum()),
        float(alpha[0].max()),
        detached(alpha > FOREGROUND, round(seen.chin_top)),
        (
            frame.missing_bottom_px / (height - seen.chin_top),
            max(frame.missing_left_px, frame.missing_right_px) / width,
        ),
    )


def read_at(placement: Placement) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The point of the source that each of the photo's pixels shows: x and y, ``(H, W)`` each."""
    width, height = placement.size_wh
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    if placement.columns is not None and placement.sideways is not None:
        x = x + placement.sideways[:, None] * (placement.columns - x)
    if placement.rows is not None:
        y = np.broadcast_to(placement.rows[:, None], (height, width))
    at = placement.to_photo.inverse().apply(np.column_stack([x.ravel(), y.ravel()]))
    return at[:, 0].reshape(height, width), at[:, 1].reshape(height, width)


def detached(person: NDArray[np.bool_], chin: int) -> float:
    """The share of the photo, below the row of the chin, in parts apart from the largest one."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(person.astype(np.uint8))
    if count < 2:
        return 0.0
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    return float((person & (labels != largest))[chin:].sum()) / person.size


def rounded(value: float, step: float) -> float:
    return round(round(value / step) * step, 3)


@pytest.fixture(scope="module")
def expectations(shared: Path) -> dict[str, str]:
    """The people's photos, and what the manifest expects of each."""
    manifest = shared / "people" / "manifest.csv"
    if not manifest.is_file():
        pytest.skip("the shared photos of people are not beside this checkout")
    with manifest.open(encoding="utf-8", newline="") as lines:
        return {row["file"]: row["expect"] for row in csv.DictReader(lines)}


@cache
def outcome(setup: Setup, path: Path, size_wh: tuple[int, int]) -> Drawn | IdPhotoError:
    """The person as drawn for a photo of this size, or the refusal."""
    draft = PhotoDraft(setup, open_source(path), photo_request(size_px=size_wh, quality="fast"))
    after_drawing = STEPS.index(draw) + 1
    try:
        for step in STEPS[:after_drawing]:
            step(draft)
        alpha = draft.alpha.copy()
        for step in STEPS[after_drawing:]:
            step(draft)
    except IdPhotoError as refusal:
        return refusal
    draft.alpha = alpha
    return drawn(draft, [one.code for one in notices_of(draft.findings)])


@pytest.fixture
def outcomes(
    group: int, photo_setup: Setup, shared: Path, expectations: dict[str, str]
) -> dict[Key, Drawn | IdPhotoError]:
    """Each photo of a group at each size."""
    names = sorted(expectations)[group::GROUPS]
    people = shared / "people"
    return {
        (name, size_wh): outcome(photo_setup, people / name, size_wh)
        for name in names
        for size_wh in SIZES_WH
    }


def made(outcomes: dict[Key, Drawn | IdPhotoError]) -> dict[Key, Drawn]:
    return {key: one for key, one in outcomes.items() if isinstance(one, Drawn)}


# --- what holds for everybody -------------------------------------------------------------------


@in_groups
def test_nothing_is_drawn_that_the_source_does_not_show(
    outcomes: dict[Key, Drawn | IdPhotoError],
) -> None:
    beyond = {key: one.beyond_source for key, one in made(outcomes).items()}
    assert {key: count for key, count in beyond.items() if count} == {}


@in_groups
def test_clothes_are_extended_within_their_limits(
    outcomes: dict[Key, Drawn | IdPhotoError],
) -> None:
    tiny = 0.011
    too_much = {
        key: one.stretched
        for key, one in made(outcomes).items()
        if one.stretched[0] > MAX_STRETCH_BELOW + tiny
        or one.stretched[1] > MAX_STRETCH_BESIDE + tiny
    }
    assert too_much == {}


@in_groups
def test_the_person_does_not_touch_the_photos_top(
    outcomes: dict[Key, Drawn | IdPhotoError],
) -> None:
    at_top = {key: one.at_top for key, one in made(outcomes).items()}
    assert {key: alpha for key, alpha in at_top.items() if alpha > FAINT} == {}


@in_groups
def test_the_whole_head_is_inside_the_photo(outcomes: dict[Key, Drawn | IdPhotoError]) -> None:
    tops = {key: one.head_top for key, one in made(outcomes).items()}
    assert {key: top for key, top in tops.items() if top < 0.02 * key[1][1]} == {}


@in_groups
def test_nothing_hangs_in_the_air_below_the_chin(
    outcomes: dict[Key, Drawn | IdPhotoError],
) -> None:
    scraps = {key: one.detached for key, one in made(outcomes).items()}
    assert {key: share for key, share in scraps.items() if share > MOST_DETACHED} == {}


@in_groups
def test_people_marked_refuse_are_refused(
    outcomes: dict[Key, Drawn | IdPhotoError], expectations: dict[str, str]
) -> None:
    to_refuse = {name for name, expect in expectations.items() if expect.startswith("refuse")}
    assert [key for key in made(outcomes) if key[0] in to_refuse] == []


# --- what was measured --------------------------------------------------------------------------


def text_of(key: Key) -> str:
    name, (width, height) = key
    return f"{name} {width}x{height}"


def measures_of(one: Drawn | IdPhotoError) -> Measures:
    return one.measures if isinstance(one, Drawn) else one.code


def read_golden() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(GOLDEN.read_text("utf-8"))
    return found


def differs(found: Measures, golden: Measures | None) -> bool:
    """Whether two measures of one photo differ by more than processors do."""
    if not isinstance(found, dict) or not isinstance(golden, dict):
        return found != golden
    within = dict.fromkeys(("head_height", "eyes_top", "chin_top"), WITHIN_PX)
    within["foreground"] = WITHIN_SHARE
    return found["notices"] != golden["notices"] or any(
        abs(found[name] - golden[name]) > most + ROUNDING for name, most in within.items()
    )


@in_groups
def test_photos_measure_as_they_did(
    request: pytest.FixtureRequest,
    engine: Engine,
    outcomes: dict[Key, Drawn | IdPhotoError],
    expectations: dict[str, str],
) -> None:
    found = {text_of(key): measures_of(one) for key, one in outcomes.items()}
    assert isinstance(engine, OpenVinoEngine)
    precision = engine.precision_of(NETWORK)
    if request.config.getoption("--regenerate-golden"):
        pytest.fail(regenerated(found, precision, expectations))
    golden = read_golden()
    if golden["precision"] != precision:
        pytest.skip(f"measured in {golden['precision']}; this processor computes in {precision}")
    changed = {
        key: (golden["people"].get(key), measures)
        for key, measures in found.items()
        if differs(measures, golden["people"].get(key))
    }
    assert changed == {}, "look at these photos; if they are right, --regenerate-golden"


def regenerated(found: dict[str, Measures], precision: str, expectations: dict[str, str]) -> str:
    """Write ``found`` over what the file says; returns what has changed."""
    GOLDEN.parent.mkdir(exist_ok=True)
    keys = {text_of((name, size_wh)) for name in expectations for size_wh in SIZES_WH}
    with GOLDEN.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # other groups write, too
        file.seek(0)
        before: dict[str, Measures] = json.loads(file.read() or '{"people": {}}')["people"]
        people = {key: one for key, one in {**before, **found}.items() if key in keys}
        file.truncate(0)
        lines = (f"  {json.dumps(key)}: {json.dumps(people[key])}" for key in sorted(people))
        body = ",\n".join(lines)
        file.write(f'{{"precision": {json.dumps(precision)}, "people": {{\n{body}\n}}}}\n')
    changed = [
        f"{key}: {before.get(key)} → {measures}"
        for key, measures in found.items()
        if measures != before.get(key)
    ]
    return "\n".join([f"wrote {GOLDEN.name}; run again without --regenerate-golden", *changed])


def test_the_golden_measures_are_those_of_the_people(expectations: dict[str, str]) -> None:
    keys = {text_of((name, size_wh)) for name in expectations for size_wh in SIZES_WH}
    assert read_golden()["people"].keys() == keys


# --- one whose hair the source cuts off ---------------------------------------------------------


@pytest.mark.parametrize("size_wh", SIZES_WH)
def test_a_little_cut_off_hair_is_closed_and_noticed(
    photo_setup: Setup, shared_input: Callable[[str], Path], size_wh: tuple[int, int]
) -> None:
    one = outcome(photo_setup, shared_input("h_hair_at_edge_a.jpg"), size_wh)
    assert isinstance(one, Drawn)
    assert "hair_cut_off" in one.measures["notices"]
    assert one.beyond_source == 0
    assert one.at_top <= FAINT
    assert one.head_top > 0
