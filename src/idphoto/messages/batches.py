"""Batches: many people, one document."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from idphoto.messages.message import Answer, Page, Request
from idphoto.messages.orders import PhotoOptions, SheetOptions
from idphoto.messages.problems import Problem
from idphoto.messages.tasks import CheckFinding, TaskState, VerdictName

Text = Annotated[str, Field(min_length=1, max_length=255)]


class BatchRequest(Request):
    """A batch to open."""

    name: Text = Field(examples=["Spring 2027"])
    photo: PhotoOptions = Field(description="How each of its photos is made.")


class BatchCounts(Answer):
    """How many of its items there are of each kind."""

    total: int = 0
    unfinished: int = 0
    passed: int = Field(default=0, description="Made; no check fails.")
    unsure: int = Field(default=0, description="Made; a person has to look at a check.")
    failed: int = Field(default=0, description="Made, but a check fails; or refused.")


class Batch(Answer):
    """A batch."""

    id: str
    name: str
    photo: PhotoOptions
    created_at: datetime
    expires_at: datetime = Field(description="When it and its photos are deleted.")
    counts: BatchCounts
    groups: tuple[str, ...] = Field(
        default=(), description="The groups of its items, such as classes."
    )


class BatchList(Page):
    """Batches, the newest first."""

    items: tuple[Batch, ...]


class BatchItemRequest(Request):
    """What is said of a portrait that is added to a batch: the part ``item`` beside ``file``."""

    name: Text = Field(description="The file's name; each name is in a batch once.")
    person: str = Field(default="", max_length=255, description="Whose portrait it is.")
    group: str = Field(default="", max_length=255, description="Such as the class.")


class BatchItem(Answer):
    """A portrait of a batch, and what became of it."""

    name: str
    person: str = ""
    group: str = ""
    task_id: str
    state: TaskState
    verdict: VerdictName | None = None
    findings: tuple[CheckFinding, ...] = Field(
        default=(), description="Those that fail or are unsure."
    )
    problem: Problem | None = None
    source_url: str | None = Field(default=None, description="A small JPEG file of the portrait.")
    photo_url: str | None = None


class BatchItemList(Page):
    """Items of a batch."""

    items: tuple[BatchItem, ...]


ItemOrder = Literal["failures", "name"]


class BatchSheetsRequest(SheetOptions):
    """Sheets of a group, or of all: one file, of as many pages as it needs. A group's label is its
    own name, unless ``label`` says another one."""

    count: int = Field(default=1, ge=1, le=100, description="Of each photo.")
    format: Literal["pdf"] = "pdf"
    paper: str = Field(default="A4", description="A paper's name, or millimetres such as 100x150.")
    rotate: bool = Field(
        default=False,
        description="Whether photos may lie on their side; upright ones are easier to sort.",
    )
    group: str | None = Field(
        default=None,
        description="By default all of them, one after another, each on pages of its own.",
    )
    captions: bool = Field(
        default=True, description="Whether the person's name stands below each photo."
    )
