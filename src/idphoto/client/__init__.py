"""A client of the native API: what the library does, done by a server.

    >>> from idphoto.client import Client
    >>> with Client("http://127.0.0.1:8000", "idp_...") as client:
    ...     task = client.make_photo("me.jpg", "jp-visa")
    ...     client.save(task, "visa.jpg")

Each name is imported when it is first used. The client needs ``pip install "idphoto[client]"`` and
loads no networks.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from idphoto.client.awaiting import AsyncClient
    from idphoto.client.blocking import Client
    from idphoto.client.calls.batches import BatchLike
    from idphoto.client.calls.sources import Uploaded
    from idphoto.client.calls.tasks import TaskLike
    from idphoto.client.keywords import (
        BatchKeywords,
        BatchSheetKeywords,
        CheckKeywords,
        CutoutKeywords,
        LayoutKeywords,
        PhotoKeywords,
        SheetKeywords,
        TaskKeywords,
    )
    from idphoto.client.pictures import PictureFile, PictureLike, Printable
    from idphoto.client.problem import ProblemError
    from idphoto.messages.batches import Batch, BatchCounts, BatchItem, ItemOrder
    from idphoto.messages.catalogue import Garment, Paper, Template
    from idphoto.messages.message import Bounds
    from idphoto.messages.orders import (
        Adjustments,
        Gradient,
        Head,
        Limit,
        PhotoOptions,
        Retouch,
        SheetOptions,
        SheetPhoto,
    )
    from idphoto.messages.problems import Problem
    from idphoto.messages.sources import Source, SourceRef
    from idphoto.messages.specs import Language, Requirement, SpecDetail, SpecSummary
    from idphoto.messages.tasks import (
        CheckFinding,
        CheckResult,
        CutoutResult,
        File,
        HeadOnPhoto,
        HeadOnSource,
        HeadshotsResult,
        Kind,
        Notice,
        PhotoResult,
        Report,
        Result,
        SheetResult,
        Task,
        TaskState,
        TaskSummary,
        VerdictName,
    )

_HOMES = {
    "idphoto.client.awaiting": ("AsyncClient",),
    "idphoto.client.blocking": ("Client",),
    "idphoto.client.calls.batches": ("BatchLike",),
    "idphoto.client.calls.sources": ("Uploaded",),
    "idphoto.client.calls.tasks": ("TaskLike",),
    "idphoto.client.keywords": (
        "BatchKeywords",
        "BatchSheetKeywords",
        "CheckKeywords",
        "CutoutKeywords",
        "LayoutKeywords",
        "PhotoKeywords",
        "SheetKeywords",
        "TaskKeywords",
    ),
    "idphoto.client.pictures": ("PictureLike", "PictureFile", "Printable"),
    "idphoto.client.problem": ("ProblemError",),
    "idphoto.messages.batches": ("Batch", "BatchCounts", "BatchItem", "ItemOrder"),
    "idphoto.messages.catalogue": ("Garment", "Paper", "Template"),
    "idphoto.messages.message": ("Bounds",),
    "idphoto.messages.orders": (
        "Adjustments",
        "Gradient",
        "Head",
        "Limit",
        "PhotoOptions",
        "Retouch",
        "SheetOptions",
        "SheetPhoto",
    ),
    "idphoto.messages.problems": ("Problem",),
    "idphoto.messages.sources": ("Source", "SourceRef"),
    "idphoto.messages.specs": ("Language", "Requirement", "SpecDetail", "SpecSummary"),
    "idphoto.messages.tasks": (
        "CheckFinding",
        "CheckResult",
        "CutoutResult",
        "File",
        "HeadOnPhoto",
        "HeadOnSource",
        "HeadshotsResult",
        "Kind",
        "Notice",
        "PhotoResult",
        "Report",
        "Result",
        "SheetResult",
        "Task",
        "TaskState",
        "TaskSummary",
        "VerdictName",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Adjustments",
    "AsyncClient",
    "Batch",
    "BatchCounts",
    "BatchItem",
    "BatchKeywords",
    "BatchLike",
    "BatchSheetKeywords",
    "Bounds",
    "CheckFinding",
    "CheckKeywords",
    "CheckResult",
    "Client",
    "CutoutKeywords",
    "CutoutResult",
    "File",
    "Garment",
    "Gradient",
    "Head",
    "HeadOnPhoto",
    "HeadOnSource",
    "HeadshotsResult",
    "ItemOrder",
    "Kind",
    "Language",
    "LayoutKeywords",
    "Limit",
    "Notice",
    "Paper",
    "PhotoKeywords",
    "PhotoOptions",
    "PhotoResult",
    "PictureFile",
    "PictureLike",
    "Printable",
    "Problem",
    "ProblemError",
    "Report",
    "Requirement",
    "Result",
    "Retouch",
    "SheetKeywords",
    "SheetOptions",
    "SheetPhoto",
    "SheetResult",
    "Source",
    "SourceRef",
    "SpecDetail",
    "SpecSummary",
    "Task",
    "TaskKeywords",
    "TaskLike",
    "TaskState",
    "TaskSummary",
    "Template",
    "Uploaded",
    "VerdictName",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'idphoto.client' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__doc__"]
