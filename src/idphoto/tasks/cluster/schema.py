"""Procrastinate's tables, made and upgraded with ours.

Its releases bring scripts in two stages: ``pre`` ones, which programs of the release before can
live with, and ``post`` ones, which they cannot. A migration runs the former at once and the latter
at the next upgrade, when no older program runs any more. The versions that have been reached, one
for each stage, are kept as the table's comment.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path
from typing import Final

from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, text

_SCRIPT: Final = re.compile(r"(\d+)\.(\d+)\.(\d+)_\d+_(pre|post)?.*\.sql")
_REACHED: Final = text("SELECT obj_description(to_regclass('procrastinate_jobs'), 'pg_class')")

_Version = tuple[int, ...]


def is_current(connection: Connection) -> bool:
    """Whether the tables are there, and at least as new as the installed package."""
    reached = _reached(connection)
    return reached is not None and reached[0] >= _installed()


def upgrade(connection: Connection) -> None:
    """Make the tables, or upgrade them to the installed package, in the caller's transaction."""
    reached, installed = _reached(connection), _installed()
    if reached is None:
        _run(connection, SchemaManager.get_schema())
        before = after = installed
    elif reached[0] < installed:
        for script in _scripts("post", reached[1], reached[0]):
            _run(connection, script.read_text("utf-8"))
        for script in _scripts("pre", reached[0], installed):
            _run(connection, script.read_text("utf-8"))
        before, after = installed, reached[0]
    else:
        return
    comment = " ".join(".".join(map(str, each)) for each in (before, after))
    connection.exec_driver_sql(f"COMMENT ON TABLE procrastinate_jobs IS '{comment}'")


def _reached(connection: Connection) -> tuple[_Version, _Version] | None:
    """The versions that the two stages have reached; None without tables."""
    comment = connection.scalar(_REACHED)
    if comment is None:
        return None
    pre, post = (_parsed(each) for each in str(comment).split())
    return pre, post


def _installed() -> _Version:
    return _parsed(version("procrastinate"))


def _parsed(written: str) -> _Version:
    return tuple(int(part) for part in re.findall(r"\d+", written)[:3])


def _scripts(stage: str, above: _Version, up_to: _Version) -> list[Path]:
    """The scripts of one stage that lead from one version to another, in order."""
    found = []
    for path in sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql")):
        match = _SCRIPT.fullmatch(path.name)
        if match is None or (match[4] or "pre") != stage:
            continue
        if above < tuple(int(match[part]) for part in (1, 2, 3)) <= up_to:
            found.append(path)
    return found


def _run(connection: Connection, script: str) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - it is connected
    driver.execute(script)  # several statements, which only a call without parameters may hold
