"""The time that each correction takes, and how far it moves the face's embedding."""

from __future__ import annotations

import statistics
import time
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.pictures import portraits
from idphoto.api import default_setup
from idphoto.errors import IdPhotoError
from idphoto.imaging.decode import open_source
from idphoto.models.face_embedder import distance, embed
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.pipeline import STEPS
from idphoto.photo.request import photo_request
from idphoto.photo.retouch.apply import retouch_person
from idphoto.photo.retouch.strengths import DEFAULT_STRENGTH, Retouch
from idphoto.photo.setup import Setup
from idphoto.photo.steps.retouch import retouch
from idphoto.runtime.engine import Engine

SIZE_WH = (413, 626)
RUNS = 15
ONE_BY_ONE = {field.name: Retouch(**{field.name: DEFAULT_STRENGTH}) for field in fields(Retouch)}
ALL = {"together": Retouch(*[DEFAULT_STRENGTH] * len(fields(Retouch)))}


def drawn(setup: Setup, data: bytes) -> PhotoDraft:
    """A photo before the retouching step."""
    draft = PhotoDraft(setup, open_source(data), photo_request(size_px=SIZE_WH))
    for step in STEPS[: STEPS.index(retouch)]:
        step(draft)
    return draft


def measure_retouch() -> list[dict[str, Any]]:
    """One row per correction: ms on a 413 × 626 photo, and the distance of embeddings."""
    setup = default_setup()
    people = []
    for data in portraits().values():
        try:
            people.append(drawn(setup, data))
        except IdPhotoError:
            continue  # some photos have no face, or cut it off
    return [
        _row(name, strengths, people, setup.engine)
        for name, strengths in {**ONE_BY_ONE, **ALL}.items()
    ]


def _row(name: str, strengths: Retouch, people: list[PhotoDraft], engine: Engine) -> dict[str, Any]:
    times, apart = [], []
    for person in people:
        mesh = person.placement.to_photo.apply(person.face.mesh[:, :2])
        done, took = _timed(person, person.points[:, :2], strengths)
        times += took
        apart.append(distance(embed(engine, person.rgb, mesh), embed(engine, done, mesh)))
    return {
        "correction": name,
        "p50_ms": statistics.median(times),
        "p90_ms": sorted(times)[int(0.9 * len(times))],
        "people": len(people),
        "distance_mean": statistics.fmean(apart),
        "distance_max": max(apart),
    }


def _timed(
    person: PhotoDraft, mesh: NDArray[np.float64], strengths: Retouch
) -> tuple[NDArray[np.uint8], list[float]]:
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        done, _ = retouch_person(
            person.rgb,
            person.alpha,
            mesh,
            person.geometry.yaw_deg,
            strengths,
            keep_background=False,
        )
        times.append((time.perf_counter() - started) * 1000.0)
    return done, times
