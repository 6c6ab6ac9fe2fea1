"""``idphoto idcard calibrate``: a check of the curve in use, or a new curve."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from idphoto.cli.idcard import calibrate as command
from idphoto.errors import NoFace
from idphoto.idcard.calibration.load import read_curve
from idphoto.idcard.calibration.measure import Embedded, Unembedded
from idphoto.settings import get_settings

Run = Callable[..., Any]
InUse = Callable[[Path], None]

PEOPLE = 250  # and one without a face


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """People with two files each."""
    folder = tmp_path / "people"
    for who in range(PEOPLE + 1):
        (folder / f"person{who:03}").mkdir(parents=True)
        for photo in range(2):
            (folder / f"person{who:03}" / f"{photo}.jpg").touch()
    return folder


@pytest.fixture(autouse=True)
def without_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Embeddings drawn at random: a person's two lie close. The last person has no face."""

    def drawn(_: Any, photos: tuple[Path, ...], **__: Any) -> Iterator[Embedded | Unembedded]:
        for place, photo in enumerate(photos):
            who = int(photo.parent.name[-3:])
            if who >= PEOPLE:
                yield Unembedded(place, NoFace())
                continue
            own = np.random.default_rng(who).normal(0, 1, 128)
            # some photos hardly resemble the person's other one
            spread = 1.2 if who % 10 == 0 else 0.2
            own += np.random.default_rng(1000 + place).normal(0, spread, 128)
            yield Embedded(place, own / np.linalg.norm(own), ())

    monkeypatch.setattr(command, "embed_all", drawn)
    monkeypatch.setattr(command, "default_engine", lambda _: None)
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture(autouse=True)
def in_use(monkeypatch: pytest.MonkeyPatch) -> Iterator[InUse]:
    """``in_use(path)``: faces are compared by this calibration; at first by the shipped one."""

    def choose(path: Path) -> None:
        monkeypatch.setenv("IDPHOTO_IDCARD_CALIBRATION", str(path))
        get_settings.cache_clear()

    monkeypatch.delenv("IDPHOTO_IDCARD_CALIBRATION", raising=False)
    get_settings.cache_clear()
    yield choose
    monkeypatch.undo()
    get_settings.cache_clear()


def test_a_folder_of_people_gives_a_file_a_chart_and_a_table(
    idphoto: Run, people: Path, tmp_path: Path
) -> None:
    output, chart = tmp_path / "ours.toml", tmp_path / "curve.svg"
    run = idphoto("idcard", "calibrate", people, "-o", output, "--chart", chart, "--draws", 100)
    assert run.status == 0, run.err
    assert "1 in 10,000" in run.out
    assert "250 people, 500 photos, 2 left out" in run.err
    assert "person250/0.jpg: no face found" in run.err
    assert read_curve(output.read_text("utf-8")).similarity(0) == 100
    assert "person0" not in output.read_text("utf-8")
    assert chart.read_text("utf-8").startswith("<svg")


def test_the_file_can_be_used_and_is_what_a_check_then_checks(
    idphoto: Run, people: Path, tmp_path: Path, in_use: InUse
) -> None:
    output = tmp_path / "ours.toml"
    made = idphoto("idcard", "calibrate", people, "-o", output, "--draws", 100, "--json")
    report = json.loads(made.out)
    assert (report["people"], report["output"]) == (PEOPLE, str(output))
    assert [point["similarity"] for point in report["points"]] == [80, 70, 50, 0]
    assert report["refused"] == [
        {"photo": f"person250/{photo}.jpg", "error": "no_face"} for photo in range(2)
    ]
    in_use(output)
    checked = idphoto("idcard", "calibrate", people, "--check", "--draws", 100, "--json")
    assert checked.status == 0, checked.err
    report = json.loads(checked.out)
    assert report["curve"] == str(output)
    for rate, point in zip(report["rates"], json.loads(made.out)["points"], strict=False):
        # the file has four digits
        assert rate["strangers_accepted"]["count"] == pytest.approx(point["accepted"], rel=0.02)
        assert rate["genuine_missed"]["count"] == point["rejected"]


def test_a_check_reports_shares_and_intervals_and_writes_nothing(
    idphoto: Run, people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = idphoto("idcard", "calibrate", people, "--check", "--draws", 100)
    assert run.status == 0, run.err
    assert "promised" in run.out
    assert "of 124,500: 0 % (0 to 0.012)" in run.out
    assert "The curve in use: the shipped one. 250 people, 500 photos, 2 left out." in run.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["people"]
    report = json.loads(idphoto("idcard", "calibrate", people, "--check", "--json").out)
    assert [rate["promised"] for rate in report["rates"]] == [1e-4, 1e-3, 1e-2]
    missed = report["rates"][0]["genuine_missed"]
    assert missed["pairs"] == PEOPLE
    assert missed["interval"][0] < missed["share"] < missed["interval"][1]


def test_a_curve_that_passes_too_many_strangers_is_reported_by_the_exit_status(
    idphoto: Run, people: Path, tmp_path: Path, in_use: InUse
) -> None:
    lax = tmp_path / "lax.toml"
    points = ((80, 0.8), (70, 0.9), (50, 0.95), (0, 1.2))
    lax.write_text(
        'network = "sface_2021dec"\n'
        + "".join(f"[[points]]\nsimilarity = {s}\ndistance = {d}\n" for s, d in points)
    )
    in_use(lax)
    run = idphoto("idcard", "calibrate", people, "--check", "--draws", 100)
    assert run.status == 1
    assert "At 80 more strangers pass than promised" in run.err


def test_too_few_people_are_refused_with_the_numbers(
    idphoto: Run, people: Path, tmp_path: Path
) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for who in range(20):
        (people / f"person{who:03}").rename(few / f"person{who:03}")
    output = tmp_path / "ours.toml"
    run = idphoto("idcard", "calibrate", few, "-o", output)
    assert run.status != 0
    assert "190, of 20 people; 30,000 are needed, which 246 people make" in run.err
    assert not output.exists()
    assert idphoto("idcard", "calibrate", few, "--check", "--draws", 100).status == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none", "--check"), "folder: there is no folder none"),
        ((".",), "output: give --check, or -o and the file to write"),
        ((".", "--check", "-o", "x.toml"), "output: give --check, or -o and the file to write"),
        ((".", "-o", "x.toml", "--chart", "x.png"), "chart: needs -o, and a name that ends in"),
        ((".", "--check", "--chart", "x.svg"), "chart: needs -o, and a name that ends in .svg"),
        ((".", "--check"), "folder: . holds neither pairs.csv nor sub-folders with photos"),
    ],
)
def test_an_error_is_one_line(
    idphoto: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    run = idphoto("idcard", "calibrate", *arguments)
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith(f"idphoto: {message}")
    assert len(run.err.splitlines()) == 1


def test_a_calibration_of_another_network_is_refused_before_the_work_begins(
    idphoto: Run,
    people: Path,
    tmp_path: Path,
    in_use: InUse,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = tmp_path / "old.toml"
    old.write_text('network = "dlib_face_recognition_resnet_model_v1"\n')
    in_use(old)
    monkeypatch.setattr(command, "embed_all", None)
    run = idphoto("idcard", "calibrate", people, "--check")
    assert run.status != 0
    assert "IDPHOTO_IDCARD_CALIBRATION" in run.err
    assert "make it anew with `idphoto idcard calibrate`" in run.err
