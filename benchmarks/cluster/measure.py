"""Fill a queue through two API nodes, then drain it with one worker, two, three and four."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
from sqlalchemy import select

from benchmarks.cluster.fairness import LATE, Waited, by_key, spreads
from benchmarks.cluster.meters import Reading, read
from benchmarks.cluster.nodes import MOMENT_S, SLOTS, Nodes
from benchmarks.cluster.orders import order, send
from idphoto.db.tables import UNENDED, ApiKey, Task

APIS: Final = 2
WORKERS: Final = 4
_OTHERS: Final = 19
_LATE_ORDERS: Final = 20
_IDLE_S: Final = 30.0
_WARM_S: Final = 2.0  # after a worker's start
_LAG_S: Final = 11.0  # PostgreSQL's idle sessions report their counts after ten seconds
# The rate is measured while the queue is full: at least two fifths are left for the last worker.
_STAGE_SHARE: Final = 0.6

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ClusterFigures:
    """The rows of each table."""

    accepting: list[Row]
    scaling: list[Row]
    waits: list[Row]
    spreads: list[Row]
    database: list[Row]
    cpu: list[Row]


def measure_cluster(tasks: int) -> ClusterFigures:
    """Of one key half of the ``tasks``, the others of nineteen keys in equal shares."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        nodes = Nodes(folder, stack, max_unfinished=tasks)
        urls = [nodes.start("api") for _ in range(APIS)]
        largest, *others = (nodes.key(f"key {n + 1}") for n in range(_OTHERS + 1))
        late = threading.Thread(target=_order_late, args=(urls[0], nodes.key(LATE)))

        stage_s = _STAGE_SHARE * tasks / _ideal_per_s(sum(range(WORKERS + 1)))

        empty = read(nodes)
        accepting = list(_fill(urls, largest, others, tasks))
        time.sleep(_LAG_S)
        accepted = read(nodes)
        time.sleep(_IDLE_S)
        waiting = read(nodes)

        stages: list[tuple[Reading, Reading]] = []
        for workers in range(1, WORKERS + 1):
            nodes.start("worker")
            time.sleep(_WARM_S)
            before = read(nodes)
            if workers == WORKERS:
                late.start()
            time.sleep(stage_s)
            stages.append((before, read(nodes)))
        late.join()
        while _any_unended(nodes):
            time.sleep(1.0)
        time.sleep(_LAG_S)
        made = read(nodes)
        time.sleep(_IDLE_S)
        idle = read(nodes).since(made)
        done = _waited(nodes)
        assert len(done) == tasks + _LATE_ORDERS, "tasks have failed"
        scaling = list(_rates(stages, _ends(nodes)))
    rows = by_key(done)
    accept, wait = accepted.since(empty), waiting.since(accepted)
    make, made_tasks = made.since(waiting), tasks + _LATE_ORDERS
    processes = f"{APIS} api, {WORKERS} workers"
    return ClusterFigures(
        accepting,
        scaling,
        rows,
        spreads(rows),
        [
            {"per": "task accepted", **_per(accept.database, tasks)},
            {"per": "task made", **_per(make.database, made_tasks)},
            {"per": f"second, {APIS} api, a full queue", **_per(wait.database, wait.at)},
            {"per": f"second, {processes}, no task", **_per(idle.database, idle.at)},
        ],
        [
            {"ms per": "task accepted", **_per(accept.cpu_s, tasks / 1000)},
            {"ms per": "task made", **_per(make.cpu_s, made_tasks / 1000)},
            {"ms per": f"second, {processes}, no task", **_per(idle.cpu_s, idle.at / 1000)},
        ],
    )


def _fill(urls: Sequence[str], largest: str, others: Sequence[str], tasks: int) -> Iterator[Row]:
    """One key orders half of the tasks before the others come, which take turns."""
    each = tasks // 2 // len(others)
    first = tasks - each * len(others)
    for orders, keys in (
        ("one key's first", [largest] * (first // 2)),
        ("its others", [largest] * (first - first // 2)),
        (f"those of {len(others)} keys", [*others] * each),
    ):
        yield {"orders": orders, "count": len(keys), "per_s": send(urls, keys)}


def _order_late(url: str, key: str) -> None:
    """Order photos one after another, and wait for each."""
    with httpx.Client(timeout=120) as client:
        for _ in range(_LATE_ORDERS):
            answer = order(client, url, key, sync="1")
            assert answer.json()["data"]["state"] == 1, answer.text


def _rates(stages: Sequence[tuple[Reading, Reading]], ends: Sequence[float]) -> Iterator[Row]:
    """One row for each number of workers. ``ends``: of all tasks, in seconds since the epoch."""
    rates = []
    for workers, (before, after) in enumerate(stages, 1):
        spent = after.since(before)
        tasks = sum(before.at < each <= after.at for each in ends)
        rates.append(tasks / spent.at)
        yield {
            "workers": workers,
            "seconds": spent.at,
            "tasks": tasks,
            "per_s": rates[-1],
            "ratio": rates[-1] / rates[0],
            "of_ideal": rates[-1] / _ideal_per_s(workers),
            "cores_busy": sum(spent.cpu_s.values()) / spent.at,
        }


def _ideal_per_s(workers: int) -> float:
    return workers * SLOTS / MOMENT_S


def _any_unended(nodes: Nodes) -> bool:
    with nodes.database.reading() as tx:
        return tx.scalar(select(Task.id).where(UNENDED).limit(1)) is not None


def _ends(nodes: Nodes) -> list[float]:
    with nodes.database.reading() as tx:
        return [end or 0.0 for end in tx.scalars(select(Task.completed_at))]


def _waited(nodes: Nodes) -> list[Waited]:
    columns = select(ApiKey.name, Task.created_at, Task.started_at).where(Task.state == "done")
    with nodes.database.reading() as tx:
        found = tx.execute(columns.where(ApiKey.id == Task.key_id)).all()
    return [Waited(name, accepted, begun or 0.0) for name, accepted, begun in found]


def _per(counts: Mapping[str, float], of: float) -> dict[str, float]:
    return {name: count / of for name, count in counts.items()}
