"""Messages to show in the OpenAPI description."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from idphoto.errors import NoFace
from idphoto.messages.faces import Face, FaceList
from idphoto.messages.sources import Source
from idphoto.messages.tasks import CutoutResult, File, Task, TaskList, TaskSummary
from idphoto.server.native.errors import problem
from idphoto.server.wire.examples import TASK_ID, TRACE_ID

_AT: Final = datetime(2026, 9, 25, 3, 31, 19, tzinfo=UTC)
_SOURCE_ID: Final = "19e2bfa2-99c0-41f0-823d-a3b20139f801"
_HOST: Final = "https://photos.example"

SOURCE: Final = Source(
    id=_SOURCE_ID,
    bytes=2_481_113,
    format="heif",
    px=(3024, 4032),
    created_at=_AT,
    expires_at=_AT + timedelta(hours=1),
    picture_url=f"{_HOST}/v1/sources/{_SOURCE_ID}/picture",
)
WAITING: Final = Task(
    id=TASK_ID,
    kind="cutout",
    state="waiting",
    progress=10,
    created_at=_AT,
    charged=1,
    source_id=_SOURCE_ID,
    trace_id=TRACE_ID,
)
DONE: Final = WAITING.model_copy(
    update={
        "state": "done",
        "progress": 100,
        "started_at": _AT,
        "completed_at": _AT + timedelta(seconds=1),
        "expires_at": _AT + timedelta(hours=1),
        "files": (
            File(
                name="image",
                format="png",
                media_type="image/png",
                px=(3024, 4032),
                bytes=7_112_045,
                url=f"{_HOST}/files/results/{TASK_ID}-1.png?expires=1790307080&signature=…",
            ),
        ),
        "result": CutoutResult(px=(3024, 4032), timings_ms={"cut_out": 412.5}),
    }
)
FAILED: Final = DONE.model_copy(
    update={
        "state": "failed",
        "progress": 10,
        "charged": 0,
        "files": (),
        "result": None,
        "problem": problem(NoFace(), TRACE_ID, task_id=TASK_ID),
    }
)
TASKS: Final = TaskList(
    items=(
        TaskSummary(
            id=TASK_ID,
            kind="photo",
            state="done",
            created_at=_AT,
            completed_at=_AT + timedelta(seconds=1),
            verdict="pass",
        ),
    ),
    next_cursor="WzE3NTg3NzEwNzkuMCwiOTQ4MDZhM2YiXQ",
)

FACES: Final = FaceList(
    px=(640, 480),
    faces=(
        Face(
            left_eye=(281.5, 190.2),
            right_eye=(352.9, 191.0),
            chin=(318.4, 322.7),
            forehead=(316.8, 132.1),
            width_px=156.3,
            roll_deg=0.6,
            yaw_deg=-2.1,
            pitch_deg=3.4,
            lid_gap=0.071,
            brightness=62.4,
            side_light=1.2,
        ),
    ),
)
