"""Lists of people: CSV files, and the photos that they name.

Refusals tell a line's number and never what stands in it: they end in logs and tickets.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from idphoto.authority.registry import MAX_PHOTO_BYTES
from idphoto.errors import BadRequest, IdPhotoError, ImageTooLarge
from idphoto.idcard.number import parse_number

_NEEDED: Final = ("name", "number")
_PHOTO: Final = "photo"


@dataclass(frozen=True, slots=True)
class Row:
    """A person as the list has them. ``line``: where it begins, the header's is 1; ``number`` in
    its plain form; ``photo``: where it should be."""

    line: int
    name: str
    number: str
    photo: Path | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that nobody can be added from."""

    line: int
    error: IdPhotoError


def read_people(file: Path, photos: Path, encoding: str) -> list[Row | Refused]:
    """The people of a CSV file whose header names ``name``, ``number`` and perhaps ``photo``.

    Other columns and empty lines do not count. ``photos``: the folder that the files in the
    column ``photo`` are in; one without a file there is without a photo.

    Raises:
        BadRequest: the file as a whole cannot be read, or lacks a column.
    """
    try:
        with file.open(encoding=encoding, newline="") as lines:
            return list(_rows(lines, photos.resolve()))
    except OSError as error:
        raise _bad(f"cannot read {file}: {error.strerror}") from None
    except LookupError:
        raise BadRequest("encoding", f"there is no {encoding!r}: utf-8, gb18030") from None
    except UnicodeDecodeError:
        raise _bad(f"{file} is not {encoding}: --encoding gb18030 reads what Excel saves") from None


def read_photo(path: Path) -> bytes:
    """A photo's file.

    Raises:
        BadRequest: there is none, or it cannot be read; its name is not told.
        ImageTooLarge: it is past the registry's limit; found out before it is read.
    """
    try:
        if not path.is_file():
            raise BadRequest("photo", "there is no such file")
        if (size := path.stat().st_size) > MAX_PHOTO_BYTES:
            raise ImageTooLarge("file size in bytes", size, MAX_PHOTO_BYTES)
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name with NUL in it
        why = error.strerror if isinstance(error, OSError) else "no file is named so"
        raise BadRequest("photo", f"it cannot be read: {why}") from None


def _rows(lines: TextIO, photos: Path) -> Iterator[Row | Refused]:
    reader = csv.reader(lines, strict=True)
    columns = _header(reader)
    lines_of: dict[str, int] = {}
    while True:
        line = reader.line_num + 1  # a row with line breaks in it has several
        try:
            cells = next(reader)
            if any(cell.strip() for cell in cells):
                row = _row(line, cells, columns, photos)
                first = lines_of.setdefault(row.number, line)
                if first != line:
                    raise BadRequest("number", f"line {first} has the same")
                yield row
        except StopIteration:
            return
        except BadRequest as refused:
            yield Refused(line, refused)
        except csv.Error as error:
            yield Refused(line, _bad(f"not CSV: {error}"))


def _header(reader: Iterator[list[str]]) -> dict[str, int]:
    """Where each column stands."""
    try:
        names = [cell.strip().lower() for cell in next(reader, [])]
    except csv.Error as error:
        raise _bad(f"its first line is not CSV: {error}") from None
    for needed in _NEEDED:
        if names.count(needed) != 1:
            raise _bad("its first line must name the columns: name,number,photo")
    return {name: place for place, name in enumerate(names)}


def _row(line: int, cells: list[str], columns: dict[str, int], photos: Path) -> Row:
    def cell(column: str) -> str:
        place = columns.get(column, len(cells))
        return cells[place].strip() if place < len(cells) else ""

    named = cell(_PHOTO)
    photo = (photos / named).resolve() if named and "\0" not in named else None
    if named and (photo is None or not photo.is_relative_to(photos)):
        raise BadRequest("photo", "it lies outside of the folder of photos")
    return Row(line, cell("name"), parse_number(cell("number")).text, photo)


def _bad(reason: str) -> BadRequest:
    return BadRequest("people", reason)
