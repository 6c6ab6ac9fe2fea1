"""A cluster on this machine: PostgreSQL, an S3 server, and nodes in processes of their own."""

from __future__ import annotations

import os
import re
import subprocess
import time
import urllib.request
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
from sqlalchemy import select
from tests.db.postgres import PostgresServer
from tests.faults.serving import BLANK, CREDITS, PATH, ROOT, wait_until
from tests.net.wire import Wire

from idphoto.accounts import keys
from idphoto.db.database import Database
from idphoto.db.tables import ApiKey, LedgerEntry, Task
from idphoto.server.vendors.acedata.idcard.keys import load_keys
from idphoto.services.migrating import migrate_tables
from idphoto.tasks.states import State

SECRET: Final = "a secret of the tests' own, long enough"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Settled:
    """How a task ended: its state, attempts, and the entries of the ledger by kind."""

    state: str
    attempts: int
    started_at: float | None
    entries: dict[str, int]


class Node:
    """One process of a cluster, in a new folder of its own in ``folder``. ``url``: where it listens
    once it is ready."""

    def __init__(
        self, role: str, folder: Path, program: Sequence[str], environment: Mapping[str, str]
    ) -> None:
        self.role = role
        self.folder = folder / f"{role}-{uuid.uuid4().hex[:8]}"
        self.folder.mkdir()
        self.log = self.folder / "log"
        self._out = out = self.folder / "out"
        command = [*program, "serve", "--role", role, "--port", "0"]
        data = {"IDPHOTO_DATA_DIR": str(folder)}
        with self.log.open("w") as log, out.open("w") as stdout:
            self.process = subprocess.Popen(
                command, env={**os.environ, **environment, **data}, stdout=stdout, stderr=log
            )
        self.url = ""

    def wait_until_ready(self) -> None:
        def listens() -> bool:
            assert self.process.poll() is None, self.log.read_text()
            found = re.search(r"http://[\d.]+:\d+", self._out.read_text())
            self.url = found[0] if found else ""
            return bool(found)

        wait_until(listens)
        wait_until(self.is_ready)

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=20).status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(60)

    def post(self, key: str, **fields: Any) -> httpx.Response:
        """Order a photo by upload."""
        return httpx.post(
            self.url + PATH,
            headers={"X-API-KEY": key},
            data={"width": "295", "height": "413", **fields},
            files={"image_file": b"a photo"},
            timeout=300,
        )

    def look(self, key: str, task_id: str) -> dict[str, Any]:
        answer = httpx.get(f"{self.url}{PATH}/{task_id}", headers={"X-API-KEY": key}, timeout=60)
        data: dict[str, Any] = answer.json()["data"]
        return data


class ClusterNode(Node):
    """``database``, ``storage``: its wires to the two."""

    def __init__(self, cluster: Cluster, role: str) -> None:
        self.database = cluster.stack.enter_context(Wire(cluster.postgres.port))
        self.storage = cluster.stack.enter_context(Wire(cluster.s3_port))
        url = re.sub(r":\d+/", f":{self.database.port}/", cluster.database_url)
        wired = {
            "IDPHOTO_DATABASE_URL": url,
            "AWS_ENDPOINT": f"http://127.0.0.1:{self.storage.port}",
        }
        super().__init__(role, cluster.folder, cluster.program, {**cluster.environment, **wired})


class Cluster:
    """``hold``: while this file exists, no task is made."""

    def __init__(
        self, postgres: PostgresServer, s3_endpoint: str, folder: Path, stack: ExitStack
    ) -> None:
        self.postgres = postgres
        self.stack = stack
        self.folder = folder
        self.hold = folder / "hold"
        self.program: Sequence[str] = BLANK
        self.s3_port = int(s3_endpoint.rpartition(":")[2])
        bucket = f"b-{uuid.uuid4().hex}"
        request = urllib.request.Request(f"{s3_endpoint}/{bucket}", method="PUT")  # noqa: S310
        urllib.request.urlopen(request).close()  # noqa: S310
        name = f"cluster_{uuid.uuid4().hex}"
        self.database_url = postgres.create(name)
        card_keys = folder / "card-keys"
        load_keys(card_keys)
        self.environment = {
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
            "IDPHOTO_STORAGE_URL": f"s3://{bucket}/idphoto",
            "IDPHOTO_SECRET": SECRET,
            "IDPHOTO_IDCARD_KEYS_DIR": str(card_keys),
            "IDPHOTO_ALLOW_HOSTS": "127.0.0.1",
            "IDPHOTO_WORKERS": "2",
            "IDPHOTO_DRAIN_S": "5",
            "IDPHOTO_TEST_MOMENT_S": "0.5",
            "AWS_REGION": "eu-central-1",
            "AWS_ACCESS_KEY_ID": "AKIATEST",
            "AWS_SECRET_ACCESS_KEY": "not-to-be-shown",
        }
        self.database = Database(self.database_url)
        stack.callback(self.database.close)
        migrate_tables(self.database)

    def key(self, name: str = "client", balance: int = CREDITS, qps: float = 0) -> str:
        """A new API key."""
        with self.database.transaction() as tx:
            return keys.create_key(tx, name, credits=balance, qps=qps, now=time.time()).key

    def start(self, *roles: str) -> list[ClusterNode]:
        """Nodes of these roles, which are ready."""
        nodes = [ClusterNode(self, role) for role in roles]
        for node in nodes:
            self.stack.callback(node.kill)
        for node in nodes:
            node.wait_until_ready()
        return nodes

    def settled(self) -> dict[str, Settled]:
        """How each task ended, by id."""
        with self.database.reading() as tx:
            entries: dict[str, Counter[str]] = {}
            for task_id, kind in tx.execute(select(LedgerEntry.task_id, LedgerEntry.kind)):
                entries.setdefault(task_id or "", Counter())[kind] += 1
            return {
                task.id: Settled(
                    task.state, task.attempts, task.started_at, dict(entries.get(task.id, {}))
                )
                for task in tx.scalars(select(Task))
            }

    def all_ended(self) -> bool:
        return all(State(each.state).ended for each in self.settled().values())

    def spent(self) -> int:
        """The credits that were taken off the keys."""
        with self.database.reading() as tx:
            return sum(CREDITS - (balance or 0) for balance in tx.scalars(select(ApiKey.credits)))
