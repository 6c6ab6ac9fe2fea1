"""``python -m benchmarks``, run as a command."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from benchmarks.__main__ import Figures
from benchmarks.peers.environment import PeerUnavailable

from benchmarks import __main__ as command


@pytest.fixture(autouse=True)
def without_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    def part(name: str) -> Iterator[Figures]:
        yield Figures(f"title of {name}", [{"what": name, "ms": 1.25}])
        yield Figures(f"{name}: skipped", [])

    monkeypatch.setattr(command, "describe_machine", lambda: "a machine")
    parts = {name: lambda name=name: part(name) for name in command.PARTS}
    monkeypatch.setattr(command, "PARTS", parts)


def test_named_parts_print_their_tables(capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["mattes", "peers"])
    out = capsys.readouterr().out
    assert "a machine" in out
    assert "title of mattes" in out
    assert "1.25" in out
    assert "peers: skipped" in out
    assert "geometry" not in out


def test_json_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["geometry", "--json"])
    assert json.loads(capsys.readouterr().out) == {
        "machine": "a machine",
        "tables": [
            {"title": "title of geometry", "rows": [{"what": "geometry", "ms": 1.25}]},
            {"title": "geometry: skipped", "rows": []},
        ],
    }


def test_another_product_is_installed_only_if_named(capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["--json"])
    titles = {table["title"] for table in json.loads(capsys.readouterr().out)["tables"]}
    assert "title of mattes" in titles
    assert "title of peers" not in titles


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(SystemExit, match="unknown: matte; choose from speed, mattes"):
        command.main(["matte"])


def test_peers_that_cannot_be_installed_are_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise PeerUnavailable("-m pip install: no network")

    monkeypatch.setattr(command, "measure_peers", fail)
    [skipped] = command.peers()
    assert skipped == Figures("peers: skipped: -m pip install: no network", [])


def test_the_cluster_runs_only_if_named_and_with_as_many_tasks_as_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "cluster", lambda tasks: iter([Figures(f"{tasks} tasks", [])]))
    command.main(["cluster", "--tasks=300"])
    assert "300 tasks" in capsys.readouterr().out
    command.main([])
    assert "title of cluster" not in capsys.readouterr().out


def test_a_cluster_without_a_database_server_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: int) -> None:
        pytest.skip("PostgreSQL's server is not installed")

    monkeypatch.setattr(command, "measure_cluster", missing)
    [skipped] = command.cluster()
    assert skipped.title == "cluster: skipped, because PostgreSQL's server is not installed"


def test_a_studio_without_a_browser_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    [skipped] = command.studio()
    assert skipped.title == "studio: skipped: Chromium is not installed"
