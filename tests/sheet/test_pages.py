"""Sheets of many people: as many pages as they need, names below their photos."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise

import pypdf
import pypdfium2
import pytest
from tests.sheet.conftest import Picture

from idphoto.errors import BadRequest, MissingGlyph, SheetTooSmall
from idphoto.sheet.pages import PagePhoto, PrintPages, Section, make_pages
from idphoto.sheet.request import SheetPhoto, SheetRequest

PT = 72 / 25.4
A4 = SheetRequest("A4", format="pdf", rotate=False)


@pytest.fixture
def people(picture: Picture) -> Sequence[PagePhoto]:
    """Thirty people, each with another photo of 35 × 45 mm."""
    photos = []
    for number in range(30):
        pixels = picture(413, 531)
        pixels[:, :, 2] = 8 * number
        photos.append(PagePhoto.of(SheetPhoto(pixels, 300), A4, f"Person {number}"))
    return photos


def texts_of(made: PrintPages) -> list[list[str]]:
    """The lines of each page, as a reader of PDFs finds them."""
    document = pypdfium2.PdfDocument(made.data)
    try:
        return [
            sorted(line.strip() for line in page.get_textpage().get_text_range().splitlines())
            for page in document
        ]
    finally:
        document.close()


def test_photos_go_on_the_next_page_where_one_is_full(people: Sequence[PagePhoto]) -> None:
    made = make_pages([Section(tuple(people))], A4)
    assert [[slot.item for slot in plan.photos] for plan in made.plans] == [
        list(range(25)),
        list(range(25, 30)),
    ]
    assert (made.count, made.paper_mm) == (30, (210.0, 297.0))
    assert len(pypdf.PdfReader(io.BytesIO(made.data)).pages) == 2


def test_every_page_is_cut_in_the_same_places(people: Sequence[PagePhoto]) -> None:
    full, last = make_pages([Section(tuple(people))], A4).plans
    places = [(slot.x, slot.y, slot.width, slot.height) for slot in full.photos]
    assert places[:5] == [(slot.x, slot.y, slot.width, slot.height) for slot in last.photos]
    assert len(last.marks) < len(full.marks)


def test_a_section_begins_on_a_page_of_its_own_with_its_label(
    people: Sequence[PagePhoto],
) -> None:
    sections = [Section(tuple(people[:2]), "Class 4b"), Section(tuple(people[2:4]), "Class 5a")]
    made = make_pages(sections, A4)
    assert [[slot.item for slot in plan.photos] for plan in made.plans] == [[0, 1], [2, 3]]
    first, second = texts_of(made)
    assert [each for each in first if each.startswith("Class")] == ["Class 4b"]
    assert [each for each in second if each.startswith("Class")] == ["Class 5a"]


def test_each_photo_is_printed_at_its_size_as_often_as_asked(picture: Picture) -> None:
    photo = SheetPhoto(picture(413, 531), 300, count=3)
    made = make_pages([Section((PagePhoto.of(photo, A4, "Ada"),))], A4)
    assert made.count == 3
    document = pypdfium2.PdfDocument(made.data)
    bounds = [item.get_bounds() for item in document[0].get_objects([3])]
    sizes = [(right - left, top - bottom) for left, bottom, right, top in bounds]
    document.close()
    wanted = (413 / 300 * 72, 531 / 300 * 72)
    assert sizes == [pytest.approx(wanted, abs=0.01)] * 3


def test_captions_stand_between_photos(people: Sequence[PagePhoto]) -> None:
    made = make_pages([Section(tuple(people[:25]))], A4)
    rows = sorted({slot.y for slot in made.plans[0].photos})
    gaps = {below - above - 531 for above, below in pairwise(rows)}
    assert gaps == {round(5 / 25.4 * 300) + round(2 / 25.4 * 300)}  # the band and the gutter
    written = " ".join(texts_of(made)[0])
    assert [each.caption for each in people[:25] if each.caption not in written] == []


def test_without_captions_no_room_is_left_for_them(people: Sequence[PagePhoto]) -> None:
    nameless = [PagePhoto(one.jpeg, one.size_wh, one.dpi) for one in people]
    made = make_pages([Section(tuple(nameless))], A4)
    assert [len(plan.photos) for plan in made.plans] == [30]


def test_turned_photos_have_their_names_at_their_feet(people: Sequence[PagePhoto]) -> None:
    request = SheetRequest("6inch", format="pdf", rotate=True)
    (plan,) = make_pages([Section(tuple(people[:6]))], request).plans
    band = round(5 / 25.4 * 300)
    turned = [slot for slot in plan.photos if slot.turned]
    assert [(slot.width, slot.height) for slot in turned] == [(531, 413)] * len(turned)
    left = min(turned, key=lambda slot: slot.x)
    assert left.x >= band


def test_a_name_too_long_to_be_legible_is_cut_short(people: Sequence[PagePhoto]) -> None:
    name = "Maximilian Alexander von Hohenzollern-Sigmaringen zu Berg und Tal"
    one = PagePhoto(people[0].jpeg, people[0].size_wh, 300, caption=name)
    ((line,),) = texts_of(make_pages([Section((one,))], A4))
    assert line.startswith("Maximilian Alexander")
    assert line.endswith("…")


def test_photos_of_another_size_begin_a_new_page(
    people: Sequence[PagePhoto], picture: Picture
) -> None:
    square = PagePhoto.of(SheetPhoto(picture(600, 600), 300), A4, "Bob")
    made = make_pages([Section((people[0], square, people[1]))], A4)
    assert [[slot.item for slot in plan.photos] for plan in made.plans] == [[0], [1], [2]]


@pytest.mark.parametrize(
    ("paper", "caption", "kind", "message"),
    [
        (
            "50x50",
            "Ada",
            SheetTooSmall,
            "the photo of 35 × 50 mm does not fit on the sheet: the margins leave 44.1 × 44.1 mm",
        ),
        ("A4", "\U000e0fff", BadRequest, r"caption: contains U\+E0FFF, a character"),
        ("A4", "𞄀", MissingGlyph, "no installed font has"),
    ],
)
def test_what_cannot_be_printed_is_refused(
    paper: str, caption: str, kind: type[Exception], message: str, people: Sequence[PagePhoto]
) -> None:
    one = PagePhoto(people[0].jpeg, people[0].size_wh, 300, caption=caption)
    with pytest.raises(kind, match="^" + message):
        make_pages([Section((one,))], SheetRequest(paper, format="pdf", rotate=False))


def test_nothing_is_no_sheet() -> None:
    with pytest.raises(BadRequest, match="photos: must not be empty"):
        make_pages([], A4)
