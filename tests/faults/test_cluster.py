"""Servers that share one PostgreSQL and one object store, some of which die or are cut off."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import httpx
import pytest
from sqlalchemy import text
from tests.db.postgres import PostgresServer
from tests.faults.cluster import Cluster, ClusterNode, Settled
from tests.faults.serving import COST, wait_until
from tests.storage.s3 import s3_endpoint

__all__ = ["s3_endpoint"]

pytestmark = pytest.mark.xdist_group("cluster")

CHARGED_ONCE: Final = {"reserve": 1, "capture": 1}


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    server = PostgresServer()
    yield server
    server.remove()


@pytest.fixture
def cluster(postgres: PostgresServer, s3_endpoint: str, tmp_path: Path) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield Cluster(postgres, s3_endpoint, tmp_path, stack)


def order(node: ClusterNode, key: str, count: int, **fields: object) -> list[str]:
    """Order photos, a few at a time; the tasks' ids."""

    def one(_: int) -> str:
        answer = node.post(key, **fields)
        assert answer.status_code == 200, answer.text
        task_id: str = answer.json()["data"]["task_id"]
        return task_id

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, range(count)))


def done_once(cluster: Cluster, ids: Sequence[str]) -> dict[str, Settled]:
    """Wait until all tasks have ended; all are done, and each was charged once."""
    wait_until(cluster.all_ended)
    settled = cluster.settled()
    assert sorted(settled) == sorted(ids)
    assert {each.state for each in settled.values()} == {"done"}
    assert all(each.entries == CHARGED_ONCE for each in settled.values())
    assert cluster.spent() == COST * len(ids)
    return settled


def test_any_api_node_accepts_reports_and_links_what_any_worker_makes(cluster: Cluster) -> None:
    key = cluster.key()
    one, other, _, _ = cluster.start("api", "api", "worker", "worker")
    waited = one.post(key, sync="1").json()["data"]
    assert (waited["state"], waited["progress"]) == (1, 100)
    assert other.look(key, waited["task_id"])["state"] == 1
    assert httpx.get(waited["image"]).content.startswith(b"\xff\xd8")
    settled = done_once(cluster, [waited["task_id"]])
    assert settled[waited["task_id"]].attempts == 1


def test_a_killed_workers_tasks_are_taken_up_and_charged_once(cluster: Cluster) -> None:
    key = cluster.key()
    api, _, dying, _ = cluster.start("api", "api", "worker", "worker")
    ids = order(api, key, 50)
    wait_until(lambda: running(cluster) == 4)
    dying.kill()
    died_at = time.time()
    settled = done_once(cluster, ids)
    again = [each.started_at or 0.0 for each in settled.values() if each.attempts > 1]
    assert again
    print(f"taken up after {max(again) - died_at:.1f} s")


def test_a_killed_api_node_takes_no_accepted_task_with_it(cluster: Cluster) -> None:
    key = cluster.key()
    dying, other, _ = cluster.start("api", "api", "worker")
    cluster.hold.touch()
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(dying.post, key, sync="1") for _ in range(8)]
        wait_until(lambda: len(cluster.settled()) == 8)
        dying.kill()
        assert all(isinstance(each.exception(), httpx.TransportError) for each in waiting)
    cluster.hold.unlink()
    settled = done_once(cluster, list(cluster.settled()))
    assert {other.look(key, task_id)["state"] for task_id in settled} == {1}


def test_a_restart_of_the_database_under_load_loses_and_repeats_nothing(cluster: Cluster) -> None:
    key = cluster.key()
    api, other, *_ = cluster.start("api", "api", "worker", "worker")
    accepted: list[str] = []
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(node.post, key) for _ in range(30) for node in (api, other)]
        wait_until(lambda: running(cluster) > 0)
        cluster.postgres.stop()
        time.sleep(2)
        cluster.postgres.start()
        for each in asked:
            answer = each.result()
            assert answer.status_code in (200, 500), answer.text
            if answer.status_code == 200:
                accepted.append(answer.json()["data"]["task_id"])
    assert accepted
    wait_until(lambda: api.is_ready() and other.is_ready())
    accepted.append(api.post(key, sync="1").json()["data"]["task_id"])
    wait_until(cluster.all_ended)
    settled = cluster.settled()
    # a commit whose answer was lost was accepted all the same
    assert set(accepted) <= set(settled)
    assert {each.state for each in settled.values()} == {"done"}
    assert all(each.entries == CHARGED_ONCE for each in settled.values())
    assert cluster.spent() == COST * len(settled)


def test_a_storage_that_is_away_for_a_while_fails_no_accepted_task(cluster: Cluster) -> None:
    key = cluster.key()
    api, _, one, other = cluster.start("api", "api", "worker", "worker")
    ids = order(api, key, 12)
    wait_until(lambda: running(cluster) == 4)
    for node in (api, one, other):
        node.storage.cut()
    refused = api.post(key)
    assert refused.status_code == 500
    assert "storage" in refused.text
    time.sleep(20)
    for node in (api, one, other):
        node.storage.heal()
    done_once(cluster, ids)


def test_a_worker_that_was_cut_off_cannot_end_a_task_that_another_has_taken_up(
    cluster: Cluster,
) -> None:
    key = cluster.key()
    api, cut, other = cluster.start("api", "worker", "worker")
    cluster.hold.touch()
    ids = order(api, key, 2)
    wait_until(lambda: running(cluster) == 2)
    for _ in range(4):
        ids += order(api, key, 1)
    wait_until(lambda: running(cluster) == 4)
    cut.database.freeze()
    cluster.hold.unlink()  # both workers now finish, one of them into the void
    wait_until(cluster.all_ended)
    before = cluster.settled()
    assert 2 in [each.attempts for each in before.values()]
    cut.database.heal()
    wait_until(cut.is_ready)
    assert cluster.settled() == before
    done_once(cluster, ids)
    other.kill()
    ids.append(api.post(key, sync="1").json()["data"]["task_id"])  # made by the one that is back
    done_once(cluster, ids)


def test_every_node_reports_the_work_of_all(cluster: Cluster) -> None:
    key = cluster.key()
    api, worker = cluster.start("api", "worker")
    cluster.hold.touch()
    order(api, key, 5)
    wait_until(lambda: running(cluster) == 2)
    time.sleep(2.1)  # the numbers are kept for two seconds
    for node in (api, worker):
        told = httpx.get(f"{node.url}/metrics").text
        assert 'idphoto_tasks{priority="fast",state="waiting"} 3.0' in told
        assert 'idphoto_tasks{priority="fast",state="running"} 2.0' in told
    assert httpx.get(f"{worker.url}/docs").status_code == 404
    cluster.hold.unlink()
    wait_until(cluster.all_ended)


def test_callbacks_are_sent_once_although_every_worker_sends_them(cluster: Cluster) -> None:
    got: list[str] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            got.append(self.headers["webhook-id"])
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    key = cluster.key()
    api, *_ = cluster.start("api", "worker", "worker")
    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        ids = order(api, key, 12, callback_url=url)
        wait_until(cluster.all_ended)
        wait_until(lambda: len(got) >= len(ids))
        time.sleep(1)
        server.shutdown()
    assert len(got) == len(set(got)) == len(ids)


def test_servers_of_this_version_work_on_tables_of_the_next(cluster: Cluster) -> None:
    key = cluster.key()
    with cluster.database.transaction() as tx:
        tx.execute(text("ALTER TABLE tasks ADD COLUMN from_the_future INTEGER"))
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    api, _ = cluster.start("api", "worker")
    done_once(cluster, [api.post(key, sync="1").json()["data"]["task_id"]])


def test_a_keys_rate_holds_for_all_nodes_together(cluster: Cluster) -> None:
    key = cluster.key(qps=0.01)
    one, other = cluster.start("api", "api")
    assert one.post(key).status_code == 200
    refused = other.post(key)
    assert refused.status_code == 429
    assert 90 <= int(refused.headers["Retry-After"]) <= 100


def test_a_stopped_worker_hands_over_what_it_has_not_begun(cluster: Cluster) -> None:
    key = cluster.key()
    api, leaving = cluster.start("api", "worker")
    ids = order(api, key, 12)
    wait_until(lambda: running(cluster) == 2)
    assert leaving.stop() == 0
    assert running(cluster) == 0
    cluster.start("worker")
    assert {each.attempts for each in done_once(cluster, ids).values()} == {1}


def running(cluster: Cluster) -> int:
    """How many tasks are on a worker."""
    return [each.state for each in cluster.settled().values()].count("running")
