"""Where the time of a round trip goes."""

from __future__ import annotations

from benchmarks.studio.making import Trip, summarise, trip_of

TIMES = {
    "pressed": 1000.0,
    "order": {"began": 1120.0, "ended": 1420.0},
    "picture": {"began": 1425.0, "ended": 1435.0},
    "painted": 1450.0,
}


def test_the_parts_of_a_round_trip_make_up_the_whole() -> None:
    trip = trip_of(TIMES, 290.0)
    assert trip == Trip(
        pause=120.0, order=300.0, handover=5.0, picture=10.0, paint=15.0, direct=290.0
    )
    assert trip.page == 450.0


def test_a_picture_that_came_with_the_answer_takes_no_time_of_its_own() -> None:
    trip = trip_of({**TIMES, "picture": None}, 290.0)
    assert (trip.handover, trip.picture, trip.paint) == (0.0, 0.0, 30.0)
    assert trip.page == 450.0


def test_the_ratio_is_that_of_pairs_and_not_of_medians() -> None:
    slow, fast, even = (
        Trip(pause=0.0, order=order, handover=0.0, picture=0.0, paint=0.0, direct=direct)
        for order, direct in ((1100.0, 1000.0), (220.0, 200.0), (440.0, 400.0))
    )
    rows = {row[""]: row for row in summarise([slow, fast, even])}
    assert rows["the page, until the photo is painted"] == {
        "": "the page, until the photo is painted",
        "p50_ms": 440.0,
        "ratio": 1.1,
    }
