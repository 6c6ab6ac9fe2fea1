"""What deploy/ says agrees with the program. The containers themselves are not run."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update
from starlette.routing import Match
from tests.db.databases import database, database_url, postgresql_url, sqlite_url
from tests.deploy.nodes import (
    COMPOSE,
    DEPLOY,
    MANIFESTS,
    NODES,
    PREFIX,
    SERVING,
    DeployedNode,
    parsed,
    resources,
)
from tests.tasks.conftest import key_id, new_task
from typer.core import TyperGroup

from idphoto.cli.commands import load
from idphoto.db.database import Database
from idphoto.db.tables import Task
from idphoto.server.app import create_app
from idphoto.server.ops import READY_WITHIN_S
from idphoto.server.serve import END_WITHIN_S
from idphoto.services.roles import check_role
from idphoto.settings import IDCARD_KEY_FILES, ServerSettings, Settings
from idphoto.storage.secret import load_secret

__all__ = ["database", "database_url", "key_id", "new_task", "postgresql_url", "sqlite_url"]

every_node = pytest.mark.parametrize("node", NODES, ids=lambda node: node.name)
every_serving_node = pytest.mark.parametrize("node", SERVING, ids=lambda node: node.name)


def test_every_file_parses_and_both_sets_are_complete() -> None:
    for path in MANIFESTS:
        assert all({"apiVersion", "kind", "metadata"} <= set(each) for each in parsed(path))
    assert [node.name for node in NODES] == [
        "compose-api-1",
        "compose-api-2",
        "compose-worker-1",
        "compose-worker-2",
        "compose-migrate",
        "compose-card-keys",
        "kubernetes-api",
        "kubernetes-worker",
        "kubernetes-migrate",
    ]


def test_only_settings_that_exist_are_named() -> None:
    fields = {*Settings.model_fields, *ServerSettings.model_fields}
    files = [path for path in DEPLOY.rglob("*") if path.is_file()]
    read = "".join(path.read_text("utf-8") for path in files)
    named = set(re.findall(rf"{PREFIX}[A-Z_]+[A-Z]", read))
    assert len(named) > 5
    assert named - {f"{PREFIX}{name.upper()}" for name in fields} == set()


@every_node
def test_the_commands_are_understood(node: DeployedNode) -> None:
    understand(list(node.args))


def test_the_commands_of_the_page_are_understood() -> None:
    page = (DEPLOY / "README.md").read_text("utf-8")
    lines = re.findall(r"^ *\$ (?:.* )?idphoto ((?:idcard|keys) .*)$", page, re.MULTILINE)
    assert len(lines) == 3
    for line in lines:
        understand(shlex.split(line))


def understand(words: list[str]) -> None:
    """Raises if ``idphoto`` would refuse these words."""
    name, *words = words
    command = load(name)
    if isinstance(command, TyperGroup):
        name, *words = words
        command = command.commands[name]  # type: ignore[assignment]
    assert command.make_context("idphoto", words).args == []


@every_serving_node
def test_the_environment_is_what_the_role_needs(node: DeployedNode, tmp_path: Path) -> None:
    settings = node.settings
    if node.role == "api":
        assert str(settings.idcard_keys_dir) in node.mounts
        for name in IDCARD_KEY_FILES:
            (tmp_path / name).touch()
        settings = settings.model_copy(update={"idcard_keys_dir": tmp_path})
    check_role(settings)
    load_secret(settings.secret.get_secret_value(), tmp_path)
    assert settings.database_url.startswith("postgresql://")  # which KEDA understands as well
    assert {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} <= set(node.environment)


@pytest.mark.parametrize("kind", ["compose", "kubernetes"])
def test_all_nodes_share_database_storage_and_secret(kind: str) -> None:
    found = {
        (each.settings.database_url, each.settings.storage_url, each.settings.secret)
        for each in SERVING
        if each.name.startswith(kind)
    }
    assert len(found) == 1


@every_serving_node
def test_probes_ask_for_what_the_node_serves(node: DeployedNode, tmp_path: Path) -> None:
    port = int(node.args[list(node.args).index("--port") + 1])
    assert set(node.probes) == {port}
    assert "/readyz" in node.probes[port]
    app = create_app(node.settings.model_copy(update={"data_dir": tmp_path}))

    def has(path: str) -> bool:
        scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
        return any(route.matches(scope)[0] is Match.FULL for route in app.routes)

    assert not has("/nothing")
    assert all(map(has, node.probes[port]))


@every_serving_node
def test_a_node_has_the_time_to_stop_in_good_order(node: DeployedNode) -> None:
    assert node.grace_s > node.settings.drain_s + END_WITHIN_S


def test_a_readiness_probe_waits_for_the_answer() -> None:
    for workload in resources("Deployment").values():
        (container,) = workload["spec"]["template"]["spec"]["containers"]
        assert container["readinessProbe"]["timeoutSeconds"] > READY_WITHIN_S


@every_node
def test_a_node_has_no_right_that_it_does_not_need(node: DeployedNode) -> None:
    assert node.hardened


def test_no_service_of_the_cluster_adds_variables_that_look_like_settings() -> None:
    for workload in (resources("Deployment") | resources("Job")).values():
        assert workload["spec"]["template"]["spec"]["enableServiceLinks"] is False


def test_what_selects_pods_selects_the_ones_it_means() -> None:
    labels = {
        name: each["spec"]["template"]["metadata"]["labels"]
        for name, each in resources("Deployment").items()
    }
    assert labels == {name: {"app": "idphoto", "role": name} for name in ("api", "worker")}
    for name, each in resources("Deployment").items():
        assert each["spec"]["selector"]["matchLabels"] == labels[name]
    assert resources("Service")["idphoto"]["spec"]["selector"] == labels["api"]
    budget = resources("PodDisruptionBudget")["api"]["spec"]
    assert budget["selector"]["matchLabels"] == labels["api"]
    assert budget["minAvailable"] < resources("Deployment")["api"]["spec"]["replicas"]
    for kind in ("ScaledObject", "HorizontalPodAutoscaler"):
        assert resources(kind)["worker"]["spec"]["scaleTargetRef"]["name"] == "worker"


def test_the_proxy_knows_every_api_node_and_waits_for_synchronous_requests() -> None:
    conf = (DEPLOY / "nginx.conf").read_text("utf-8")
    named = set(re.findall(r"^\s*server ([\w-]+:\d+) ", conf, re.MULTILINE))
    serving = {
        f"{node.name.removeprefix('compose-')}:{port}"
        for node in SERVING
        if node.role == "api" and node.name.startswith("compose")
        for port in node.probes
    }
    assert named == serving | {"s3:8333"}
    (read_timeout_s,) = re.findall(r"proxy_read_timeout (\d+)s", conf)
    assert int(read_timeout_s) > ServerSettings().sync_wait_s


def test_the_storages_configuration_is_json_with_the_nodes_credentials() -> None:
    (document,) = parsed(COMPOSE)
    (identity,) = json.loads(document["configs"]["s3"]["content"])["identities"]
    (credentials,) = identity["credentials"]
    environment = document["services"]["api-1"]["environment"]
    assert credentials["accessKey"] == environment["AWS_ACCESS_KEY_ID"]
    assert credentials["secretKey"] == environment["AWS_SECRET_ACCESS_KEY"]


def test_the_autoscaler_counts_waiting_and_running_tasks(database: Database, new_task: Any) -> None:
    (trigger,) = resources("ScaledObject")["worker"]["spec"]["triggers"]
    query = text(trigger["metadata"]["query"])
    with database.reading() as tx:
        assert tx.scalar(query) == 0
    for state in ("queued", "running", "done", "failed"):
        new_task(state)
        with database.transaction() as tx:
            tx.execute(update(Task).where(Task.id == state).values(state=state))
    with database.reading() as tx:
        assert tx.scalar(query) == 2


def test_the_autoscaler_keeps_a_worker_and_asks_the_nodes_database() -> None:
    scaled = resources("ScaledObject")["worker"]["spec"]
    assert scaled["minReplicaCount"] >= 1
    (trigger,) = scaled["triggers"]
    authentication = resources("TriggerAuthentication")[trigger["authenticationRef"]["name"]]
    (reference,) = authentication["spec"]["secretTargetRef"]
    assert reference["key"] in resources("Secret")[reference["name"]]["stringData"]
