"""The inference library, the processor, and the precision that networks run in."""

from __future__ import annotations

from collections import Counter

from idphoto.api import engine_facts
from idphoto.assets.manifest import manifest
from idphoto.health.assets import NETWORKS
from idphoto.health.part import HealthPart


def part() -> HealthPart:
    """Whether networks can run here, and how."""
    try:
        facts = engine_facts()
    except (ImportError, OSError, RuntimeError) as error:
        remedy = "reinstall idphoto; see docs/install.md for the systems it runs on"
        return HealthPart("inference", "missing", f"the library cannot be loaded: {error}", remedy)
    networks = {entry.name for entry in manifest() if entry.group in NETWORKS}
    counts = Counter(facts.precisions[name] for name in networks).most_common()
    shares = ", ".join(f"{precision} for {count}" for precision, count in counts)
    processor, *abilities = facts.processor
    found = (
        f"{facts.library} on {processor} ({', '.join(abilities)}), threads: {facts.threads}; "
        f"networks: {shares}"
    )
    return HealthPart("inference", "ok", found)
