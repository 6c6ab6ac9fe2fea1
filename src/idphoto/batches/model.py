"""What goes in and comes out of batches: frozen values, no rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal

from idphoto.tasks.model import TaskView

ItemOrder = Literal["failures", "name"]
"""``failures``: by what has become of the items, what needs attention first, then by name."""


class Standing(IntEnum):
    """What has become of an item, in the order of ``failures``."""

    REFUSED = 0
    """No photo could be made, or it was deleted."""
    FAILED = 1
    """A photo was made, but a check fails."""
    UNSURE = 2
    """A photo was made; a person has to look at a check."""
    UNFINISHED = 3
    PASSED = 4
    """A photo was made; no check fails."""


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch as its owner may see it. Times are seconds since the epoch.

    ``photo``: as ``Batch.photo``. ``counts``: how many items stand how; what is not in it is 0.
    ``groups``: in order, without the empty one.
    """

    id: str
    name: str
    photo: Mapping[str, Any]
    created_at: float
    expires_at: float
    counts: Mapping[Standing, int]
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedPortrait:
    """A portrait to add. ``name``: the file's; ``person``, ``group``: may be empty."""

    name: str
    person: str
    group: str


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """An item of a batch, and its task."""

    portrait: NamedPortrait
    standing: Standing
    task: TaskView

    @property
    def place(self) -> ItemPlace:
        """Where it is in either order."""
        return ItemPlace(self.standing, self.portrait.name)


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """Where a part of a list of items ends. ``standing`` does not matter in the order of names."""

    standing: Standing
    name: str


@dataclass(frozen=True, slots=True)
class BatchPlace:
    """Where a part of a list of batches ends."""

    created_at: float
    id: str
