"""The text networks, tested on lines drawn here: they must be located and read."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.kept.cards import specimen

from idphoto.idcard.layout import CANVAS_WH, PX_PER_MM
from idphoto.models.text_finder import find_text
from idphoto.models.text_reader import BLANK, cut_line, read_line
from idphoto.runtime.engine import Engine

TEXT = "2026-11-24 ABC"
LEFT, BASE = 300, 420


@pytest.fixture(scope="module")
def page() -> NDArray[np.uint8]:
    rgb = np.full((800, 1200, 3), 235, np.uint8)
    cv2.putText(
        rgb, TEXT, (LEFT, BASE), cv2.FONT_HERSHEY_SIMPLEX, 2.0, (30, 30, 30), 5, cv2.LINE_AA
    )
    return rgb


def extent(page: NDArray[np.uint8]) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    rows, columns = np.nonzero(page.min(axis=2) < 120)
    return np.array((columns.min(), rows.min())), np.array((columns.max(), rows.max()))


def test_a_line_of_text_is_located(engine: Engine, page: NDArray[np.uint8]) -> None:
    (box,) = find_text(engine, page, 0.5)
    low, high = extent(page)
    assert np.abs(box.quad.min(axis=0) - low).max() < 20
    assert np.abs(box.quad.max(axis=0) - high).max() < 20
    assert 0.5 <= box.score <= 1.0


def test_quads_run_along_their_line_at_any_angle(engine: Engine, page: NDArray[np.uint8]) -> None:
    turn = cv2.getRotationMatrix2D((600, 400), 20.0, 1.0)
    turned = np.asarray(cv2.warpAffine(page, turn, (1200, 800), borderValue=(235,) * 3), np.uint8)
    (box,) = find_text(engine, turned, 0.5)
    along, down = box.quad[1] - box.quad[0], box.quad[3] - box.quad[0]
    assert np.degrees(np.arctan2(along[1], along[0])) == pytest.approx(-20.0, abs=3.0)
    assert np.hypot(*along) > 3 * np.hypot(*down)
    assert along[0] * down[1] - along[1] * down[0] > 0  # clockwise


@pytest.mark.parametrize("size_wh", [(1200, 800), (800, 1200), (200, 150), (1600, 1200)])
def test_an_empty_page_has_no_text(engine: Engine, size_wh: tuple[int, int]) -> None:
    page = np.full((*size_wh[::-1], 3), 200, np.uint8)
    # a completely uniform page may be taken for one line as large as itself
    lines = [read_line(engine, cut_line(page, box.quad)) for box in find_text(engine, page, 0.5)]
    assert len(lines) <= 1
    assert "".join(line.text for line in lines) == ""


def test_a_line_is_read_with_a_position_for_each_character(
    engine: Engine, page: NDArray[np.uint8]
) -> None:
    (box,) = find_text(engine, page, 0.5)
    reading = read_line(engine, cut_line(page, box.quad))
    assert reading.text.replace(" ", "") == TEXT.replace(" ", "")
    assert reading.score > 0.9
    steps = [step for _, _, step in reading.characters]
    assert steps == sorted(steps) and steps[-1] < len(reading.steps)
    assert np.allclose(reading.steps.sum(axis=1), 1.0, atol=1e-3)
    assert reading.alphabet[BLANK] == "" and reading.steps.shape[1] == len(reading.alphabet)


def test_nothing_is_read_on_an_empty_line(engine: Engine) -> None:
    reading = read_line(engine, np.full((40, 400, 3), 220, np.uint8))
    assert (reading.text, reading.score) == ("", 0.0)


def test_a_long_line_is_squeezed_and_still_read(engine: Engine) -> None:
    digits = "0123456789" * 6
    line = np.full((48, 40 + 22 * len(digits), 3), 255, np.uint8)
    cv2.putText(line, digits, (20, 36), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (0, 0, 0), 2, cv2.LINE_AA)
    used = np.flatnonzero(line.min(axis=(0, 2)) < 128).max()
    reading = read_line(engine, line[:, : used + 20])
    right = sum(a == b for a, b in zip(reading.text, digits, strict=False))
    assert right > 0.8 * len(digits)


def test_the_number_on_a_drawn_card_is_read(engine: Engine) -> None:
    card = specimen(61_000).card
    assert card.person is not None
    rgb = np.asarray(cv2.resize(card.rgb, CANVAS_WH, interpolation=cv2.INTER_AREA), np.uint8)
    (box,) = card.boxes("number")
    b = box.grown(0.4, 0.4, 0.4, 0.4).scaled(PX_PER_MM)
    quad = np.array([(b.left, b.top), (b.right, b.top), (b.right, b.bottom), (b.left, b.bottom)])
    assert read_line(engine, cut_line(rgb, quad)).text == card.person.fields["number"]
