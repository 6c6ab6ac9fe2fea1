"""``idphoto authority import``."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.authority.numbers import DEMO, invented
from tests.cli.authority.people import age, find, photos, write

from idphoto.cli.authority import embedding
from idphoto.errors import WeightsUnavailable
from idphoto.models.face_embedder import NETWORK, Embedding

Run = Callable[..., Any]


REFUSED = [
    (3, "bad_request", "id_num: the last character must be a digit or X"),
    (5, "bad_request", "name: must be 1 to 100 printable characters"),
    (7, "bad_request", "photo: the file does not exist"),
    (8, "no_face", "no face found: use a photo taken from the front"),
    (9, "bad_request", "photo: is outside the folder of photos"),
    (10, "bad_request", "number: is the same as in line 2"),
    (13, "bad_request", "id_num: must have 18 characters, not 0"),
    (14, "bad_request", "people: the line is not valid CSV: ',' expected after '\"'"),
]


def test_a_bad_line_is_reported_by_its_number_and_does_not_stop_the_others(
    authority: Run, folder: Path, school: Path, embedded: list[bytes]
) -> None:
    outcome = authority("import", school / "people.csv", "--json")
    assert outcome.status == 1
    assert json.loads(outcome.out) == {
        "added": 4,
        "replaced": 0,
        "unchanged": 0,
        "without_photo": 2,
        "refused": [{"line": n, "code": code, "message": text} for n, code, text in REFUSED],
    }
    entries = {n: find(folder, invented(n)) for n in (1, 7, 8, 10)}
    assert {n: entry.name for n, entry in entries.items() if entry} == {
        1: "张三",
        7: "吴十",
        8: "买买提·吐尔逊",
        10: "陈十三",
    }
    assert [n for n, entry in entries.items() if entry and entry.photo] == [1, 8]


def test_the_same_outcome_is_printed_as_text(
    authority: Run, school: Path, embedded: list[bytes]
) -> None:
    outcome = authority("import", school / "people.csv")
    assert outcome.out == ("4 added, 0 replaced, 0 unchanged (2 without a photo), 8 refused\n")
    lines = [line for line in outcome.err.splitlines() if line.startswith("line ")]
    assert lines == [f"line {n}: {text}" for n, _, text in REFUSED]


def test_nothing_about_a_person_is_printed_or_logged(
    authority: Run, school: Path, embedded: list[bytes], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    outcome = authority("import", school / "people.csv")
    everything = outcome.out + outcome.err + caplog.text
    theirs = ("张三", "李四", "五", "赵六", "钱七", "吐尔逊", "冯", "outside.jpg")
    assert [each for each in theirs if each in everything] == []
    assert "999999" not in everything
    assert "19900101" not in everything


def test_a_second_import_changes_nothing_and_embeds_no_face(
    authority: Run, school: Path, embedded: list[bytes]
) -> None:
    authority("import", school / "people.csv")
    before = authority("list", "--json").out
    embedded.clear()
    again = json.loads(authority("import", school / "people.csv", "--json").out)
    assert (again["added"], again["unchanged"], len(again["refused"])) == (0, 4, 8)
    assert embedded == [b"no face"]
    assert authority("list", "--json").out == before


def test_a_changed_entry_is_refused_or_replaced(
    authority: Run, folder: Path, school: Path, embedded: list[bytes]
) -> None:
    people = write(school / "two.csv", f"张三,{invented(1)},a.jpg", f"李四,{invented(2)},b.jpg")
    authority("import", people)
    (school / "b.jpg").write_bytes(b"a better photo")
    embedded.clear()
    refused = json.loads(authority("import", people, "--json").out)
    assert (refused["unchanged"], refused["refused"][0]["code"]) == (1, "person_exists")
    assert embedded == []
    replaced = authority("import", people, "--replace", "--json")
    assert replaced.status == 0
    assert json.loads(replaced.out)["replaced"] == 1
    found = find(folder, invented(2))
    assert found is not None
    assert found.photo == b"a better photo"


def test_a_second_import_embeds_a_photo_anew_that_another_network_embedded(
    authority: Run, folder: Path, school: Path, embedded: list[bytes]
) -> None:
    people = write(school / "two.csv", f"张三,{invented(1)},a.jpg", f"李四,{invented(2)},b.jpg")
    authority("import", people)
    age(folder, invented(1))
    embedded.clear()
    counts = json.loads(authority("import", people, "--json").out)
    assert (counts["replaced"], counts["unchanged"]) == (1, 1)
    assert embedded == [b"photo a"]
    found = find(folder, invented(1))
    assert found is not None
    assert found.embedding(NETWORK) is not None


def test_an_interrupted_import_can_be_continued(
    authority: Run, folder: Path, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (f"第{n},{invented(n)},{'ab'[n % 2]}.jpg" for n in range(6))
    people = write(school / "six.csv", *rows)
    left = [3]

    def of_photo(engine: object, photo: bytes) -> Embedding:
        left[0] -= 1
        if left[0] < 0:
            raise WeightsUnavailable("sface_2021dec", "models", "the network is down")
        return np.zeros(128)

    monkeypatch.setattr(embedding, "default_engine", lambda mode: None)
    monkeypatch.setattr(embedding, "embed_photo", of_photo)
    stopped = authority("import", people)
    assert stopped.status == 1
    assert "the network is down" in stopped.err
    done = sum(find(folder, invented(n)) is not None for n in range(6))
    assert done == 3
    left[0] = 3
    outcome = authority("import", people, "--json")
    counts = json.loads(outcome.out)
    assert (outcome.status, counts["added"], counts["unchanged"]) == (0, 3, 3)


def test_photos_may_be_in_another_folder(
    authority: Run, folder: Path, tmp_path: Path, embedded: list[bytes]
) -> None:
    people = write(tmp_path / "people.csv", f"张三,{DEMO},sub/a.jpg")
    photos(photos(tmp_path / "portraits") / "sub", a=b"photo a")
    assert authority("import", people, "--photos", tmp_path / "portraits").status == 0
    found = find(folder)
    assert found is not None
    assert found.photo == b"photo a"


@pytest.mark.parametrize(
    ("encoding", "arguments"),
    [("utf-8", ()), ("utf-8-sig", ()), ("gb18030", ("--encoding", "gb18030"))],
)
def test_lists_from_common_spreadsheets_are_read(
    authority: Run, folder: Path, tmp_path: Path, encoding: str, arguments: tuple[str, ...]
) -> None:
    people = tmp_path / "people.csv"
    people.write_bytes(f"Number , NAME,class\r\n {DEMO} ,张三,3b\r\n".encode(encoding))
    assert authority("import", people, *arguments).status == 0
    found = find(folder)
    assert found is not None
    assert (found.name, found.photo) == ("张三", None)


@pytest.mark.parametrize(
    ("content", "arguments", "message"),
    [
        (b"", (), "people: the first line must name the columns: name,number,photo"),
        (f"张三,{DEMO}\n".encode(), (), "people: the first line must name the columns"),
        (b"name,photo\n", (), "people: the first line must name the columns"),
        (b"name,number,number\n", (), "people: the first line must name the columns"),
        (b'name,"number\n', (), "people: the first line is not valid CSV: unexpected end of data"),
        ("name,number\n张三,1\n".encode("gb18030"), (), "people: {file} is not utf-8-sig: "),
        (b"name,number\n", ("--encoding", "klingon"), "encoding: unknown encoding 'klingon'"),
        (b"name,number\n", ("--photos", "gone"), "photos: there is no folder gone"),
        (None, (), "people: cannot read {file}: No such file or directory"),
    ],
)
def test_an_unusable_list_is_reported_in_one_line(
    authority: Run, tmp_path: Path, content: bytes | None, arguments: tuple[str, ...], message: str
) -> None:
    people = tmp_path / "people.csv"
    if content is not None:
        people.write_bytes(content)
    outcome = authority("import", people, *arguments)
    assert (outcome.status, outcome.out) == (2, "")
    (line,) = outcome.err.splitlines()
    assert line.startswith(f"idphoto: {message.format(file=people)}")


def test_another_secret_stops_an_import_before_any_line(
    authority: Run, school: Path, embedded: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    authority("add", "--name", "张三", "--number", DEMO)
    monkeypatch.setenv("IDPHOTO_SECRET", "a secret that came with a new machine")
    outcome = authority("import", school / "people.csv")
    assert (outcome.status, outcome.out, embedded) == (1, "", [])
    assert "another secret" in outcome.err
