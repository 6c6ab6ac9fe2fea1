"""Lists of people: CSV files, and the photo files that they name.

A refusal names the line and never repeats its content, since refusals end up in logs and tickets.
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
    """A person in the list. ``line``: the number of the first line, counting the header as 1;
    ``number``: in its plain form; ``photo``: where the file should be."""

    line: int
    name: str
    number: str
    photo: Path | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that no person can be added from."""

    line: int
    error: IdPhotoError


def read_people(file: Path, photos: Path, encoding: str) -> list[Row | Refused]:
    """The people in a CSV file whose header names ``name``, ``number`` and optionally ``photo``.

    Other columns and empty lines are ignored. ``photos``: the folder of the files in the column
    ``photo``; a person whose cell is empty has no photo.

    Raises:
        BadRequest: the file cannot be read as a whole, or lacks a column.
    """
    try:
        with file.open(encoding=encoding, newline="") as lines:
            return list(_rows(lines, photos.resolve()))
    except OSError as error:
        raise _bad(f"cannot read {file}: {error.strerror}") from None
    except LookupError:
        raise BadRequest(
            "encoding", f"unknown encoding {encoding!r}: try utf-8 or gb18030"
        ) from None
    except UnicodeDecodeError:
        raise _bad(
            f"{file} is not {encoding}: for files saved by Excel, try --encoding gb18030"
        ) from None


def read_photo(path: Path) -> bytes:
    """The bytes of a photo file.

    Raises:
        BadRequest: it does not exist or cannot be read; the message does not repeat its name.
        ImageTooLarge: it is larger than the registry's limit; checked before it is read.
    """
    try:
        if not path.is_file():
            raise BadRequest("photo", "the file does not exist")
        if (size := path.stat().st_size) > MAX_PHOTO_BYTES:
            raise ImageTooLarge("file size in bytes", size, MAX_PHOTO_BYTES)
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name with NUL in it
        why = error.strerror if isinstance(error, OSError) else "the name is not valid"
        raise BadRequest("photo", f"cannot be read: {why}") from None


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
                    raise BadRequest("number", f"is the same as in line {first}")
                yield row
        except StopIteration:
            return
        except BadRequest as refused:
            yield Refused(line, refused)
        except csv.Error as error:
            yield Refused(line, _bad(f"the line is not valid CSV: {error}"))


def _header(reader: Iterator[list[str]]) -> dict[str, int]:
    """The index of each column."""
    try:
        names = [cell.strip().lower() for cell in next(reader, [])]
    except csv.Error as error:
        raise _bad(f"the first line is not valid CSV: {error}") from None
    for needed in _NEEDED:
        if names.count(needed) != 1:
            raise _bad("the first line must name the columns: name,number,photo")
    return {name: place for place, name in enumerate(names)}


def _row(line: int, cells: list[str], columns: dict[str, int], photos: Path) -> Row:
    def cell(column: str) -> str:
        place = columns.get(column, len(cells))
        return cells[place].strip() if place < len(cells) else ""

    named = cell(_PHOTO)
    photo = (photos / named).resolve() if named and "\0" not in named else None
    if named and (photo is None or not photo.is_relative_to(photos)):
        raise BadRequest("photo", "is outside the folder of photos")
    return Row(line, cell("name"), parse_number(cell("number")).text, photo)


def _bad(reason: str) -> BadRequest:
    return BadRequest("people", reason)
