"""What the database has done and what processes have used, read before and after."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from benchmarks.cluster.nodes import Nodes

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_COUNTED: Final = """
    SELECT xact_commit + xact_rollback AS transactions, tup_returned + tup_fetched AS rows_read,
        tup_inserted + tup_updated + tup_deleted AS rows_written,
        pg_current_wal_insert_lsn() - '0/0' AS wal_bytes
    FROM pg_stat_database WHERE datname LIKE 'cluster%'
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """``database``: counts since its start. ``cpu_s``: processor time by kind of process."""

    at: float
    database: dict[str, float]
    cpu_s: dict[str, float]

    def since(self, before: Reading) -> Reading:
        """What has come since; ``at``: the seconds between the two."""
        return Reading(
            self.at - before.at,
            {name: count - before.database[name] for name, count in self.database.items()},
            {kind: spent - before.cpu_s.get(kind, 0.0) for kind, spent in self.cpu_s.items()},
        )


def read(nodes: Nodes) -> Reading:
    """Every meter, now. The database's counts lag by up to a second."""
    cpu_s = defaultdict[str, float](float, {"client": sum(os.times()[:2])})
    for node in nodes.all:
        cpu_s[node.kind] += _spent_s(node.pid)
    with psycopg.connect(nodes.postgres.url) as connection:
        cursor = connection.execute(_COUNTED)
        names = [each.name for each in cursor.description or ()]
        counts = dict(zip(names, map(float, cursor.fetchone() or ()), strict=True))
        cpu_s["database"] = _server_spent_s(connection.info.backend_pid)
    return Reading(time.time(), counts, dict(cpu_s))


def _spent_s(pid: int, *, with_ended_children: bool = False) -> float:
    fields = _stat(pid)
    return sum(map(int, fields[11 : 15 if with_ended_children else 13])) / _TICKS


def _server_spent_s(backend: int) -> float:
    """Of all processes of the PostgreSQL server, one of which is ``backend``, since its start."""
    parent = int(_stat(backend)[1])
    spent_s = _spent_s(parent, with_ended_children=True)
    for path in Path("/proc").glob("[0-9]*"):
        fields = _stat(int(path.name))
        if fields and int(fields[1]) == parent:
            spent_s += sum(map(int, fields[11:13])) / _TICKS
    return spent_s


def _stat(pid: int) -> list[str]:
    """The fields after the program's name, which may contain spaces; none if it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
