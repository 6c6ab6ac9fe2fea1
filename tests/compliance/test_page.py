"""The page that a report is printed on."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import numpy as np
from tests.compliance.drawn import PHOTO, SPEC, asked, portrait

from idphoto.compliance.evidence import Evidence
from idphoto.compliance.page import render_page
from idphoto.compliance.picture import MeasuredPicture
from idphoto.compliance.registry import CHECKS, judge, report_of
from idphoto.face.expression import Expression
from idphoto.face.landmarks import Face
from idphoto.face.measure import estimate_geometry

DrawFace = Callable[[float, float, float], Face]
LAUGHING = Expression(smile=0.9, lip_gap=0.2, pallor=9.0, lid_gap=0.06, gaze=0.0)


def page_of(face: Face, name: str = "me.jpg", px_per_mm: float | None = 10.0) -> str:
    asks = asked(SPEC)
    evidence = Evidence(portrait(face, LAUGHING), photo=PHOTO)
    report = report_of(judge(evidence, asks, CHECKS), "finished", asks)
    rgb = np.full((400, 400, 3), 200, np.uint8)
    picture = MeasuredPicture(rgb, estimate_geometry(face, (400, 400)), px_per_mm)
    return render_page(report, picture, name)


def test_a_page_needs_nothing_else(draw_face: DrawFace) -> None:
    page = page_of(draw_face(200, 160, 60))
    assert re.findall(r'(?:src|href)="(?!data:)', page) == []
    assert "@import" not in page
    assert 'href="data:image/jpeg;base64,' in page


def test_every_finding_is_a_row_with_its_verdict(draw_face: DrawFace) -> None:
    page = page_of(draw_face(200, 160, 60))
    assert '<tr class="fail"><th scope="row"><span aria-hidden="true">✗</span> Mouth closed' in page
    assert "Take another photo, mouth closed." in page
    assert "<li><b>Size of the print</b> The print has 35×45 mm." in page


def test_what_fails_comes_first(draw_face: DrawFace) -> None:
    rows = re.findall(r'<tr class="(\w+)">', page_of(draw_face(200, 160, 60)))
    order = ["fail", "unsure", "not_assessed"]
    assert rows == sorted(rows, key=order.index)


def test_lengths_on_a_finished_photo_are_in_millimetres(draw_face: DrawFace) -> None:
    face = draw_face(200, 160, 60)
    assert "24.0 mm above the bottom" in page_of(face)
    assert "mm above" not in page_of(face, px_per_mm=None)


def test_a_name_cannot_break_the_page(draw_face: DrawFace) -> None:
    page = page_of(draw_face(200, 160, 60), name='<script>"$title"</script>.jpg')
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_page_is_well_formed(draw_face: DrawFace) -> None:
    opened: list[str] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag not in ("meta", "image", "line", "rect"):
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    Parser().feed(page_of(draw_face(200, 160, 60)).replace("/>", ">"))
    assert opened == []
