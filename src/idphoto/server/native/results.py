"""What a finished task's report says, as the result that its answer shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from idphoto.messages import tasks as messages

Said = Mapping[str, Any]
"""What a task's row and its file ``report`` say."""


def result_of(kind: messages.Kind, said: Said) -> messages.Result:
    """The result of a finished task.

    Raises:
        KeyError, TypeError, ValueError: the report says too little, as one of another version.
    """
    return _RESULTS[kind](said)


def _photo(said: Said) -> messages.Result:
    return messages.PhotoResult.model_validate(
        {
            **{name: said[name] for name in ("px", "mm", "dpi", "bytes", "format", "timings_ms")},
            "jpeg_quality": said["quality"] if said["format"] == "jpeg" else None,
            "head": said["geometry"],
            "head_on_source": said["head_on_source"],
            "to_photo": said["to_photo"],
            "limits": said["limits"],
            "notices": said["warnings"],
            "compliance": said["compliance"],
        }
    )


def _check(said: Said) -> messages.Result:
    return messages.CheckResult.model_validate(
        {"compliance": said["compliance"], "timings_ms": said["timings_ms"]}
    )


def _cutout(said: Said) -> messages.Result:
    return messages.CutoutResult.model_validate(
        {"px": said["px"], "timings_ms": said["timings_ms"]}
    )


def _sheet(said: Said) -> messages.Result:
    names = ("paper", "paper_mm", "dpi", "count", "counts", "timings_ms")
    return messages.SheetResult.model_validate(
        {**{name: said[name] for name in names}, "pages": said.get("pages", 1)}
    )


def _headshots(said: Said) -> messages.Result:
    notices = [each["notices"] for each in said["headshots"]]
    return messages.HeadshotsResult.model_validate(
        {"notices": notices, "timings_ms": said["timings_ms"]}
    )


_RESULTS: Final[Mapping[messages.Kind, Callable[[Said], messages.Result]]] = {
    "photo": _photo,
    "check": _check,
    "cutout": _cutout,
    "sheet": _sheet,
    "headshots": _headshots,
}
