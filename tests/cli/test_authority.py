"""``idphoto authority``."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.authority.numbers import DEMO, invented
from tests.authority.outsider import Outsider, Says, outsider

from idphoto.authority import registry
from idphoto.authority.cipher import Cipher
from idphoto.authority.registry import MAX_PHOTO_BYTES, Entry
from idphoto.cli.authority import importing
from idphoto.db.database import Database
from idphoto.errors import NoFace, WeightsUnavailable
from idphoto.models.face_embedder import SAME_PERSON, WEIGHTS, Embedding, distance
from idphoto.runtime.engine import Engine
from idphoto.runtime.weights import WeightsStore
from idphoto.settings import get_settings
from idphoto.storage.secret import load_secret

__all__ = ["outsider"]

Run = Callable[..., Any]
MASKED = "440305********2561"
NOTE = "note: the server uses this registry only with IDPHOTO_AUTHORITY=registry\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that nobody has used yet, for a server that asks the registry."""
    for name in ("DATABASE_URL", "SECRET", "DATA_DIR", "AUTHORITY_CONFIG"):
        monkeypatch.delenv(f"IDPHOTO_{name}", raising=False)
    monkeypatch.setenv("IDPHOTO_AUTHORITY", "registry")
    return tmp_path / "data"


@pytest.fixture
def authority(idphoto: Run, folder: Path) -> Run:
    """``authority(*arguments)``: what the command left behind."""
    return lambda *arguments: idphoto("authority", *arguments, "--data-dir", folder)


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The photos whose faces were looked for, in place of looking: their length is their face."""
    seen: list[bytes] = []

    def embedding(engine: object, photo: bytes) -> Embedding:
        seen.append(photo)
        if photo == b"no face":
            raise NoFace()
        return np.full(128, float(len(photo)))

    monkeypatch.setattr(importing, "default_engine", lambda mode: None)
    monkeypatch.setattr(importing, "embed_photo", embedding)
    return seen


@pytest.fixture
def dlib_weights() -> None:
    try:
        WeightsStore(get_settings().models_dir).path(WEIGHTS)
    except WeightsUnavailable as error:
        pytest.skip(error.message)


def find(folder: Path, number: str = DEMO) -> Entry | None:
    database = Database(f"sqlite:///{folder / 'idphoto.db'}")
    try:
        with database.reading() as tx:
            return registry.find(tx, Cipher(load_secret("", folder)), number)
    finally:
        database.close()


def write(path: Path, *rows: str) -> Path:
    path.write_text("".join(f"{row}\n" for row in ("name,number,photo", *rows)), "utf-8")
    return path


def photos(folder: Path, **files: bytes) -> Path:
    folder.mkdir()
    for name, data in files.items():
        (folder / f"{name}.jpg").write_bytes(data)
    return folder


# --- add ----------------------------------------------------------------------------------------


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
    assert found.embedding is not None
    assert found.embedding.tolist() == [7.0] * 128


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
    dlib_weights: None,
    photo_file: Callable[[str], bytes],
) -> None:
    people = {"compreface_002_A": invented(1), "compreface_004_A": invented(2), "astronaut": DEMO}
    for name, number in people.items():
        (tmp_path / f"{name}.jpg").write_bytes(photo_file(name))
        photo = ("--photo", tmp_path / f"{name}.jpg")
        assert authority("add", "--name", "张三", "--number", number, *photo).status == 0
    one, other, stranger = (found.embedding for n in people.values() if (found := find(folder, n)))
    assert one is not None
    assert other is not None
    assert stranger is not None
    assert distance(one, other) < SAME_PERSON < distance(one, stranger)


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


# --- import -------------------------------------------------------------------------------------


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """``people.csv`` with every kind of line, and its photos."""
    here = photos(tmp_path / "school", a=b"photo a", b=b"photo b", wall=b"no face")
    (tmp_path / "outside.jpg").write_bytes(b"not theirs")
    write(
        here / "people.csv",
        f"张三,{invented(1)},a.jpg",
        f"李四,{invented(2)[:-1]}?,a.jpg",
        "",
        f'"王\n五",{invented(3)},a.jpg',
        f"赵六,{invented(4)},gone.jpg",
        f"钱七,{invented(5)},wall.jpg",
        f"孙八,{invented(6)},../outside.jpg",
        f"周九,{invented(1)},b.jpg",
        f"吴十,{invented(7)}",
        f"买买提·吐尔逊,{invented(8)},b.jpg,more,than,needed",
        "郑十一",
        f'"冯"十二,{invented(9)},a.jpg',
        f"陈十三,{invented(10)},",
    )
    return here


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


def test_an_interrupted_import_can_be_continued(
    authority: Run, folder: Path, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (f"第{n},{invented(n)},{'ab'[n % 2]}.jpg" for n in range(6))
    people = write(school / "six.csv", *rows)
    left = [3]

    def embedding(engine: object, photo: bytes) -> Embedding:
        left[0] -= 1
        if left[0] < 0:
            raise WeightsUnavailable("dlib", "models", "the network is down")
        return np.zeros(128)

    monkeypatch.setattr(importing, "default_engine", lambda mode: None)
    monkeypatch.setattr(importing, "embed_photo", embedding)
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


# --- list and remove ----------------------------------------------------------------------------


def test_the_list_masks_numbers_unless_it_is_told_to_reveal_them(authority: Run) -> None:
    authority("add", "--name", "[red]张三", "--number", DEMO)
    for arguments in ((), ("--json",)):
        outcome = authority("list", *arguments).out
        assert MASKED in outcome
        assert "[red]张三" in outcome
        assert DEMO not in outcome
        assert DEMO in authority("list", "--reveal", *arguments).out
    (entry,) = json.loads(authority("list", "--json").out)
    assert (entry["photo"], entry["created_at"]) == (False, entry["updated_at"])


def test_the_list_fits_a_terminal_of_80_columns(
    authority: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority("add", "--name", "买买提·吐尔逊", "--number", DEMO)
    monkeypatch.setenv("COLUMNS", "80")
    _, line, below = authority("list").out.splitlines()
    (entry,) = json.loads(authority("list", "--json").out)
    assert line.split() == ["买买提·吐尔逊", MASKED, "no", entry["created_at"][:10]]
    assert below.strip() == entry["id"]


def test_an_empty_list_says_how_to_create_a_key(authority: Run) -> None:
    assert "idphoto authority add" in authority("list").out
    assert json.loads(authority("list", "--json").out) == []


@pytest.mark.parametrize("by", ["id", "number"])
def test_a_removed_person_is_gone(authority: Run, folder: Path, by: str) -> None:
    authority("add", "--name", "张三", "--number", DEMO)
    (entry,) = json.loads(authority("list", "--reveal", "--json").out)
    assert authority("remove", entry[by]).out == "1 removed\n"
    assert find(folder) is None


def test_an_unknown_person_cannot_be_removed(authority: Run) -> None:
    outcome = authority("remove", DEMO)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        "idphoto: nobody in the registry has this number or id; `idphoto authority list` shows "
        "who is there\n"
    )


def test_removing_everybody_requires_confirmation(
    authority: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        authority("add", "--name", "张三", "--number", invented(n))
    assert authority("remove").err == "idphoto: number_or_id: give a number or an id, or --all\n"
    assert authority("remove", DEMO, "--all").status == 2
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert authority("remove", "--all").status == 1
    assert find(folder, invented(1)) is not None
    monkeypatch.setenv("IDPHOTO_SECRET", "the secret of then is lost for ever")
    assert json.loads(authority("remove", "--all", "--yes", "--json").out) == {"removed": 3}
    assert authority("add", "--name", "张三", "--number", DEMO).status == 0


# --- ask ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "number", "message"),
    [
        ("张三", DEMO, {"answer": "record", "about": "a photo of 7 bytes, an embedding"}),
        ("李四", DEMO, {"answer": "name_mismatch", "about": None}),
        ("李四", invented(1), {"answer": "no_photo", "about": None}),
        ("李四", invented(2), {"answer": "no_record", "about": None}),
    ],
)
def test_the_registry_is_asked_as_the_server_does(
    authority: Run,
    tmp_path: Path,
    embedded: list[bytes],
    name: str,
    number: str,
    message: dict[str, str | None],
) -> None:
    (tmp_path / "face.jpg").write_bytes(b"a photo")
    authority("add", "--name", "张三", "--number", DEMO, "--photo", tmp_path / "face.jpg")
    authority("add", "--name", "李四", "--number", invented(1))
    outcome = authority("ask", "--name", name, "--number", number, "--json")
    assert (outcome.status, json.loads(outcome.out)) == (0, message)


def test_with_nobody_to_ask_there_is_no_record(
    authority: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDPHOTO_AUTHORITY", "")
    added = authority("add", "--name", "张三", "--number", DEMO)
    assert (added.status, added.err) == (0, NOTE)
    outcome = authority("ask", "--name", "张三", "--number", DEMO)
    assert outcome.status == 1
    assert outcome.out == "unavailable: no authority is set up: IDPHOTO_AUTHORITY is empty\n"


def test_an_outsider_is_asked_as_the_server_does(
    authority: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    outsider: Callable[..., Outsider],
) -> None:
    running = outsider()
    running.always(Says(status=404))
    config = tmp_path / "authority.toml"
    config.write_text(
        f'url = "{running.url}"\n'
        'form = { name = "{name}", number = "{number}" }\n'
        'answers = [{ status = 404, means = "no_record" }, { status = 200, means = "record" }]\n'
    )
    monkeypatch.setenv("IDPHOTO_AUTHORITY", "http")
    outcome = authority("ask", "--name", "张三", "--number", DEMO)
    assert (outcome.status, outcome.out) == (1, "")
    assert (
        outcome.err
        == "idphoto: IDPHOTO_AUTHORITY_CONFIG: must name the file that describes the authority\n"
    )
    monkeypatch.setenv("IDPHOTO_AUTHORITY_CONFIG", str(config))
    assert authority("ask", "--name", "张三", "--number", DEMO).out == "no_record\n"


# --- all ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "--name", "李四", "--number", invented(2)),
        ("list",),
        ("remove", DEMO),
        ("ask", "--name", "张三", "--number", DEMO),
    ],
)
def test_another_secret_is_told_and_changes_nothing(
    authority: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    authority("add", "--name", "张三", "--number", DEMO)
    with monkeypatch.context() as changed:
        changed.setenv("IDPHOTO_SECRET", "a secret that came with a new machine")
        outcome = authority(*arguments)
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err.startswith("idphoto: the registry was written with another secret: restore")
    assert find(folder) is not None
    assert find(folder, invented(2)) is None


def test_another_secret_stops_an_import_before_any_line(
    authority: Run, school: Path, embedded: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    authority("add", "--name", "张三", "--number", DEMO)
    monkeypatch.setenv("IDPHOTO_SECRET", "a secret that came with a new machine")
    outcome = authority("import", school / "people.csv")
    assert (outcome.status, outcome.out, embedded) == (1, "", [])
    assert "another secret" in outcome.err


@pytest.mark.parametrize("command", ["add", "import", "list", "remove", "ask"])
def test_the_help_has_an_example(idphoto: Run, command: str) -> None:
    said = " ".join(idphoto("authority", command, "--help").out.split())
    assert f"idphoto authority {command}" in said
