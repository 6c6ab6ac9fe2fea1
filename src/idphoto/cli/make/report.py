"""The report of a batch, as CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, Final

from idphoto.errors import BadRequest
from idphoto.imaging.files import write_whole

_LENGTHS: Final = ("face_width", "face_height", "head_height", "head_top", "eyes_top", "chin_top")
_COLUMNS: Final = (
    "photo",
    "ok",
    "output",
    "width_px",
    "height_px",
    "dpi",
    "bytes",
    *(f"{name}_{unit}" for name in _LENGTHS for unit in ("px", "mm")),
    "warnings",
    "error",
    "message",
)


def check_report(path: Path) -> None:
    """Raises ``BadRequest`` if the suffix of ``path`` is neither .csv nor .json."""
    if path.suffix.lower() not in (".csv", ".json"):
        raise BadRequest("report", f"{path.name} must end in .csv or .json")


def write_report(path: Path, reports: list[dict[str, Any]]) -> None:
    """Write what ``make_one`` reports of each photo, in the order given.

    Raises:
        IoError: the operating system refuses.
    """
    if path.suffix.lower() == ".json":
        write_whole(path, (json.dumps(reports, ensure_ascii=False, indent=2) + "\n").encode())
        return
    text = io.StringIO(newline="")
    rows = csv.DictWriter(text, _COLUMNS)
    rows.writeheader()
    rows.writerows(_row(one) for one in reports)
    write_whole(path, text.getvalue().encode())


def _row(report: dict[str, Any]) -> dict[str, Any]:
    if not report["ok"]:
        error = report["error"]
        return {
            "photo": report["photo"],
            "ok": False,
            "error": error["code"],
            "message": error["message"],
        }
    geometry = report["geometry"]
    lengths = {f"{name}_{unit}": geometry[unit][name] for name in _LENGTHS for unit in ("px", "mm")}
    return {
        "photo": report["photo"],
        "ok": True,
        "output": report["output"],
        "width_px": report["px"][0],
        "height_px": report["px"][1],
        "dpi": report["dpi"],
        "bytes": report["bytes"],
        "warnings": " ".join(warning["code"] for warning in report["warnings"]),
        **lengths,
    }
