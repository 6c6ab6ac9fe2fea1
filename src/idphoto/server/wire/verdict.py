"""The header with the compliance verdict of a photo: the vendors' answers have no field for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

NAME: Final = "X-Compliance-Verdict"


def verdict_header(report: Mapping[str, Any] | None) -> dict[str, str]:
    """The header for a task's ``report``: the verdict and, unless it passes, the worst check's id.

    Empty if the task made no official photo, or has not ended.

    >>> verdict_header({"compliance": {"verdict": "fail", "worst": "eyes_closed"}})
    {'X-Compliance-Verdict': 'fail; eyes_closed'}
    """
    compliance = (report or {}).get("compliance")
    if not compliance:
        return {}
    verdict, worst = compliance["verdict"], compliance["worst"]
    return {NAME: verdict if worst is None else f"{verdict}; {worst}"}
