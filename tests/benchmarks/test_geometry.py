"""Our landmarks against points placed by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from benchmarks.geometry import (
    KINDS,
    Head,
    Points,
    by_kind,
    by_measure,
    by_photo,
    find_points,
    head_height,
    measure_geometry,
    read_points,
)

from idphoto.runtime.engine import Engine

# A head 200 px high; left and right are the picture's.
PLACES = {
    "pupil_left": (70, 100),
    "pupil_right": (130, 100),
    "eye_left_outer": (55, 102),
    "eye_left_inner": (85, 102),
    "eye_right_inner": (115, 102),
    "eye_right_outer": (145, 102),
    "nose_base": (100, 140),
    "mouth_left": (75, 160),
    "mouth_right": (125, 160),
    "lips_meet": (100, 160),
    "chin": (100, 200),
    "head_top": (100, 0),
}


EYE = {
    "left": ("eye_left_outer", "pupil_left", "eye_left_inner"),
    "right": ("eye_right_inner", "pupil_right", "eye_right_outer"),
}


def points(moved: dict[str, tuple[float, float]] | None = None, turn_deg: float = 0.0) -> Points:
    """``PLACES``, some of them moved, then all turned clockwise about the picture's corner."""
    turn = np.deg2rad(turn_deg)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    moves = moved or {}
    return {
        name: rotation @ (np.array(place, float) + moves.get(name, (0, 0)))
        for name, place in PLACES.items()
    }


def test_distances_are_shares_of_the_hand_placed_head() -> None:
    heads = [
        Head("a", points(), points({"chin": (0.0, -4.0)})),
        Head("b", points(), points({"chin": (3.0, 0.0)})),
    ]
    chin = next(row for row in by_kind(heads) if row["point"] == "chin")
    assert chin == pytest.approx(
        {
            "point": "chin",
            "points": 2,
            "mean": 1.75,
            "median": 1.75,
            "worst": 2.0,
            "worst of": "a",
            "aside": 0.75,
            "down": -1.0,
            "spread": 1.0,
        }
    )
    assert [row["chin"] for row in by_photo(heads)] == pytest.approx([2.0, 1.5])


@pytest.mark.parametrize("turn_deg", [0.0, 30.0, -80.0])
def test_a_bias_of_a_pair_points_outwards_on_a_turned_head(turn_deg: float) -> None:
    apart = points({"pupil_left": (-2.0, 4.0), "pupil_right": (2.0, 4.0)}, turn_deg)
    pupil = by_kind([Head("a", points(turn_deg=turn_deg), apart)])[0]
    assert (pupil["point"], pupil["points"]) == ("pupil", 2)
    assert (pupil["aside"], pupil["down"]) == pytest.approx((1.0, 2.0))


def test_measures_are_ours_less_those_by_hand() -> None:
    ours = points({"pupil_right": (4.0, 0.0), "head_top": (0.0, -10.0)}, turn_deg=5.0)
    rows = {row["measure"]: row for row in by_measure([Head("a", points(), ours)])}
    assert rows["between the pupils"]["bias"] == pytest.approx(2.0)
    assert rows["chin to top of the skull"]["bias"] == pytest.approx(5.0)
    assert rows["roll_deg"]["bias"] == pytest.approx(5.0)


def test_every_hand_placed_point_of_the_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("file,chin_x,chin_y,head_top_x,head_top_y\na.jpg,3.5,9,3.5,1\n", "utf-8")
    read = read_points(path)["a.jpg"]
    assert set(read) == {"chin", "head_top"}
    assert read["chin"].tolist() == [3.5, 9.0]
    assert head_height(read) == 8.0
    assert measure_geometry(tmp_path / "nowhere") == []


def test_every_compared_point_is_found_on_a_real_face(
    engine: Engine, photo_file: Callable[[str], bytes]
) -> None:
    found = find_points(photo_file("astronaut"))
    assert set(found) == {name for kind in KINDS.values() for name, _ in kind}
    # left and right are the picture's, and the head is upright
    across = [name for side in ("left", "right") for name in EYE[side]]
    assert all(np.diff([found[name][0] for name in across]) > 0)
    downwards = ("head_top", "pupil_left", "nose_base", "lips_meet", "chin")
    assert all(np.diff([found[name][1] for name in downwards]) > 0)
