"""The labelled pictures that the compliance checks are measured on."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent

LABELS: Final = frozenset(
    {
        "busy",
        "eyes_closed",
        "fringe",
        "glasses",
        "grey",
        "hand",
        "headwear",
        "infant",
        "mask",
        "mouth_open",
        "plain_background",
        "red_eye",
        "several_faces",
        "side_light",
        "small",
        "smile",
        "tinted",
        "turned",
        "wink",
    }
)


@dataclass(frozen=True, slots=True)
class LabelledPicture:
    """A picture, whom it shows, and what is known of it.

    ``path``: the file. ``person``: unique within ``set`` (``masks`` and ``masks_sim`` share names).
    ``half``: ``a`` if thresholds may be chosen on the picture, ``b`` if results are only reported
    on it; all pictures of a person are in one half. ``labels``: what the picture shows.
    ``unclear``: what a careful person could not decide. ``known``: what was looked for.
    """

    set: str
    path: Path
    person: str
    half: str
    labels: frozenset[str]
    unclear: frozenset[str]
    known: frozenset[str]

    def truth(self, label: str) -> bool | None:
        """Whether the picture shows ``label``; None if that is unclear or was not looked for.

        Raises :class:`ValueError` if there is no such label.
        """
        if label not in LABELS:
            raise ValueError(f"{label!r} is not one of {', '.join(sorted(LABELS))}")
        if label in self.unclear:
            return None
        if label in self.labels:
            return True
        return False if label in self.known else None


def load_pictures(folder: Path, lists: Path = HERE) -> list[LabelledPicture]:
    """The listed pictures of every set that has a folder in ``folder``, in the lists' order.

    ``lists``: the folder with ``sets.toml`` and ``lists/<set>.csv``. Sets without a folder are left
    out. Raises :class:`FileNotFoundError` if a set's folder lacks one of its pictures, because
    rates measured on part of a set cannot be compared.
    """
    sets = tomllib.loads((lists / "sets.toml").read_text(encoding="utf-8"))
    found: list[LabelledPicture] = []
    for name, about in sets.items():
        if (folder / name).is_dir():
            pictures = read_list(lists / "lists" / f"{name}.csv", folder / name, about["known"])
            if missing := [each.path for each in pictures if not each.path.is_file()]:
                raise FileNotFoundError(f"{name} lacks {len(missing)} pictures, as {missing[0]}")
            found += pictures
    return found


def read_list(path: Path, folder: Path, known: list[str]) -> list[LabelledPicture]:
    """The pictures of one list. ``folder``: the set's own, whose name is the set's."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            LabelledPicture(
                set=folder.name,
                path=folder / row["path"],
                person=row["person"],
                half=row["half"],
                labels=frozenset(row["labels"].split()),
                unclear=frozenset(row["unclear"].split()),
                known=frozenset(known),
            )
            for row in csv.DictReader(file)
        ]
