"""Accepted tasks survive the process."""

from __future__ import annotations

import io
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable

import httpx
import pytest
from PIL import Image
from sqlalchemy import select, update
from tests.faults.serving import COST, CREDITS, PATH, Server, wait_until

from idphoto.db.tables import LedgerEntry, Task

COST_WITH_SHEET = COST + 5
FILES = ("image", "layout_image")


def test_a_killed_server_loses_no_accepted_task_and_charges_none_twice(
    make_server: Callable[..., Server], astronaut_jpeg: bytes
) -> None:
    server = make_server()
    server.start()
    photo = {"image_file": ("me.jpg", astronaut_jpeg, "image/jpeg")}
    accepted = [server.post(photo).json()["data"]["task_id"] for _ in range(50)]
    wait_until(lambda: server.task(accepted[4])["state"] == 1)
    server.kill()
    server.start()
    wait_until(lambda: server.task(accepted[20])["state"] == 1)
    server.kill()
    server.start()
    states = {server.ended(task_id)["state"] for task_id in accepted}
    assert states == {1}
    assert server.credits() == CREDITS - 50 * COST
    with server.database().reading() as tx:
        entries = tx.execute(select(LedgerEntry.task_id, LedgerEntry.kind)).all()
    booked = Counter((task_id, kind) for task_id, kind in entries if task_id is not None)
    assert booked == Counter(
        (task_id, kind) for task_id in accepted for kind in ("reserve", "capture")
    )


def test_a_task_that_kills_the_process_every_time_is_given_up_and_costs_nothing(
    make_server: Callable[..., Server], astronaut_jpeg: bytes
) -> None:
    server = make_server(max_attempts="2")
    server.start()
    photo = {"image_file": ("me.jpg", astronaut_jpeg, "image/jpeg")}
    task_id = server.post(photo).json()["data"]["task_id"]
    server.ended(task_id)
    server.kill()
    database = server.database()
    with database.transaction() as tx:  # as two crashes during the task would leave it
        tx.execute(update(Task).values(state="running", attempts=2, completed_at=None))
        tx.query(LedgerEntry).filter_by(task_id=task_id, kind="capture").delete()
    database.close()
    server.start()
    assert server.ended(task_id)["state"] == -13
    assert server.credits() == CREDITS


# `idphoto`, killed between storing the first and the second file of a task.
DIES_BETWEEN_TWO_FILES = """
import os
import signal

from tests.canned import install

from idphoto.cli.app import main
from idphoto.storage.blobs import Blobs

put = Blobs.put

async def put_or_die(self, key, data):
    if key.endswith("-sheet.jpg"):
        os.kill(os.getpid(), signal.SIGKILL)
    await put(self, key, data)

Blobs.put = put_or_die
install()
main()
"""


def test_a_server_killed_between_two_files_leaves_no_partial_result_and_no_orphan(
    make_server: Callable[..., Server], astronaut_jpeg: bytes
) -> None:
    server = make_server()
    server.start([sys.executable, "-c", DIES_BETWEEN_TWO_FILES])
    assert server.process is not None
    photo = {"image_file": ("me.jpg", astronaut_jpeg, "image/jpeg")}
    task_id = server.post(photo, layout="1").json()["data"]["task_id"]
    assert server.process.wait(120) == -signal.SIGKILL
    (left,) = server.results()
    assert left.name == f"{task_id}-1.jpg"

    server.start()
    data = server.ended(task_id)
    assert data["state"] == 1
    sizes = [Image.open(io.BytesIO(server.fetch(data[key]).content)).size for key in FILES]
    assert sizes == [(295, 413), (1500, 1051)]
    assert server.credits() == CREDITS - COST_WITH_SHEET
    made = {f"{task_id}-2.jpg", f"{task_id}-2-sheet.jpg"}
    assert {path.name for path in server.results()} == {left.name, *made}

    server.kill()
    for path in server.results():  # two hours later
        os.utime(path, (time.time() - 7200,) * 2)
    server.start()
    wait_until(lambda: not left.exists())
    assert {path.name for path in server.results()} == made
    assert [server.fetch(data[key]).status_code for key in FILES] == [200, 200]


def test_a_stopping_server_finishes_running_tasks_and_leaves_the_rest(
    make_server: Callable[..., Server], astronaut_jpeg: bytes
) -> None:
    server = make_server()
    server.start()
    server.hold.touch()
    photo = {"image_file": ("me.jpg", astronaut_jpeg, "image/jpeg")}
    accepted = [server.post(photo).json()["data"]["task_id"] for _ in range(12)]
    wait_until(lambda: any(server.task(task_id)["state"] == 4 for task_id in accepted))
    server.begin_to_stop()
    server.hold.unlink()
    assert server.exit_code() == 0
    with server.database().reading() as tx:
        left = Counter(tx.scalars(select(Task.state)))
        tried = set(tx.scalars(select(Task.attempts).where(Task.state == "queued")))
    assert set(left) <= {"done", "queued"}
    assert left["queued"] > 0
    assert tried == {0}
    server.start()
    assert {server.ended(task_id)["state"] for task_id in accepted} == {1}


def test_the_task_of_a_frozen_worker_is_requeued_when_the_server_stops(
    make_server: Callable[..., Server], astronaut_jpeg: bytes
) -> None:
    server = make_server(drain_s="0")
    server.start()
    photo = {"image_file": ("me.jpg", astronaut_jpeg, "image/jpeg")}
    server.hold.touch()
    accepted = [server.post(photo).json()["data"]["task_id"] for _ in range(6)]
    wait_until(lambda: any(server.task(task_id)["state"] == 4 for task_id in accepted))
    assert server.stop() == 0
    server.hold.unlink()
    server.start()
    assert {server.ended(task_id)["state"] for task_id in accepted} == {1}
    assert server.credits() == CREDITS - 6 * COST


def test_a_second_server_on_the_same_folder_refuses_to_start(
    make_server: Callable[..., Server],
) -> None:
    server = make_server()
    server.start()
    assert server.process is not None
    first = server.process
    try:
        with pytest.raises(AssertionError):
            server.start()
    finally:
        first.send_signal(signal.SIGTERM)
        first.wait(60)
    log = (server.folder / "log").read_text()
    assert "another server already works on" in log
    assert "Traceback" not in log


def test_a_task_survives_its_callers_disconnect(
    make_server: Callable[..., Server], astronaut_jpeg: bytes
) -> None:
    server = make_server()
    server.start()
    server.hold.touch()
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(
            server.url + PATH,
            headers={"X-API-KEY": server.key},
            data={"sync": "1"},
            files={"image_file": ("me.jpg", astronaut_jpeg, "image/jpeg")},
            timeout=httpx.Timeout(30, read=0.5),
        )
    server.hold.unlink()

    def states() -> list[str]:
        with server.database().reading() as tx:
            return list(tx.scalars(select(Task.state)))

    wait_until(lambda: states() == ["done"])
    assert server.credits() == CREDITS - COST
