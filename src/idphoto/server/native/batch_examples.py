"""Batches to show in the OpenAPI description."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from idphoto.errors import NoFace
from idphoto.messages.batches import Batch, BatchCounts, BatchItem, BatchItemList, BatchList
from idphoto.messages.orders import PhotoOptions
from idphoto.server.native.errors import problem
from idphoto.server.native.examples import SOURCE
from idphoto.server.wire.examples import TASK_ID, TRACE_ID

_AT: Final = datetime(2026, 9, 25, 3, 31, 19, tzinfo=UTC)
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
    source_url=SOURCE.picture_url,
)
ITEMS: Final = BatchItemList(
    items=(
        ITEM.model_copy(
            update={"state": "failed", "problem": problem(NoFace(), TRACE_ID, task_id=TASK_ID)}
        ),
    )
)
