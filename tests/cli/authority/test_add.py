"""``idphoto authority add``."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.authority.numbers import DEMO, invented
from tests.cli.authority.people import MASKED, find, photos

from idphoto.authority.registry import MAX_PHOTO_BYTES
from idphoto.idcard.calibration.load import shipped_curve
from idphoto.models.face_embedder import NETWORK, distance
from idphoto.runtime.engine import Engine

Run = Callable[..., Any]


def test_a_person_is_added_with_photo_and_embedding(
    authority: Run, folder: Path, tmp_path: Path, embedded: list[bytes]
) -> None:
    photo = tmp_path / "face.jpg"
    photo.write_bytes(b"a photo")
    outcome = authority("add", "--name", "张三", "--number", DEMO, "--photo", photo)
    assert (outcome.status, outcome.out, outcome.err) == (
        0,
        f"{MASKED} is added, with a photo\n",
        "",
    )
    found = find(folder)
    assert found is not None
    assert (found.name, found.number, found.photo) == ("张三", DEMO, b"a photo")
    assert found.face is not None
    assert found.face.embedding.tolist() == [7.0] * 128
    assert found.face.network == NETWORK


def test_the_result_can_be_json(authority: Run) -> None:
    outcome = authority("add", "--name", "张三", "--number", DEMO, "--json")
    assert json.loads(outcome.out) == {"did": "added", "number": MASKED, "photo": False}


def test_name_and_number_are_asked_for_if_not_given(
    authority: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"张三\n{DEMO}\n".encode())))
    outcome = authority("add")
    assert outcome.out == f"{MASKED} is added, without a photo\n"
    assert outcome.err.startswith("Name: ")
    assert find(folder) is not None


def test_a_second_time_needs_replace(
    authority: Run, folder: Path, tmp_path: Path, embedded: list[bytes]
) -> None:
    authority("add", "--name", "张三", "--number", DEMO)
    again = ("add", "--name", "李四", "--number", DEMO)
    outcome = authority(*again)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        "idphoto: this number is already in the registry, with another name or photo; "
        "--replace puts the new entry in its place\n"
    )
    assert authority(*again, "--replace").out == f"{MASKED} is replaced, without a photo\n"
    found = find(folder)
    assert found is not None
    assert found.name == "李四"


@pytest.mark.parametrize(
    ("name", "number", "photo", "status", "message"),
    [
        (
            "张三",
            DEMO[:-1] + "0",
            None,
            2,
            "id_num: the check digit does not match the other digits",
        ),
        ("张" * 101, DEMO, None, 2, "name: must be 1 to 100 printable characters"),
        ("张三", DEMO, "gone.jpg", 2, "photo: the file does not exist"),
        ("张三", DEMO, ".", 2, "photo: the file does not exist"),
        (
            "张三",
            DEMO,
            "huge.jpg",
            1,
            "the picture's file size in bytes is 4,194,305; the limit",
        ),
        ("张三", DEMO, "blank.jpg", 1, "no face found"),
    ],
)
def test_a_refusal_is_one_line_that_does_not_repeat_the_person(
    authority: Run,
    folder: Path,
    tmp_path: Path,
    embedded: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    number: str,
    photo: str | None,
    status: int,
    message: str,
) -> None:
    here = photos(tmp_path / "here", huge=bytes(MAX_PHOTO_BYTES + 1), blank=b"no face")
    monkeypatch.chdir(here)
    outcome = authority(
        "add", "--name", name, "--number", number, *(["--photo", photo] if photo else [])
    )
    assert (outcome.status, outcome.out) == (status, "")
    (line,) = outcome.err.splitlines()
    assert line.startswith(f"idphoto: {message}")
    assert name not in line
    assert number[6:] not in line
    assert find(folder) is None


def test_a_real_face_is_recognised_in_another_photo(
    authority: Run,
    folder: Path,
    tmp_path: Path,
    engine: Engine,
    photo_file: Callable[[str], bytes],
) -> None:
    people = {"compreface_002_A": invented(1), "compreface_004_A": invented(2), "astronaut": DEMO}
    for name, number in people.items():
        (tmp_path / f"{name}.jpg").write_bytes(photo_file(name))
        photo = ("--photo", tmp_path / f"{name}.jpg")
        assert authority("add", "--name", "张三", "--number", number, *photo).status == 0
    one, other, stranger = (
        found.embedding(NETWORK) for n in people.values() if (found := find(folder, n))
    )
    assert one is not None
    assert other is not None
    assert stranger is not None
    similarity = shipped_curve().similarity
    assert similarity(distance(one, other)) >= 80
    assert similarity(distance(one, stranger)) < 50


def test_a_photo_without_one_face_is_refused(
    authority: Run,
    folder: Path,
    tmp_path: Path,
    engine: Engine,
    astronaut: NDArray[np.uint8],
    jpeg: Callable[[NDArray[np.uint8]], bytes],
) -> None:
    here = photos(
        tmp_path / "here",
        two=jpeg(np.concatenate([astronaut, astronaut], axis=1)),
        wall=jpeg(np.full((300, 200, 3), 128, np.uint8)),
        text=b"no picture",
    )
    for name, message in (
        ("two", "2 faces found"),
        ("wall", "no face found"),
        ("text", "unsupported picture format"),
    ):
        outcome = authority(
            "add", "--name", "张三", "--number", DEMO, "--photo", here / f"{name}.jpg"
        )
        assert outcome.status == 1
        assert outcome.err.startswith(f"idphoto: {message}")
    assert find(folder) is None
