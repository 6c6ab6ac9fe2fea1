"""Labelled photos: folders of people, and lists of pairs."""

from __future__ import annotations

from pathlib import Path

import pytest

from idphoto.errors import BadRequest
from idphoto.idcard.calibration.people import read_labelled


def test_each_sub_folder_is_a_person(tmp_path: Path) -> None:
    for name in ("ann/1.jpg", "ann/2.PNG", "ann/notes.txt", "ann/.hidden.jpg", "bob/1.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    labelled = read_labelled(tmp_path)
    found = [str(path.relative_to(tmp_path)) for path in labelled.photos]
    assert found == ["ann/1.jpg", "ann/2.PNG", "bob/1.jpg"]
    assert labelled.people == (0, 0, 1)
    assert labelled.pairs is None


def test_a_list_of_pairs_identifies_the_people(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text(
        "file_a,file_b,same\na.jpg,b.jpg,1\nb.jpg,c.jpg,yes\nc.jpg,d.jpg,0\nd.jpg,e.jpg,NO\n"
    )
    labelled = read_labelled(tmp_path)
    assert [path.name for path in labelled.photos] == ["a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"]
    a, b, c, d, e = labelled.people
    assert a == b == c
    assert len({a, d, e}) == 3
    assert labelled.pairs == ((0, 1), (1, 2), (2, 3), (3, 4))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file_a,file_b\na,b\n", "has no column same"),
        ("file_a,file_b,same\na,b,maybe\n", "line 2: needs two files, and same as 1 or 0"),
        ("file_a,file_b,same\na,,1\n", "line 2: needs two files"),
        ("file_a,file_b,same\na,b,1\nb,c,1\na,c,0\n", "line 4: other lines make these two"),
    ],
)
def test_a_contradictory_list_is_refused_with_the_line_number(
    tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "pairs.csv").write_text(text)
    with pytest.raises(BadRequest, match=message) as caught:
        read_labelled(tmp_path)
    assert (caught.value.code, caught.value.field) == ("bad_request", "pairs")


def test_a_missing_or_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="there is no folder"):
        read_labelled(tmp_path / "none")
    with pytest.raises(BadRequest, match=r"neither pairs\.csv nor sub-folders"):
        read_labelled(tmp_path)
