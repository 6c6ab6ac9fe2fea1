"""Messages to show in the OpenAPI description."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from idphoto.errors import NoFace
from idphoto.messages.batches import Batch, BatchCounts, BatchItem, BatchItemList, BatchList
from idphoto.messages.orders import PhotoOptions
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

_BATCH_ID: Final = "5f0c6a57-7f0f-4f5e-9d0c-1a6a3d6f2b11"
BATCH: Final = Batch(
    id=_BATCH_ID,
    name="Spring 2027",
    photo=PhotoOptions(spec="us-passport"),
    created_at=_AT,
    expires_at=_AT + timedelta(days=1),
    counts=BatchCounts(total=28, unfinished=0, passed=24, unsure=2, failed=2),
    groups=("4a", "4b"),
)
BATCHES: Final = BatchList(items=(BATCH,))
ITEM: Final = BatchItem(
    name="IMG_0815.jpg",
    person="Erika Mustermann",
    group="4b",
    task_id=TASK_ID,
    state="waiting",
    source_url=f"{_HOST}/v1/sources/{_SOURCE_ID}/picture",
)
ITEMS: Final = BatchItemList(
    items=(
        ITEM.model_copy(
            update={"state": "failed", "problem": problem(NoFace(), TRACE_ID, task_id=TASK_ID)}
        ),
    )
)
