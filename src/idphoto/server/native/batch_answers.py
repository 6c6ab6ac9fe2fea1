"""Batches and their items as messages, and as rows of a table."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any, Final

from idphoto.batches.file_names import FileNames, safe_name, stem_of
from idphoto.batches.model import BatchEntry, BatchView, Standing
from idphoto.batches.table import TableRow
from idphoto.errors import UnknownTask
from idphoto.messages.batches import Batch, BatchCounts, BatchItem
from idphoto.messages.orders import PhotoOptions
from idphoto.messages.problems import Problem
from idphoto.messages.tasks import CheckFinding, VerdictName
from idphoto.server.native.answer import STATES, at
from idphoto.server.native.api import SOURCES_PATH
from idphoto.server.native.errors import problem, problem_of_task
from idphoto.services.service import Service
from idphoto.tasks.endings import FILES
from idphoto.tasks.made import IMAGE, REPORT
from idphoto.tasks.model import TaskView
from idphoto.tasks.states import State

# Reports that are read at a time.
_AT_ONCE: Final = 16
_SUFFIXES: Final = {"jpeg": ".jpg", "png": ".png", "webp": ".webp"}

Findings = tuple[CheckFinding, ...]
"""The findings of a photo that fail or are unsure, the gravest first."""


def batch_of(view: BatchView) -> Batch:
    """A batch."""
    counts = view.counts
    return Batch(
        id=view.id,
        name=view.name,
        photo=PhotoOptions.model_validate(view.photo),
        created_at=at(view.created_at),
        expires_at=at(view.expires_at),
        counts=BatchCounts(
            total=sum(counts.values()),
            unfinished=counts.get(Standing.UNFINISHED, 0),
            passed=counts.get(Standing.PASSED, 0),
            unsure=counts.get(Standing.UNSURE, 0),
            failed=counts.get(Standing.FAILED, 0) + counts.get(Standing.REFUSED, 0),
        ),
        groups=view.groups,
    )


def item_of(entry: BatchEntry, findings: Findings, base_url: str) -> BatchItem:
    """An item. ``findings``: as ``findings_of`` has them."""
    task, portrait = entry.task, entry.portrait
    source = f"{base_url}{SOURCES_PATH}/{task.image_id}/picture" if task.image_id else None
    return BatchItem(
        name=portrait.name,
        person=portrait.person,
        group=portrait.group,
        task_id=task.id,
        state="failed" if entry.standing is Standing.REFUSED else STATES[task.state],
        verdict=_verdict(task),
        findings=findings,
        problem=_problem(entry),
        source_url=source,
        photo_url=task.result_urls.get(IMAGE),
    )


async def findings_of(service: Service, entries: Sequence[BatchEntry]) -> list[Findings]:
    """The findings of each item."""
    room = asyncio.Semaphore(_AT_ONCE)

    async def read(entry: BatchEntry) -> Findings:
        judged = entry.standing in (Standing.FAILED, Standing.UNSURE)
        if not judged or REPORT not in entry.task.result_blobs:
            return ()
        async with room:
            try:
                data = await service.tasks.result(entry.task, REPORT)
            except UnknownTask:  # deleted since the item was read
                return ()
        return _findings(json.loads(data))

    return list(await asyncio.gather(*map(read, entries)))


def row_of(entry: BatchEntry, findings: Findings) -> TableRow:
    """An item as a row of the table. ``findings``: as ``findings_of`` has them."""
    portrait, refusal, result = entry.portrait, _problem(entry), entry.task.result or {}
    worst = findings[0].id if findings else ""
    reasons = "; ".join(_sentence(finding) for finding in findings)
    advice = " ".join(dict.fromkeys(finding.advice for finding in findings if finding.advice))
    if refusal is not None:
        # remedies are Markdown
        worst, reasons, advice = refusal.code, refusal.detail, refusal.remedy.replace("`", "")
    size = "×".join(map(str, result.get("px", ())))
    return TableRow(
        name=portrait.name,
        person=portrait.person,
        group=portrait.group,
        verdict=_WORDS[entry.standing],
        worst=worst,
        reasons=reasons,
        advice=advice,
        size=f"{size} px" if size else "",
    )


def path_of(entry: BatchEntry, names: FileNames) -> str:
    """Where an archive has the photo of an item that has one."""
    portrait = entry.portrait
    folder = safe_name(portrait.group, "group") if portrait.group else ""
    stem = safe_name(portrait.person or stem_of(portrait.name), "photo")
    facts = ((entry.task.result or {}).get(FILES) or {}).get(IMAGE) or {}
    return names.unique(folder, stem, _SUFFIXES.get(str(facts.get("format")), ".jpg"))


def has_photo(entry: BatchEntry) -> bool:
    """Whether a photo was made, whatever the checks found."""
    return entry.task.state is State.DONE and IMAGE in entry.task.result_blobs


_WORDS: Final = {
    Standing.REFUSED: "refused",
    Standing.FAILED: "fail",
    Standing.UNSURE: "unsure",
    Standing.UNFINISHED: "unfinished",
    Standing.PASSED: "pass",
}


def _verdict(task: TaskView) -> VerdictName | None:
    compliance = (task.result or {}).get("compliance") or {}
    verdict: VerdictName | None = compliance.get("verdict")
    return verdict


def _problem(entry: BatchEntry) -> Problem | None:
    if entry.standing is not Standing.REFUSED:
        return None
    task = entry.task
    if task.state is State.FAILED and task.failure is not None:
        return problem_of_task(task.failure, task.trace_id, task.id)
    return problem(UnknownTask(task.id), task.trace_id)  # it was deleted by itself


def _findings(report: dict[str, Any]) -> Findings:
    found = [
        CheckFinding.model_validate(each)
        for each in report.get("compliance", {}).get("findings", ())
        if each.get("verdict") in ("fail", "unsure")
    ]
    return tuple(sorted(found, key=lambda finding: finding.verdict != "fail"))


def _sentence(finding: CheckFinding) -> str:
    return f"{finding.title}: {finding.reason}" if finding.reason else finding.title
