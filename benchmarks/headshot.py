"""How long a pair of headshots takes, by template and by step."""

from __future__ import annotations

import statistics
import time
from typing import Any

from benchmarks.pictures import portraits
from idphoto.api import default_setup
from idphoto.errors import IdPhotoError
from idphoto.headshot.make import make
from idphoto.headshot.renderer import DrawingRenderer
from idphoto.headshot.template import Template
from idphoto.headshot.templates import TEMPLATES
from idphoto.imaging.decode import Source, open_source
from idphoto.photo.setup import Setup

RUNS = 3
PEOPLE = 5


def measure_headshots() -> list[dict[str, Any]]:
    """One row per template: ms of a pair, its shared steps, and one variant's slowest steps."""
    setup = default_setup()
    people = [open_source(data) for data in portraits().values()]
    return [row for template in TEMPLATES.values() if (row := _row(setup, template, people))]


def _row(setup: Setup, template: Template, people: list[Source]) -> dict[str, Any] | None:
    pairs, shared, dressing, hair = [], [], [], []
    done = 0
    for number, person in enumerate(people):
        if done == PEOPLE:
            break
        sources = [person] if template.people == 1 else [person, people[number - 1]]
        try:
            make(setup, sources, template, DrawingRenderer())
        except IdPhotoError:
            continue  # some photos have no face, or one that is too small
        done += 1
        for _ in range(RUNS):
            started = time.perf_counter()
            first, second = make(setup, sources, template, DrawingRenderer())
            pairs.append((time.perf_counter() - started) * 1000.0)
            shared.append(sum(first.timings_ms.values()) - sum(second.timings_ms.values()))
            dressing.append(second.timings_ms["dress"])
            hair.append(second.timings_ms["style_hair"])
    if not pairs:
        return None
    return {
        "template": template.id,
        "px": "×".join(map(str, template.size_wh)),
        "people": done,
        "pair_p50_ms": statistics.median(pairs),
        "pair_p90_ms": sorted(pairs)[int(0.9 * len(pairs))],
        "shared_ms": statistics.median(shared),
        "dress_ms": statistics.median(dressing),
        "hair_ms": statistics.median(hair),
    }
