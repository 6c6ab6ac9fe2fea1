"""The keywords of the client's verbs: the fields of the requests that they send."""

from __future__ import annotations

from typing import Literal, TypedDict

from idphoto.messages.orders import Adjustments, Gradient, Head, Retouch, SheetOptions


class TaskKeywords(TypedDict, total=False):
    """The keywords of every verb that creates a task.

    ``wait_s``: how long to wait until the task has ended, by default 600 seconds; 0 returns the
    accepted task at once. ``callback_url``: where the server reports the task's end. ``inline``:
    whether the answer holds the files themselves, in base64. ``idempotency_key``: by default the
    client makes one for each call, and uses it for all its tries; with a key of your own, the
    same order is made once even if your program starts again.

    >>> from idphoto.client import TaskKeywords
    >>> later: TaskKeywords = {"wait_s": 0, "callback_url": "https://school.example/done"}
    """

    wait_s: float
    callback_url: str | None
    inline: bool
    idempotency_key: str | None


class BatchKeywords(TypedDict, total=False):
    """How photos are made: the keywords of ``open_batch``, and of ``make_photo`` too.

    They are the fields of ``PhotoOptions``, but for ``spec``. What is absent is the document's.

    >>> from idphoto.client import BatchKeywords, Retouch
    >>> options: BatchKeywords = {"background": "438EDB", "retouch": Retouch(bright=0.5)}
    """

    size_px: tuple[int, int] | None
    size_mm: tuple[float, float] | None
    dpi: int | None
    background: Gradient | str | None
    retouch: Retouch | None
    clothes: str | None
    label: str | None
    format: Literal["jpeg", "png", "webp"] | None
    jpeg_quality: int | None
    min_bytes: int | None
    max_bytes: int | None
    quality: Literal["fast", "best"] | None
    faces: Literal["largest", "left", "right", "only"] | int
    watermark: str | None
    edit_anyway: bool
    age: float | None
    head: Head | None
    adjustments: Adjustments | None


class PhotoKeywords(BatchKeywords, TaskKeywords, total=False):
    """The keywords of ``make_photo``. ``sheet``: a sheet of the photo, made with it.

    >>> from idphoto.client import PhotoKeywords, SheetOptions
    >>> options: PhotoKeywords = {"max_bytes": 120_000, "sheet": SheetOptions(format="pdf")}
    """

    sheet: SheetOptions | None


class CheckKeywords(TaskKeywords, total=False):
    """The keywords of ``check_photo``: the fields of ``CheckRequest``.

    >>> from idphoto.client import CheckKeywords
    >>> options: CheckKeywords = {"judged_as": "finished"}
    """

    age: float | None
    judged_as: Literal["auto", "source", "finished"]
    faces: Literal["largest", "left", "right", "only"] | int


class CutoutKeywords(TaskKeywords, total=False):
    """The keywords of ``cut_out``: the fields of ``CutoutRequest``.

    >>> from idphoto.client import CutoutKeywords
    >>> options: CutoutKeywords = {"format": "webp"}
    """

    background: str | None
    format: Literal["png", "webp", "jpeg"]
    quality: Literal["fast", "best"] | None


class LayoutKeywords(TypedDict, total=False):
    """How photos lie on a sheet: the fields of ``SheetOptions``, but for ``format``.

    >>> from idphoto.client import LayoutKeywords
    >>> options: LayoutKeywords = {"paper": "a4", "crop_marks": False}
    """

    paper: str
    orientation: Literal["auto", "landscape", "portrait"]
    dpi: int | None
    background: str
    margin_mm: float
    gutter_mm: float
    crop_marks: bool
    rotate: bool
    label: str | None


class SheetKeywords(LayoutKeywords, TaskKeywords, total=False):
    """The keywords of ``make_sheet``: the fields of ``SheetRequest``.

    >>> from idphoto.client import SheetKeywords
    >>> options: SheetKeywords = {"paper": "6inch", "format": "pdf"}
    """

    format: Literal["jpeg", "png", "pdf"]


class BatchSheetKeywords(LayoutKeywords, total=False):
    """The keywords of ``make_batch_sheets``: the fields of ``BatchSheetsRequest``, and of
    ``TaskKeywords`` those about waiting and repeating.

    >>> from idphoto.client import BatchSheetKeywords
    >>> options: BatchSheetKeywords = {"group": "4b", "count": 4, "paper": "a4"}
    """

    count: int
    group: str | None
    captions: bool
    wait_s: float
    idempotency_key: str | None
