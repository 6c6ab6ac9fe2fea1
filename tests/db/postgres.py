"""A PostgreSQL server of the tests' own, which they may stop, restart and cut off."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest


class PostgresServer:
    """A server with one database, in a temporary folder. ``url``: of that database.

    ``durable``: whether its commits survive the machine; tests need not wait for the disk.
    """

    def __init__(self, *, durable: bool = False) -> None:
        programs = _programs()
        if programs is None:
            pytest.skip("PostgreSQL's server is not installed")
        self._fsync = "on" if durable else "off"
        self._ctl = str(programs / "pg_ctl")
        self._folder = Path(tempfile.mkdtemp(prefix="idphoto-postgres-"))
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            nobody = pwd.getpwnam("nobody")
            os.chown(self._folder, nobody.pw_uid, nobody.pw_gid)
        self.port = _free_port()
        self.url = f"postgresql://idphoto@127.0.0.1:{self.port}/postgres"
        data = str(self._folder / "data")
        _run(
            str(programs / "initdb"), "-D", data, "-U", "idphoto", "-A", "trust", "-E", "UTF8", "-N"
        )
        self.start()

    def create(self, name: str) -> str:
        """The URL of a new database."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url.replace("/postgres", f"/{name}")

    def start(self) -> None:
        settings = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' "
            f"-c fsync={self._fsync} -c max_connections=200"
        )
        log = str(self._folder / "log")
        self._pg_ctl("start", "-w", "-l", log, "-o", settings)

    def stop(self) -> None:
        """Break off everything, as a crash does."""
        self._pg_ctl("stop", "-m", "immediate")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _pg_ctl(self, *arguments: str) -> None:
        _run(self._ctl, "-D", str(self._folder / "data"), "-s", *arguments)


def _run(*command: str) -> None:
    """Run a program of PostgreSQL's. What it starts must not keep our pipes open."""
    as_nobody = ("runuser", "-u", "nobody", "--") if os.getuid() == 0 else ()
    subprocess.run(
        [*as_nobody, *command],
        check=True,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _programs() -> Path | None:
    """The folder of the server's programs, the newest version's."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
