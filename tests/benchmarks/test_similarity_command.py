"""``python -m benchmarks.similarity``, run as a command."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from benchmarks.similarity import __main__ as command
from benchmarks.similarity.measure import Embedded, Refused

from idphoto.errors import NoFace
from idphoto.idcard.calibration.load import read_curve

PEOPLE = 30


class Outcome(NamedTuple):
    status: int | str | None
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def calibrate(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*arguments: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["similarity", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            command.main()
        return Outcome(stopped.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Thirty-one people with two files each."""
    folder = tmp_path / "people"
    for who in range(PEOPLE + 1):
        (folder / f"person{who:02}").mkdir(parents=True)
        for photo in range(2):
            (folder / f"person{who:02}" / f"{photo}.jpg").touch()
    return folder


@pytest.fixture
def without_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Embeddings drawn at random: a person's two lie close. The last person has no face."""

    def drawn(_: Any, photos: tuple[Path, ...], **__: Any) -> Iterator[Embedded | Refused]:
        for place in range(len(photos)):
            if place >= 2 * PEOPLE:
                yield Refused(place, NoFace())
                continue
            own = np.random.default_rng(place // 2).normal(0, 0.075, 128)
            stray = np.random.default_rng(1000 + place).normal(0, 0.015, 128)
            yield Embedded(place, own + stray, ())

    monkeypatch.setattr(command, "embed_all", drawn)
    monkeypatch.setattr(command, "default_engine", lambda _: None)


def test_a_folder_of_people_gives_a_file_a_chart_and_a_table(
    calibrate: Run, people: Path, tmp_path: Path, without_networks: None
) -> None:
    output, chart = tmp_path / "ours.toml", tmp_path / "curve.svg"
    run = calibrate(people, "-o", output, "--chart", chart, "--draws", 100)
    assert run.status == 0
    assert "1 in 10,000" in run.out
    assert "0 of 30" in run.out
    assert "30 people, 60 photos, 2 left out" in run.out
    assert "person30/0.jpg: no face found" in run.err
    assert read_curve(output.read_text("utf-8")).similarity(0) == 100
    assert "person" not in output.read_text("utf-8")
    assert chart.read_text("utf-8").startswith("<svg")


def test_json_for_machines(
    calibrate: Run, people: Path, tmp_path: Path, without_networks: None
) -> None:
    output = tmp_path / "ours.toml"
    run = calibrate(people, "-o", output, "--draws", 100, "--json")
    report = json.loads(run.out)
    assert report["people"] == PEOPLE
    assert [point["similarity"] for point in report["points"]] == [80, 70, 50, 0]
    assert report["refused"] == [
        {"photo": f"person30/{photo}.jpg", "error": "no_face"} for photo in range(2)
    ]


def test_an_error_is_one_line(calibrate: Run, tmp_path: Path) -> None:
    none = calibrate(tmp_path / "none")
    assert none.status == f"similarity: folder: there is no folder {tmp_path / 'none'}"
    chart = calibrate(tmp_path, "--chart", "curve.png")
    assert chart.status == "similarity: chart: curve.png must end in .svg"
