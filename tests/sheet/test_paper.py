from __future__ import annotations

import pytest

from idphoto.errors import BadRequest
from idphoto.sheet.paper import PAPERS, find_paper


@pytest.mark.parametrize(
    ("name", "size_mm"),
    [
        ("5inch", (89, 127)),
        ("6inch", (102, 152)),
        ("3R", (89, 127)),
        ("4R", (102, 152)),
        ("5R", (127, 178)),
        ("4x6", (101.6, 152.4)),
        ("5x7", (127, 178)),
        ("A4", (210, 297)),
        ("a5", (148, 210)),
        ("A6", (105, 148)),
        (" Letter ", (215.9, 279.4)),
        ("6寸", (102, 152)),
        ("100x150", (100, 150)),
        ("150 × 100 mm", (100, 150)),
        ("88.9x127", (88.9, 127)),
    ],
)
def test_a_paper_is_found_by_its_names_and_by_millimetres(
    name: str, size_mm: tuple[float, float]
) -> None:
    assert find_paper(name).size_mm(landscape=False) == size_mm
    assert find_paper(name).size_mm(landscape=True) == size_mm[::-1]


def test_no_two_papers_share_a_name() -> None:
    names = [name.lower() for paper in PAPERS for name in (paper.name, *paper.aliases)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "text", ["", "A99", "100", "100x", "x150", "-100x150", "1e3x100", "nanxinf"]
)
def test_an_unknown_paper_is_refused_with_a_list_of_papers(text: str) -> None:
    with pytest.raises(BadRequest, match="is not one of 5inch, 6inch, 4x6, 5x7, A4") as refused:
        find_paper(text)
    assert refused.value.field == "paper"


@pytest.mark.parametrize("text", ["39x100", "100x1301", "0x0", "99999x99999"])
def test_a_paper_has_plausible_sides(text: str) -> None:
    with pytest.raises(BadRequest, match="is outside 40–1300 mm"):
        find_paper(text)
