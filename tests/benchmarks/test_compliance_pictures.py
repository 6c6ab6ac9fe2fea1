"""The lists of labelled pictures, and the truth they state."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from benchmarks.compliance.pictures import (
    HERE,
    LABELS,
    LabelledPicture,
    load_pictures,
    read_list,
)

SETS = tomllib.loads((HERE / "sets.toml").read_text(encoding="utf-8"))


def listed(name: str) -> list[LabelledPicture]:
    return read_list(HERE / "lists" / f"{name}.csv", Path(name), SETS[name]["known"])


def a_picture(**changes: frozenset[str]) -> LabelledPicture:
    sets = {"labels": frozenset[str](), "unclear": frozenset[str](), "known": frozenset[str]()}
    return LabelledPicture("set", Path("1.jpg"), "1", "a", **(sets | changes))


def test_a_label_is_true_if_stated_and_false_only_if_it_was_looked_for() -> None:
    picture = a_picture(
        labels=frozenset({"smile", "hand"}),
        unclear=frozenset({"wink"}),
        known=frozenset({"smile", "wink", "mask"}),
    )
    assert picture.truth("smile") is True
    assert picture.truth("hand") is True
    assert picture.truth("mask") is False
    assert picture.truth("wink") is None
    assert picture.truth("infant") is None


def test_an_unknown_label_is_an_error() -> None:
    with pytest.raises(ValueError, match="'glases' is not one of"):
        a_picture().truth("glases")


def make_lists(folder: Path) -> None:
    (folder / "lists").mkdir()
    (folder / "sets.toml").write_text('[one]\nknown = ["mask"]\n[two]\nknown = []\n')
    for name in ("one", "two"):
        rows = "path,person,half,labels,unclear\nsub/1.jpg,ann,b,mask hand,smile\n"
        (folder / "lists" / f"{name}.csv").write_text(rows)


def test_only_sets_that_are_there_are_loaded(tmp_path: Path) -> None:
    make_lists(tmp_path)
    pictures = tmp_path / "pictures"
    (pictures / "one" / "sub").mkdir(parents=True)
    (pictures / "one" / "sub" / "1.jpg").touch()
    assert load_pictures(pictures, tmp_path) == [
        LabelledPicture(
            set="one",
            path=pictures / "one" / "sub" / "1.jpg",
            person="ann",
            half="b",
            labels=frozenset({"mask", "hand"}),
            unclear=frozenset({"smile"}),
            known=frozenset({"mask"}),
        )
    ]
    assert load_pictures(tmp_path / "nowhere", tmp_path) == []


def test_a_set_that_lacks_a_picture_is_an_error(tmp_path: Path) -> None:
    make_lists(tmp_path)
    (tmp_path / "pictures" / "two").mkdir(parents=True)
    with pytest.raises(FileNotFoundError, match="two lacks 1 pictures"):
        load_pictures(tmp_path / "pictures", tmp_path)


@pytest.mark.parametrize("name", SETS)
def test_a_list_names_each_picture_once_and_only_known_labels(name: str) -> None:
    pictures = listed(name)
    assert len({each.path for each in pictures}) == len(pictures) > 0
    for each in pictures:
        assert each.labels | each.unclear | each.known <= LABELS, each.path
        assert not each.labels & each.unclear, each.path
        assert not each.labels >= {"busy", "plain_background"}, each.path
        assert each.half in ("a", "b")


def test_nobody_is_in_both_halves() -> None:
    halves: dict[tuple[str, str], set[str]] = {}
    for name in SETS:
        for each in listed(name):
            # The same people were photographed for both sets of masks.
            group = "masks" if name == "masks_sim" else name
            halves.setdefault((group, each.person), set()).add(each.half)
    assert all(len(each) == 1 for each in halves.values())
