"""``idphoto idcard read`` and ``verify``, on an invented person's card."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.kept.cards import draw_sample
from tools.cards.people import Person
from tools.cards.portraits import available, registry_photo
from tools.cards.sample import Sample

from idphoto.runtime.engine import Engine

Run = Callable[..., Any]


@pytest.fixture
def sample(engine: Engine) -> Sample:
    """Needs the networks."""
    return draw_sample("clean", 7)


@pytest.fixture
def person(sample: Sample) -> Person:
    assert sample.person is not None
    return sample.person


@pytest.fixture
def card(sample: Sample, tmp_path: Path) -> Path:
    path = tmp_path / "card.jpg"
    path.write_bytes(sample.jpeg)
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of one's own."""
    for name in ("DATABASE_URL", "SECRET", "AUTHORITY", "AUTHORITY_CONFIG"):
        monkeypatch.delenv(f"IDPHOTO_{name}", raising=False)
    monkeypatch.setenv("IDPHOTO_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def enrol(idphoto: Run, name: str, number: str, photo: bytes, folder: Path) -> None:
    face = folder.parent / "face.jpg"
    face.write_bytes(photo)
    done = idphoto("authority", "add", "--name", name, "--number", number, "--photo", face)
    assert done.status == 0, done.err


def test_a_card_is_read_as_json(idphoto: Run, card: Path, person: Person) -> None:
    done = idphoto("idcard", "read", card, "--json")
    assert done.status == 0, done.err
    outcome = json.loads(done.out)
    assert outcome["fields"]["number"]["text"] == person.number
    assert outcome["fields"]["name"]["text"] == person.name
    assert outcome["warnings"] == []
    assert 50 <= outcome["quality"] <= 100
    assert len(outcome["corners_px"]) == 4


def test_a_card_is_read_as_text_and_its_portrait_written(
    idphoto: Run, card: Path, person: Person, tmp_path: Path
) -> None:
    done = idphoto("idcard", "read", card, "--portrait", tmp_path / "face.png")
    assert done.status == 0, done.err
    assert person.number in done.out
    assert "quality" in done.out
    with Image.open(tmp_path / "face.png") as face:
        assert face.size == (416, 512)


def test_a_picture_without_a_card_is_reported_in_one_line(
    idphoto: Run, tmp_path: Path, engine: Engine
) -> None:
    Image.new("RGB", (800, 600), "white").save(tmp_path / "blank.png")
    done = idphoto("idcard", "read", tmp_path / "blank.png")
    assert done.status == 1
    assert done.err.startswith("idphoto: the portrait side of an ID card was not found: ")
    assert done.err.count("\n") == 1


def test_a_missing_file_is_a_bad_request(idphoto: Run, tmp_path: Path) -> None:
    done = idphoto("idcard", "read", tmp_path / "none.jpg")
    assert done.status == 2
    assert f"card: there is no file {tmp_path / 'none.jpg'}" in done.err


def test_a_holder_in_the_registry_is_verified(
    idphoto: Run,
    card: Path,
    sample: Sample,
    person: Person,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert sample.source is not None
    monkeypatch.setenv("IDPHOTO_AUTHORITY", "registry")
    enrol(idphoto, person.name, person.number, registry_photo(sample.source), folder)
    done = idphoto("idcard", "verify", card, "--json")
    outcome = json.loads(done.out)
    assert (done.status, outcome["verdict"]) == (0, "same_person")
    assert outcome["sim"] >= 80


def test_another_face_under_the_number_is_not_verified(
    idphoto: Run,
    card: Path,
    sample: Sample,
    person: Person,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("IDPHOTO_AUTHORITY", "registry")
    stranger = next(each for each in available() if each != sample.source)
    enrol(idphoto, person.name, person.number, registry_photo(stranger), folder)
    done = idphoto("idcard", "verify", card, "--json")
    outcome = json.loads(done.out)
    assert (done.status, outcome["verdict"]) == (1, "other_person")
    assert outcome["sim"] < 50


def test_without_an_authority_nobody_is_verified(idphoto: Run, card: Path, folder: Path) -> None:
    done = idphoto("idcard", "verify", card)
    assert done.status == 1
    assert "verdict  no_answer" in done.out


def test_an_unknown_number_is_reported(
    idphoto: Run, card: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDPHOTO_AUTHORITY", "registry")
    done = idphoto("idcard", "verify", card, "--json")
    assert (done.status, json.loads(done.out)["verdict"]) == (1, "no_record")


@pytest.mark.parametrize("command", ["read", "verify"])
def test_the_help_has_examples(idphoto: Run, command: str) -> None:
    assert f"idphoto idcard {command} card.jpg" in idphoto("idcard", command, "--help").out
