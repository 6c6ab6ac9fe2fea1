"""The containers that deploy/ describes, read from its files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml  # type: ignore[import-untyped] # mkdocs and moto, of the developers' tools, bring it

from idphoto.settings import ServerSettings

DEPLOY: Final = Path(__file__).resolve().parents[2] / "deploy"
COMPOSE: Final = DEPLOY / "compose.yaml"
MANIFESTS: Final = sorted(DEPLOY.glob("kubernetes/*.yaml"))
PREFIX: Final = "IDPHOTO_"


@dataclass(frozen=True, slots=True)
class DeployedNode:
    """A container of the image.

    ``args``: of ``idphoto``. ``probes``: paths by port. ``grace_s``: how long it may take to stop.
    ``mounts``: the paths of its volumes. ``hardened``: whether it runs without rights that it does
    not need.
    """

    name: str
    args: Sequence[str]
    environment: Mapping[str, str]
    probes: Mapping[int, set[str]]
    grace_s: float
    mounts: set[str]
    hardened: bool

    @property
    def role(self) -> str:
        return {"serve": "api", "worker": "worker"}.get(self.args[0], "")

    @property
    def settings(self) -> ServerSettings:
        values = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in self.environment.items()
            if name.startswith(PREFIX)
        }
        return ServerSettings.model_validate({**values, "role": self.role or "all"})


def parsed(path: Path) -> list[Any]:
    """The file's documents, with a text in place of each variable that has no default."""
    filled = re.sub(
        r"\$\{\w+(?::([-?])([^}]*))?\}",
        lambda found: found[2] if found[1] == "-" else 64 * "x",
        path.read_text("utf-8"),
    )
    return list(yaml.safe_load_all(filled))


def compose() -> dict[str, Any]:
    """The services by name."""
    (document,) = parsed(COMPOSE)
    services: dict[str, Any] = document["services"]
    return services


def resources(kind: str) -> dict[str, Any]:
    """The manifests of this kind, by name."""
    return {
        each["metadata"]["name"]: each
        for path in MANIFESTS
        for each in parsed(path)
        if each["kind"] == kind
    }


def nodes() -> Iterator[DeployedNode]:
    for name, service in compose().items():
        if service["image"] != "idphoto":
            continue
        yield DeployedNode(
            f"compose-{name}",
            service["command"],
            service.get("environment", {}),
            {int(port): {path} for port, path in probed(service)},
            float(service["stop_grace_period"].removesuffix("s")),
            {volume.split(":")[1] for volume in service.get("volumes", [])},
            service["read_only"]
            and service["cap_drop"] == ["ALL"]
            and service["security_opt"] == ["no-new-privileges:true"],
        )
    for name, workload in (resources("Deployment") | resources("Job")).items():
        pod = workload["spec"]["template"]["spec"]
        (container,) = pod["containers"]
        environment = {
            key: value
            for kind, field in (("ConfigMap", "data"), ("Secret", "stringData"))
            for key, value in resources(kind)["idphoto"][field].items()
        }
        environment |= {each["name"]: each["value"] for each in container.get("env", [])}
        ports = {each["name"]: each["containerPort"] for each in container.get("ports", [])}
        probes: dict[int, set[str]] = {}
        for key, probe in container.items():
            if key.endswith("Probe"):
                get = probe["httpGet"]
                probes.setdefault(ports[get["port"]], set()).add(get["path"])
        yield DeployedNode(
            f"kubernetes-{name}",
            container["args"],
            environment,
            probes,
            pod.get("terminationGracePeriodSeconds", 30),
            {each["mountPath"] for each in container["volumeMounts"]},
            pod["securityContext"]["runAsNonRoot"]
            and not container["securityContext"]["allowPrivilegeEscalation"]
            and container["securityContext"]["readOnlyRootFilesystem"]
            and container["securityContext"]["capabilities"] == {"drop": ["ALL"]},
        )


def probed(service: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Port and path of what a service's health check asks for."""
    test = " ".join(service.get("healthcheck", {}).get("test", []))
    return re.findall(r"http://127\.0\.0\.1:(\d+)(/\w+)", test)


NODES: Final = list(nodes())
SERVING: Final = [node for node in NODES if node.role]
