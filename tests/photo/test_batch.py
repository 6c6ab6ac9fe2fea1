from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.imaging.decode import open_source
from idphoto.photo import batch
from idphoto.photo.background import Backdrop, Transparent
from idphoto.photo.batch import (
    Job,
    Stop,
    Stopped,
    finished,
    make_one,
    plan,
    run_batch,
    settled,
)
from idphoto.photo.journal import JOURNAL
from idphoto.photo.request import PhotoRequest, photo_request
from idphoto.photo.setup import Setup

REQUEST = photo_request(size_px=(120, 160), quality="fast")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    done = tmp_path / "done"
    done.mkdir()
    return done


@pytest.fixture
def photos(tmp_path: Path, astronaut_jpeg: bytes) -> list[Path]:
    """Four portraits that the pipeline can make photos of."""
    paths = [tmp_path / f"pupil-{number}.jpg" for number in range(4)]
    for path in paths:
        path.write_bytes(astronaut_jpeg)
    return paths


def run(
    photo_setup: Setup, jobs: list[Job], folder: Path, request: PhotoRequest = REQUEST
) -> list[dict[str, Any]]:
    return list(run_batch(photo_setup, jobs, request, folder, workers=2))


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# --- planning -----------------------------------------------------------------------------------


def test_outputs_keep_the_stem_of_their_photo(photos: list[Path], folder: Path) -> None:
    assert [job.output for job in plan(photos, REQUEST, folder)] == [
        folder / f"pupil-{number}.jpg" for number in range(4)
    ]
    clear = photo_request(background=Transparent())
    assert plan(photos[:1], clear, folder)[0].output == folder / "pupil-0.png"


def test_equal_stems_from_different_folders_get_different_names(
    tmp_path: Path, folder: Path
) -> None:
    names = ("a/me.jpg", "b/me.png", "c/me-2.jpg", "d/me.jpg")
    jobs = plan([tmp_path / name for name in names], REQUEST, folder)
    outputs = [job.output.name for job in jobs]
    assert len(set(outputs)) == 4
    assert outputs[:2] == ["me.jpg", "me-2.jpg"]


def test_no_output_overwrites_a_photo(photos: list[Path]) -> None:
    jobs = plan(photos, REQUEST, photos[0].parent)
    assert not {job.output.resolve() for job in jobs} & {path.resolve() for path in photos}


def test_a_jobs_key_changes_with_everything_that_shapes_the_photo(
    photos: list[Path], folder: Path, astronaut_jpeg: bytes
) -> None:
    def key(request: PhotoRequest = REQUEST) -> str:
        return plan(photos[:1], request, folder)[0].key

    first = key()
    assert key() == first
    assert plan(photos[1:2], REQUEST, folder)[0].key != first
    assert key(photo_request(size_px=(120, 161), quality="fast")) != first
    assert key(photo_request(size_px=(120, 160), quality="fast", background="red")) != first
    backdrops = [Backdrop(np.full((2, 2, 3), value, np.uint8)) for value in (1, 2)]
    assert key(photo_request(background=backdrops[0])) != key(
        photo_request(background=backdrops[1])
    )
    photos[0].write_bytes(astronaut_jpeg + b"more")
    assert key() != first


def test_a_modified_photo_has_another_key(photos: list[Path], folder: Path) -> None:
    first = plan(photos[:1], REQUEST, folder)[0].key
    os.utime(photos[0], (1, 1))
    assert plan(photos[:1], REQUEST, folder)[0].key != first


# --- running ------------------------------------------------------------------------------------


def test_every_photo_is_made_and_reported(
    photo_setup: Setup, photos: list[Path], folder: Path
) -> None:
    reports = run(photo_setup, plan(photos, REQUEST, folder), folder)
    assert {report["photo"] for report in reports} == {str(path) for path in photos}
    for report in reports:
        assert report["ok"]
        assert report["px"] == [120, 160]
        assert open_source(Path(report["output"])).size_wh == (120, 160)
    assert files_in(folder) == {JOURNAL, *(f"pupil-{number}.jpg" for number in range(4))}


def test_a_stopped_batch_resumes_where_it_stopped(
    photo_setup: Setup, photos: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = plan(photos, REQUEST, folder)
    running = run_batch(photo_setup, jobs, REQUEST, folder, workers=1)
    first = next(running)
    running.close()  # as when the process is asked to stop
    assert not [name for name in files_in(folder) if name.endswith(".part")]
    done = finished(jobs, folder)
    assert [report["photo"] for report in done.values()] == [first["photo"]]

    made: list[Path] = []
    whole = batch.make_one

    def counted(photo_setup: Setup, job: Job, request: PhotoRequest, stop: Stop) -> dict[str, Any]:
        made.append(job.photo)
        return whole(photo_setup, job, request, stop)

    monkeypatch.setattr(batch, "make_one", counted)
    left = [job for job in jobs if job.key not in done]
    reports = run(photo_setup, left, folder)
    assert all(report["ok"] for report in reports)
    assert sorted(made) == sorted({*photos} - {Path(first["photo"])})
    assert len(finished(jobs, folder)) == 4


def test_a_photo_is_on_disk_before_it_is_reported(
    photo_setup: Setup, photos: list[Path], folder: Path
) -> None:
    jobs = plan(photos, REQUEST, folder)
    running = run_batch(photo_setup, jobs, REQUEST, folder, workers=1)
    first = next(running)
    # as a process killed now would leave it
    assert [report["photo"] for report in finished(jobs, folder).values()] == [first["photo"]]
    running.close()


def test_a_stopped_batch_starts_no_further_photo(
    photo_setup: Setup, photos: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Path] = []
    first_is_free = threading.Semaphore(1)

    def slow(photo_setup: Setup, job: Job, request: PhotoRequest, stop: Stop) -> dict[str, Any]:
        begun.append(job.photo)
        first_is_free.acquire(timeout=0.5)
        return {"ok": False, "photo": str(job.photo)}

    monkeypatch.setattr(batch, "make_one", slow)
    running = run_batch(photo_setup, plan(photos, REQUEST, folder), REQUEST, folder, workers=1)
    next(running)
    running.close()
    assert len(begun) < len(photos)


def test_a_finished_photo_whose_file_is_gone_is_made_again(
    photo_setup: Setup, photos: list[Path], folder: Path
) -> None:
    jobs = plan(photos[:2], REQUEST, folder)
    run(photo_setup, jobs, folder)
    jobs[0].output.unlink()
    assert list(finished(jobs, folder)) == [jobs[1].key]


def test_a_changed_request_makes_every_photo_again(
    photo_setup: Setup, photos: list[Path], folder: Path
) -> None:
    run(photo_setup, plan(photos[:2], REQUEST, folder), folder)
    changed = photo_request(size_px=(120, 160), quality="fast", background="438EDB")
    jobs = plan(photos[:2], changed, folder)
    assert finished(jobs, folder) == {}
    before = jobs[0].output.read_bytes()
    run(photo_setup, jobs, folder, changed)
    assert jobs[0].output.read_bytes() != before
    assert len(finished(jobs, folder)) == 2


def test_a_photo_keeps_the_name_of_its_output(
    photo_setup: Setup, tmp_path: Path, folder: Path, astronaut_jpeg: bytes
) -> None:
    first, second = tmp_path / "a" / "me.jpg", tmp_path / "b" / "me.jpg"
    for path in (first, second):
        path.parent.mkdir()
        path.write_bytes(astronaut_jpeg)
    run(photo_setup, plan([first, second], REQUEST, folder), folder)
    (alone,) = plan([second], REQUEST, folder)
    assert alone.output.name == "me-2.jpg"  # "me.jpg" is the first one's photo
    assert list(finished([alone], folder)) == [alone.key]
    earlier = tmp_path / "0" / "me.jpg"
    names = [job.output.name for job in plan([earlier, first, second], REQUEST, folder)]
    assert names == ["me-3.jpg", "me.jpg", "me-2.jpg"]


def test_a_batch_resumes_from_another_folder_too(
    photo_setup: Setup, photos: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(photo_setup, plan(photos[:1], REQUEST, folder), folder)
    monkeypatch.chdir(photos[0].parent)
    (report,) = finished(plan([Path("pupil-0.jpg")], REQUEST, Path("done")), Path("done")).values()
    assert report["photo"] == "pupil-0.jpg"
    assert Path(report["output"]) == Path("done/pupil-0.jpg")


def test_a_journal_whose_last_line_was_cut_short_still_counts(
    photo_setup: Setup, photos: list[Path], folder: Path
) -> None:
    jobs = plan(photos[:2], REQUEST, folder)
    run(photo_setup, jobs, folder)
    journal = folder / JOURNAL
    journal.write_text(journal.read_text("utf-8")[:-30] + '\n[1]\n{"key": 3}\n', "utf-8")
    assert len(finished(jobs, folder)) == 1


def test_broken_photos_do_not_stop_the_rest(
    photo_setup: Setup,
    photos: list[Path],
    folder: Path,
    tmp_path: Path,
    jpeg: Callable[[NDArray[np.uint8]], bytes],
) -> None:
    truncated, text, empty, gone = (
        tmp_path / name for name in ("cut.jpg", "note.jpg", "wall.jpg", "gone.jpg")
    )
    truncated.write_bytes(photos[0].read_bytes()[:3000])
    text.write_text("hello")
    empty.write_bytes(jpeg(np.full((300, 200, 3), 128, np.uint8)))
    jobs = plan([truncated, photos[0], text, empty, gone, photos[1]], REQUEST, folder)
    reports = {Path(report["photo"]).name: report for report in run(photo_setup, jobs, folder)}
    found = {name: report.get("error", {}).get("code") for name, report in reports.items()}
    assert found == {
        "cut.jpg": "bad_image",
        "pupil-0.jpg": None,
        "note.jpg": "unsupported_format",
        "wall.jpg": "no_face",
        "gone.jpg": "no_such_file",
        "pupil-1.jpg": None,
    }
    assert files_in(folder) == {JOURNAL, "pupil-0.jpg", "pupil-1.jpg"}
    # failures are tried again the next time
    assert len(finished(jobs, folder)) == 2
    # ... but are settled, where each photo is tried once; what could not be read may be there later
    assert settled(jobs, folder) == {job.key for job in jobs if job.photo != gone}


def test_every_line_of_the_journal_is_json(
    photo_setup: Setup, photos: list[Path], folder: Path
) -> None:
    jobs = plan(photos[:2], REQUEST, folder)
    run(photo_setup, jobs, folder)
    lines = (folder / JOURNAL).read_text("utf-8").splitlines()
    assert {json.loads(line)["key"] for line in lines} == {job.key for job in jobs}


def test_an_empty_batch_is_done_at_once(photo_setup: Setup, folder: Path) -> None:
    assert run(photo_setup, [], folder) == []


# --- one photo ----------------------------------------------------------------------------------


def test_the_folder_of_an_output_is_made(
    photo_setup: Setup, photos: list[Path], tmp_path: Path
) -> None:
    job = Job(photos[0], tmp_path / "new" / "me.jpg", "")
    assert make_one(photo_setup, job, REQUEST)["ok"] is True
    assert job.output.is_file()


def test_an_output_that_cannot_be_written_is_named_by_the_error(
    photo_setup: Setup, photos: list[Path], tmp_path: Path
) -> None:
    output = photos[0] / "me.jpg"  # below a file
    report = make_one(photo_setup, Job(photos[0], output, ""), REQUEST)
    error = report["error"]
    assert (report["ok"], error["code"], error["path"]) == (False, "io_error", str(output))


def test_a_photo_that_is_stopped_is_neither_reported_nor_written(
    photo_setup: Setup, photos: list[Path], tmp_path: Path
) -> None:
    stop = Stop()
    stop.ask()
    with pytest.raises(Stopped):
        make_one(photo_setup, Job(photos[0], tmp_path / "out.jpg", ""), REQUEST, stop)
    with pytest.raises(Stopped), stop.hold():
        pytest.fail("a file is written after the stop")
    assert not (tmp_path / "out.jpg").exists()
