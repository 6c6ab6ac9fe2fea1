"""Labelled pictures: a folder for each person, or a list of pairs."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from idphoto.errors import BadRequest

PAIRS_FILE: Final = "pairs.csv"
_COLUMNS: Final = ("file_a", "file_b", "same")
_YES_NO: Final = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
_SUFFIXES: Final = frozenset(
    (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif")
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """``photos``, and the person on each: ``people``, numbered from 0, in the same order.

    ``pairs``: which photos to compare, by their indices; None to compare each with each.
    """

    photos: tuple[Path, ...]
    people: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...] | None


def read_labelled(folder: Path) -> Labelled:
    """Read a folder's ``pairs.csv``, or else its sub-folders, one per person.

    Raises:
        BadRequest: the folder does not exist, or holds neither.
    """
    if not folder.is_dir():
        raise BadRequest("folder", f"there is no folder {folder}")
    listed = folder / PAIRS_FILE
    return _from_list(listed) if listed.is_file() else _from_folders(folder)


def _from_folders(folder: Path) -> Labelled:
    photos: list[Path] = []
    people: list[int] = []
    for who, person in enumerate(sorted(path for path in folder.iterdir() if path.is_dir())):
        found = sorted(
            path
            for path in person.iterdir()
            if path.suffix.lower() in _SUFFIXES and path.name[0] != "."
        )
        photos += found
        people += [who] * len(found)
    if not photos:
        raise BadRequest(
            "folder", f"{folder} holds neither {PAIRS_FILE} nor sub-folders with photos"
        )
    return Labelled(tuple(photos), tuple(people), None)


def _from_list(path: Path) -> Labelled:
    """Number the people: photos that a chain of ``same`` pairs connects show one person."""
    rows = _rows(path)
    names = sorted({name for a, b, _ in rows for name in (a, b)})
    number = {name: place for place, name in enumerate(names)}
    person = list(range(len(names)))

    def root(place: int) -> int:
        while person[place] != place:
            place = person[place]
        return place

    for a, b, same in rows:
        if same:
            person[root(number[a])] = root(number[b])
    for line, (a, b, same) in enumerate(rows, start=2):
        if not same and root(number[a]) == root(number[b]):
            raise BadRequest("pairs", f"line {line}: other lines make these two the same person")
    return Labelled(
        tuple(path.parent / name for name in names),
        tuple(map(root, range(len(names)))),
        tuple((number[a], number[b]) for a, b, _ in rows),
    )


def _rows(path: Path) -> list[tuple[str, str, bool]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise BadRequest("pairs", f"{path} has no column {', '.join(missing)}")
            return [_row(line, fields) for line, fields in enumerate(reader, start=2)]
    except UnicodeDecodeError:
        raise BadRequest("pairs", f"{path} is not UTF-8 text") from None


def _row(line: int, fields: dict[str, str | None]) -> tuple[str, str, bool]:
    a, b, same = ((fields[name] or "").strip() for name in _COLUMNS)
    if not a or not b or same.lower() not in _YES_NO:
        raise BadRequest("pairs", f"line {line}: needs two files, and same as 1 or 0")
    return a, b, _YES_NO[same.lower()]
