"""``idphoto authority embed``: stored photos are embedded anew after a change of network."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.authority.numbers import invented
from tests.cli.authority.people import age, find, photos, write

from idphoto.errors import NoFace
from idphoto.models.face_embedder import NETWORK, Embedding

Run = Callable[..., Any]


@pytest.fixture
def people(tmp_path: Path, authority: Run, embedded: list[bytes]) -> Path:
    """A registry of four people, one of whom has no photo."""
    here = photos(tmp_path / "people", a=b"photo a", b=b"photo bb", c=b"photo ccc")
    rows = [f"第{n},{invented(n)},{'abc'[n]}.jpg" for n in range(3)]
    assert authority("import", write(here / "p.csv", *rows, f"第3,{invented(3)},")).status == 0
    embedded.clear()
    return here


def test_outdated_embeddings_are_made_anew_from_the_stored_photos(
    authority: Run, folder: Path, people: Path, embedded: list[bytes]
) -> None:
    age(folder, invented(0), invented(2))
    outcome = authority("embed", "--json")
    assert (outcome.status, json.loads(outcome.out)) == (0, {"embedded": 2, "refused": []})
    assert sorted(embedded) == [b"photo a", b"photo ccc"]
    for n, length in enumerate((7.0, 8.0, 9.0)):
        found = find(folder, invented(n))
        assert found is not None
        embedding = found.embedding(NETWORK)
        assert embedding is not None
        assert embedding.tolist() == [length] * 128


def test_a_second_run_has_nothing_to_do(
    authority: Run, folder: Path, people: Path, embedded: list[bytes]
) -> None:
    age(folder)
    authority("embed")
    embedded.clear()
    outcome = authority("embed")
    assert (outcome.status, outcome.out) == (0, "0 embedded, 0 refused\n")
    assert embedded == []


def test_until_then_the_registry_cannot_be_asked(
    authority: Run, folder: Path, people: Path
) -> None:
    age(folder, invented(0))
    asked = authority("ask", "--name", "第1", "--number", invented(1))
    assert asked.status == 1
    assert "another network than sface_2021dec" in asked.err
    assert "run `idphoto authority embed`" in asked.err
    authority("embed")
    assert authority("ask", "--name", "第0", "--number", invented(0)).status == 0


def test_people_whose_photo_cannot_be_embedded_keep_it_and_are_listed(
    authority: Run,
    folder: Path,
    people: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from idphoto.cli.authority import embedding

    def of_photo(engine: object, photo: bytes) -> Embedding:
        raise NoFace()

    age(folder, invented(1))
    monkeypatch.setattr(embedding, "embed_photo", of_photo)
    outcome = authority("embed")
    unlucky = find(folder, invented(1))
    assert unlucky is not None
    assert (outcome.status, outcome.out) == (1, "0 embedded, 1 refused\n")
    assert f"{unlucky.id}: no face found" in outcome.err
    assert (unlucky.photo, unlucky.face) == (b"photo bb", None)
    assert authority("ask", "--name", "第1", "--number", invented(1)).status == 0


def test_an_error_that_concerns_everybody_stops_the_work_and_keeps_what_is_done(
    authority: Run, folder: Path, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from idphoto.cli.authority import embedding
    from idphoto.errors import WeightsUnavailable

    def of_photo(engine: object, photo: bytes) -> Embedding:
        raise WeightsUnavailable(NETWORK, "models", "the network is down")

    age(folder)
    with monkeypatch.context() as broken:
        broken.setattr(embedding, "embed_photo", of_photo)
        stopped = authority("embed")
    assert stopped.status == 1
    assert "the network is down" in stopped.err
    assert json.loads(authority("embed", "--json").out)["embedded"] == 3
