"""Print sheets of many people's photos, on as many pages as they need: the order, and how it is
made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from idphoto.errors import BadRequest
from idphoto.imaging.decode import DecodeLimits
from idphoto.photo.setup import Setup
from idphoto.sheet.pages import PagePhoto, PrintPages, Section, make_pages
from idphoto.sheet.request import SheetPhoto, SheetRequest
from idphoto.steps import Progress, run_steps
from idphoto.tasks.made import IMAGE, File, Made


@dataclass(frozen=True, slots=True)
class OrderedSection:
    """Photos that begin on a page of their own. ``captions``: of each photo; may be empty.
    ``label``: on each of the pages."""

    captions: tuple[str, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class PagesOrder:
    """Pages of finished photos, each ``count`` times. ``sections``: of the sources, in their order.

    ``max_source_side_px``: as for ``PhotoOrder``.
    """

    request: SheetRequest
    sections: tuple[OrderedSection, ...]
    count: int = 1
    max_source_side_px: int | None = None
    kind: Literal["pages"] = "pages"

    def make(
        self,
        setup: Setup,
        photos: Sequence[bytes],
        limits: DecodeLimits,
        *,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> Made:
        """The pages, as one PDF. Raises what ``SheetPhoto.load`` and ``make_pages`` raise, and
        ``DeadlineExceeded``."""
        draft = _Draft(self, photos, limits.with_side(self.max_source_side_px))
        timings = run_steps((read_photos, lay_out), draft, deadline, progress)
        pages = draft.pages
        report = {
            "px": list(pages.plans[0].size_wh),
            "bytes": len(pages.data),
            "format": "pdf",
            "paper": pages.paper.name,
            "paper_mm": list(pages.paper_mm),
            "dpi": pages.dpi,
            "pages": len(pages.plans),
            "count": pages.count,
            "counts": [self.count] * len(photos),
            "timings_ms": {step: round(ms, 1) for step, ms in timings.items()},
        }
        return Made({IMAGE: File(pages.data, "pdf", pages.plans[0].size_wh)}, report)


@dataclass(slots=True)
class _Draft:
    order: PagesOrder
    files: Sequence[bytes]
    limits: DecodeLimits
    sections: list[Section] = field(default_factory=list)
    pages: PrintPages = field(init=False)


def read_photos(draft: _Draft) -> None:
    """Read the photos, one after another: their pixels are not kept."""
    order, files = draft.order, iter(draft.files)
    for section in order.sections:
        photos = []
        for caption in section.captions:
            photo = SheetPhoto.load(next(files), order.count, limits=draft.limits)
            photos.append(PagePhoto.of(photo, order.request, caption))
        draft.sections.append(Section(tuple(photos), section.label))


def lay_out(draft: _Draft) -> None:
    """Plan the pages, and draw them."""
    draft.pages = make_pages(draft.sections, draft.order.request)


def order_pages(
    request: SheetRequest,
    sections: Sequence[OrderedSection],
    count: int,
    size_wh: tuple[int, int],
    dpi: float,
) -> PagesOrder:
    """Order pages that can be laid out as far as that is known before the photos are seen.

    ``size_wh``, ``dpi``: of the photos.

    Raises:
        BadRequest: a section has no photos or there is none, the format is not PDF, or the label
            cannot be drawn.
        SheetTooSmall: a photo and its caption do not fit on the paper.
        MissingGlyph: no installed font has some of the characters of a label or a first caption.
    """
    if request.format != "pdf":
        raise BadRequest("format", "only a PDF has several pages")
    if not sections or not all(section.captions for section in sections):
        raise BadRequest("photos", "must not be empty")
    blank = SheetPhoto(np.zeros((size_wh[1], size_wh[0], 3), np.uint8), dpi)
    for section in sections:
        first = PagePhoto.of(blank, request, section.captions[0])
        make_pages([Section((first,), section.label)], request)
    return PagesOrder(request, tuple(sections), count)
