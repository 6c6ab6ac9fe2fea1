"""Print photos of many people: one PDF with as many pages as they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from idphoto.drawing.text import TextBlock, fit_text
from idphoto.errors import BadRequest, IdPhotoError
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.imaging.geometry import MM_PER_INCH, mm_to_px
from idphoto.sheet.compose import finest_dpi, sheet_problem
from idphoto.sheet.design import Design
from idphoto.sheet.layout import Plan, solve
from idphoto.sheet.marks import crop_marks
from idphoto.sheet.paper import Paper
from idphoto.sheet.qr import make_qr
from idphoto.sheet.render import fitted
from idphoto.sheet.request import SheetPhoto, SheetRequest
from idphoto.sheet.slots import Slot

# In a PDF, photos that are not JPEG files are encoded at this quality, without visible loss.
_QUALITY: Final = 95
# The band below a photo that its caption stands in, and its font size, smallest and usual: 5 and
# 8 pt.
_BAND_MM: Final = 5.0
_CAPTION_PT: Final = (5.0, 8.0)
# To either side of a caption: crop marks stand there, in line with the photo's edges.
_ASIDE_PT: Final = 2.5
_POINTS_PER_INCH: Final = 72.0


@dataclass(frozen=True, slots=True, eq=False)
class PagePhoto:
    """A finished photo as a JPEG file, to be printed ``count`` times with ``caption`` below it."""

    jpeg: bytes
    size_wh: tuple[int, int]
    dpi: float
    count: int = 1
    caption: str = ""

    @classmethod
    def of(cls, photo: SheetPhoto, request: SheetRequest, caption: str = "") -> PagePhoto:
        """``photo``, printed once unless it says how often. Its pixels are no longer needed."""
        jpeg = photo.jpeg
        if jpeg is None:
            options = EncodeOptions(dpi=round(photo.dpi), quality=request.quality or _QUALITY)
            jpeg = encode(fitted(photo.pixels, photo.size_wh, request.ground), options).data
        return cls(jpeg, photo.size_wh, photo.dpi, photo.count or 1, caption)


@dataclass(frozen=True, slots=True)
class Section:
    """Photos that begin on a page of their own. ``label``: on each of its pages."""

    photos: tuple[PagePhoto, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class PrintPages:
    """A finished PDF.

    ``paper_mm``: the first page's size. ``plans``: of each page; a slot's ``item`` counts the
    photos of all sections.
    """

    data: bytes
    dpi: int
    paper: Paper
    paper_mm: tuple[float, float]
    plans: tuple[Plan, ...]

    @property
    def count(self) -> int:
        """The number of photos on all pages."""
        return sum(len(plan.photos) for plan in self.plans)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page when it is full. ``band_px``: the height of the captions' bands, in ``design.plan``
    part of the photos' slots."""

    landscape: bool
    design: Design
    band_px: int


def make_pages(sections: Sequence[Section], request: SheetRequest) -> PrintPages:
    """Lay out the photos in their order, each at its exact size, on as many pages as they need.

    A page is laid out as ``make_sheet`` fills it with one photo, and is cut in the same places
    for all people. Photos of another size begin a new page.

    Args:
        sections: one or more, each with one photo or more.
        request: the paper; its ``label`` is the one of sections that have none, its ``qr`` is on
            every page.

    Raises:
        SheetTooSmall: a photo and its caption do not fit.
        BadRequest: a page has more pixels than can be laid out, or the label cannot be drawn.
        MissingGlyph: no installed font has some of the characters of a label or a caption.
    """
    # pypdf takes longer to load than a sheet to draw
    from idphoto.drawing.pdf import Pdf
    from idphoto.sheet.pdf import PdfPhoto, add_page

    photos = [photo for section in sections for photo in section.photos]
    if not photos:
        raise BadRequest("photos", "must not be empty")
    dpi = request.dpi or finest_dpi([photo.dpi for photo in photos])
    ready = []
    for photo in photos:
        width, height = (_POINTS_PER_INCH * px / photo.dpi for px in photo.size_wh)
        ready.append(PdfPhoto(photo.jpeg, width, height, _caption(photo.caption, width)))
    pdf = Pdf("Print sheets")
    papers: list[tuple[float, float]] = []
    plans: list[Plan] = []
    for landscape, design in _pages(sections, request, dpi):
        paper_mm = request.sheet.size_mm(landscape)
        width, height = (_POINTS_PER_INCH * mm / MM_PER_INCH for mm in paper_mm)
        add_page(pdf, design, (width, height), ready)
        papers.append(paper_mm)
        plans.append(design.plan)
    return PrintPages(pdf.finish(), dpi, request.sheet, papers[0], tuple(plans))


def _pages(
    sections: Sequence[Section], request: SheetRequest, dpi: int
) -> Iterator[tuple[bool, Design]]:
    """Each page: whether it is landscape, and its design."""
    first = 0
    for section in sections:
        labelled = replace(request, label=section.label) if section.label else request
        has_captions = any(photo.caption for photo in section.photos)
        numbered = enumerate(section.photos, first)
        for size_wh, same in groupby(numbered, key=lambda each: _on_grid(each[1], dpi)):
            full = _full_sheet(size_wh, labelled, dpi, has_captions)
            copies = [item for item, photo in same for _ in range(photo.count)]
            room = len(full.design.plan.photos)
            for start in range(0, len(copies), room):
                plan = _seated(full, copies[start : start + room], request)
                yield full.landscape, replace(full.design, plan=plan)
        first += len(section.photos)


def _on_grid(photo: PagePhoto, dpi: int) -> tuple[int, int]:
    width, height = (max(1, round(px * dpi / photo.dpi)) for px in photo.size_wh)
    return width, height


def _full_sheet(
    size_wh: tuple[int, int], request: SheetRequest, dpi: int, has_captions: bool
) -> _Sheet:
    """A page full of photos of this size; for "auto", in the better of the two orientations."""
    band_px = round(mm_to_px(_BAND_MM, dpi)) if has_captions else 0
    cell = size_wh[0], size_wh[1] + band_px
    code = make_qr(request.qr, request.qr_size_px) if request.qr is not None else None
    ways = {"landscape": (True,), "portrait": (False,)}.get(request.orientation, (True, False))
    found: list[_Sheet] = []
    errors: list[IdPhotoError] = []
    for landscape in ways:
        try:
            problem, label = sheet_problem((cell,), (None,), request, dpi, landscape)
            plan = solve(replace(problem, marks=False))
        except IdPhotoError as error:
            errors.append(error)
        else:
            design = Design(plan, dpi, request.ground, label, code)
            found.append(_Sheet(landscape, design, band_px))
    if not found:
        raise errors[0]
    return max(found, key=lambda sheet: sheet.design.plan.merit)


def _seated(full: _Sheet, items: Sequence[int], request: SheetRequest) -> Plan:
    """The plan of a page with these photos, in the first of its places."""
    plan, dpi = full.design.plan, full.design.dpi
    slots = tuple(
        _without_band(slot, full.band_px, item)
        for slot, item in zip(plan.photos, items, strict=False)
    )
    if not request.crop_marks:
        return replace(plan, photos=slots)
    gutter = round(mm_to_px(request.gutter_mm, dpi))
    captions = [_ink_of(slot, full.band_px, dpi) for slot in slots] if full.band_px else []
    marks = crop_marks(slots, [*plan.others, *captions], plan.size_wh, gutter, dpi)
    return replace(plan, photos=slots, marks=marks)


def _without_band(slot: Slot, band_px: int, item: int) -> Slot:
    """The place of the photo itself: the band is below it, or to the left of a turned one."""
    if slot.turned:
        left, width = slot.x + band_px, slot.width - band_px
        return replace(slot, x=left, width=width, item=item)
    return replace(slot, height=slot.height - band_px, item=item)


def _ink_of(slot: Slot, band_px: int, dpi: int) -> Slot:
    """The place that a photo's caption may fill: marks stay out of it."""
    aside = round(_ASIDE_PT / _POINTS_PER_INCH * dpi)
    if slot.turned:
        return Slot(slot.x - band_px, slot.y + aside, band_px, max(1, slot.height - 2 * aside))
    return Slot(slot.x + aside, slot.bottom, max(1, slot.width - 2 * aside), band_px)


def _caption(text: str, photo_width: float) -> TextBlock | None:
    """The caption of a photo that is ``photo_width`` wide, in points: cut short where it is too
    long to be legible."""
    from idphoto.sheet.pdf import CAPTION_GAP

    if not text.strip():
        return None
    least, usual = _CAPTION_PT
    box = photo_width - 2 * _ASIDE_PT, _POINTS_PER_INCH * _BAND_MM / MM_PER_INCH - 2 * CAPTION_GAP
    shown = text
    while True:
        try:
            return fit_text((shown,), box, field="caption", max_size=usual, min_size=least)
        except BadRequest:
            kept = shown.removesuffix("…").rstrip()
            if len(kept) < 2:  # not its length: it has a character that cannot be drawn
                raise
            shown = kept[:-1].rstrip() + "…"
