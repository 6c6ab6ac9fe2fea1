"""The cluster's processes: PostgreSQL, an S3 server, and nodes whose tasks mostly sleep."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import pytest
from tests.db.postgres import PostgresServer
from tests.faults.cluster import Cluster, Node
from tests.faults.serving import wait_until

SLOTS: Final = 2
MOMENT_S: Final = 0.2
"""How long a task's making sleeps: a slot makes five tasks a second at most."""
_CREDITS: Final = 10**9

ServerMissing: Final = pytest.skip.Exception
"""Raised by ``Nodes``: PostgreSQL's server is not installed."""


@dataclass(frozen=True, slots=True)
class Started:
    """A process. ``kind``: storage, api or worker. ``url``: where it listens."""

    kind: str
    pid: int
    url: str


class Nodes:
    """A cluster whose commits are durable. ``all``: its processes but those of PostgreSQL."""

    def __init__(self, folder: Path, stack: ExitStack, max_unfinished: int) -> None:
        self._stack = stack
        self.postgres = PostgresServer(durable=True)
        stack.callback(self.postgres.remove)
        storage = _start_storage(folder / "storage", stack)
        self.all = [storage]
        self._cluster = Cluster(self.postgres, storage.url, folder, stack)
        self.database = self._cluster.database
        self._environment = {
            **self._cluster.environment,
            "IDPHOTO_DATABASE_URL": self._cluster.database_url,
            "AWS_ENDPOINT": storage.url,
            "IDPHOTO_WORKERS": str(SLOTS),
            "IDPHOTO_MAX_UNFINISHED": str(max_unfinished),
            "IDPHOTO_TEST_MOMENT_S": str(MOMENT_S),
        }

    def key(self, name: str) -> str:
        """A new API key."""
        return self._cluster.key(name, _CREDITS)

    def start(self, role: Literal["api", "worker"]) -> str:
        """Start a node and wait until it is ready; its address."""
        node = Node(role, self._cluster.folder, self._cluster.program, self._environment)
        self._stack.callback(node.kill)
        node.wait_until_ready()
        self.all.append(Started(role, node.process.pid, node.url))
        return node.url


def _start_storage(out: Path, stack: ExitStack) -> Started:
    """An S3 server in a process of its own: in this one it would compete with the clients."""
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
    with out.open("w") as log:
        process = subprocess.Popen(command, env=os.environ, stdout=log, stderr=log)
    stack.callback(process.wait)
    stack.callback(process.kill)
    wait_until(lambda: "Running on" in out.read_text())
    found = re.search(r"Running on (http://[\d.]+:\d+)", out.read_text())
    assert found is not None
    return Started("storage", process.pid, found[1])
