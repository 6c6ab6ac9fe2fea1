"""Edits: a photograph of a card opened in an editor, changed, and saved again.

The edit happens in the photograph's own pixels, after its noise and its first compression: what is
put in has neither, or another's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.chance import Chance, Span, chance
from tools.cards.draw import DIGIT_MM, DIGIT_PITCH_MM, DrawnCard
from tools.cards.files import EDITORS
from tools.cards.ink import Line, Type, set_line
from tools.cards.people import Person, check_digit, invent_person
from tools.cards.photograph import Photograph, at_centres

from idphoto.drawing.raster import fill
from idphoto.imaging.geometry import Box

EditKind = Literal["digits_copied", "digits_typed", "name", "portrait", "field"]
_PX_PER_MM: Final = 20.0  # of the raster on which the editor's layer is drawn


@dataclass(frozen=True, slots=True)
class EditSettings:
    """``digits``: how many of the number are changed. ``traced``: how often the editor signs.

    ``first_quality``: of the JPEG that was opened. ``matched``: how often new ink has the old's
    colour; otherwise it is black.
    """

    kinds: tuple[EditKind, ...] = ("digits_copied", "digits_typed", "name", "portrait", "field")
    digits: Span = (1, 4)
    traced: float = 0.5
    first_quality: Span = (80.0, 96.0)
    matched: float = 0.7


@dataclass(frozen=True, slots=True)
class Edited:
    """``person``: what the card says now. ``software``: what the editor wrote; None: nothing."""

    rgb: NDArray[np.uint8]
    person: Person
    kind: EditKind
    software: str | None


def edit(
    picture: Photograph,
    card: DrawnCard,
    portrait: NDArray[np.uint8],
    seed: int,
    settings: EditSettings = EditSettings(),
) -> Edited:
    """``picture`` of ``card``, with something else on it.

    ``portrait``: of somebody else, uint8 sRGB, on white.
    """
    assert card.person is not None
    rng = chance(seed, "edit")
    kind = rng.choose(settings.kinds)
    rgb = _saved(picture.rgb, round(rng.between(settings.first_quality)))
    to_px = picture.view.to_px
    person = card.person
    if kind == "portrait":
        rgb = _other_portrait(rng, rgb, to_px, card, portrait)
    elif kind == "digits_copied":
        rgb, person = _copied_digits(rng, rgb, to_px, card, settings)
    else:
        person, name = _other_person(rng, person, kind, settings)
        rgb = _retyped(rng, rgb, to_px, card, person, name, settings)
    software = rng.choose(EDITORS) if rng.happens(settings.traced) else None
    return Edited(rgb, person, kind, software)


def _saved(rgb: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    """As it comes back from a JPEG file."""
    options = [cv2.IMWRITE_JPEG_QUALITY, quality]
    data = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), options)[1]
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert decoded is not None
    return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), np.uint8)


def _other_person(
    rng: Chance, person: Person, kind: EditKind, settings: EditSettings
) -> tuple[Person, str]:
    """What the forger wants the card to say, and the field that is changed for it."""
    other = invent_person(rng.seed())
    if kind == "name":
        return replace(person, name=other.name), "name"
    if kind == "digits_typed":
        return replace(person, number=_other_number(rng, person.number, settings)), "number"
    name = rng.choose(("address", "birth", "number"))
    if name == "address":
        return replace(person, address=other.address), name
    if name == "number":
        return replace(person, number=other.number), name
    return replace(person, birth=date(other.birth.year, other.birth.month, other.birth.day)), name


def _other_number(rng: Chance, number: str, settings: EditSettings) -> str:
    """Some digits changed; every second forger knows about the check digit."""
    digits = list(number)
    count = rng.whole(int(settings.digits[0]), int(settings.digits[1]))
    for place in rng.some(range(6, 17), count):
        digits[place] = rng.choose([d for d in "0123456789" if d != digits[place]])
    text = "".join(digits)
    return text[:17] + check_digit(text[:17]) if rng.happens(0.5) else text


def _retyped(
    rng: Chance,
    rgb: NDArray[np.uint8],
    to_px: NDArray[np.float64],
    card: DrawnCard,
    person: Person,
    name: str,
    settings: EditSettings,
) -> NDArray[np.uint8]:
    """The old print painted over, the new typed in its place."""
    names = ("year", "month", "day") if name == "birth" else (name,)
    boxes = [box for each in names for box in card.boxes(each)]
    ink = _ink_of(rgb, to_px, boxes[0])
    rgb = _painted_over(rng, rgb, to_px, boxes)
    texts = {
        "name": [person.name],
        "number": [person.number],
        "birth": [str(person.birth.year), str(person.birth.month), str(person.birth.day)],
        "address": _in_lines(person.address, len(boxes)),
    }[name]
    colour = ink if rng.happens(settings.matched) else np.array((12.0, 12.0, 14.0))
    lines = [
        _typed(rng, text, box, name == "number")
        for text, box in zip(texts, boxes, strict=False)
        if text
    ]
    return _inked(rgb, to_px, lines, colour, rng.between((0.8, 1.0)))


def _in_lines(text: str, count: int) -> list[str]:
    """As many lines as there were: as long as need be, the last ones maybe empty."""
    each = max(11, -(-len(text) // count))
    return [text[start : start + each] for start in range(0, len(text), each)]


def _typed(rng: Chance, text: str, box: Box, is_number: bool) -> Line:
    """About as large as what was there, in a face that the forger had."""
    if is_number:
        family = rng.choose(("OCR-B", "DejaVu Sans Mono", "Noto Sans", "DejaVu Sans"))
        nought = set_line("0", Type(family, 1.0, 1.0), 0.0, 0.0).box_mm
        size = DIGIT_MM / nought.height * rng.between((0.94, 1.06))
        stroke = rng.between((0, 0.1))
        type_ = Type(family, size, DIGIT_PITCH_MM, 1.0, stroke, monospaced=True)
    else:
        family = rng.choose(("Noto Sans CJK SC", "Noto Sans CJK SC", "Noto Serif SC"))
        size = min(3.9, box.height * 1.08 * rng.between((0.95, 1.06)))
        pitch = min(size * 1.05, 42.0 / max(1, len(text)))
        type_ = Type(family, size, pitch, min(1.0, pitch / size), rng.between((0, 0.06)))
    line = set_line(text, type_, box.left, box.top)
    # on the old baseline, by eye
    drop = box.bottom - line.box_mm.bottom + rng.about(0.15)
    return set_line(text, type_, box.left + rng.about(0.2), box.top + drop)


def _ink_of(rgb: NDArray[np.uint8], to_px: NDArray[np.float64], box: Box) -> NDArray[np.float64]:
    """The colour that a pipette finds in the old letters."""
    patch, _ = _raster(rgb, to_px, box, 0.1)
    flat = patch.reshape(-1, 3)
    dark = flat.sum(axis=1)
    return np.asarray(flat[dark <= np.quantile(dark, 0.06)].mean(axis=0), np.float64)


def _raster(
    rgb: NDArray[np.uint8], to_px: NDArray[np.float64], box: Box, margin: float
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The card round ``box`` seen from straight above, and that raster's matrix to the picture."""
    left, top = box.left - margin, box.top - margin
    size = (
        round((box.width + 2 * margin) * _PX_PER_MM),
        round((box.height + 2 * margin) * _PX_PER_MM),
    )
    to_mm = np.array([[1 / _PX_PER_MM, 0, left], [0, 1 / _PX_PER_MM, top], [0, 0, 1]])
    matrix = to_px @ to_mm
    patch = cv2.warpPerspective(
        rgb, at_centres(matrix), size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    return np.asarray(patch, np.uint8), np.asarray(matrix, np.float64)


def _laid_back(
    rgb: NDArray[np.uint8],
    patch: NDArray[np.uint8],
    cover: NDArray[np.float32],
    matrix: NDArray[np.float64],
) -> NDArray[np.uint8]:
    """``patch`` over the picture where ``cover``, 0–1, says so."""
    size = rgb.shape[1], rgb.shape[0]
    centred = at_centres(matrix)
    seen = cv2.warpPerspective(patch, centred, size, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpPerspective(cover, centred, size)
    mixed = cv2.blendLinear(seen, rgb, mask, 1 - mask)
    return np.asarray(mixed, np.uint8)


def _painted_over(
    rng: Chance, rgb: NDArray[np.uint8], to_px: NDArray[np.float64], boxes: list[Box]
) -> NDArray[np.uint8]:
    """The ground as a forger restores it: healed, or stamped from beside the print."""
    heals = rng.happens(0.5)
    for box in boxes:
        patch, matrix = _raster(rgb, to_px, box, 0.8)
        grey = cv2.cvtColor(patch, cv2.COLOR_RGB2GRAY)
        ground = cv2.GaussianBlur(cv2.dilate(grey, np.ones((25, 25), np.uint8)), (0, 0), 12)
        ink = np.asarray(grey < 0.86 * ground.astype(np.float32), np.uint8)
        ink = np.asarray(cv2.dilate(ink, np.ones((7, 7), np.uint8)), np.uint8)
        small = cv2.resize(patch, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        where = cv2.resize(ink, small.shape[1::-1], interpolation=cv2.INTER_NEAREST)
        healed = cv2.resize(cv2.inpaint(small, where, 3, cv2.INPAINT_TELEA), patch.shape[1::-1])
        if not heals:  # a brush of one colour, or nearly
            healed = cv2.GaussianBlur(healed, (0, 0), 14)
            ink = np.ones_like(ink)
            ink[:6], ink[-6:], ink[:, :6], ink[:, -6:] = 0, 0, 0, 0
        cover = cv2.GaussianBlur(ink.astype(np.float32), (0, 0), 1.5)
        rgb = _laid_back(rgb, np.asarray(healed, np.uint8), np.asarray(cover, np.float32), matrix)
    return rgb


def _inked(
    rgb: NDArray[np.uint8],
    to_px: NDArray[np.float64],
    lines: list[Line],
    colour: NDArray[np.float64],
    strength: float,
) -> NDArray[np.uint8]:
    for line in lines:
        grown = Box(
            line.box_mm.left - 0.5, line.box_mm.top - 0.5, line.box_mm.right + 0.5,
            line.box_mm.bottom + 0.5,
        )  # fmt: skip
        patch, matrix = _raster(rgb, to_px, grown, 0.0)
        height, width = patch.shape[:2]
        letters = line.outline.moved(-grown.left, -grown.top).scaled(_PX_PER_MM)
        alpha = fill(letters, (width, height), pen=line.type.stroke_mm * _PX_PER_MM)
        flat = np.empty_like(patch)
        flat[:] = np.clip(colour, 0, 255)
        cover = alpha.astype(np.float32) * np.float32(strength / 255)
        rgb = _laid_back(rgb, flat, cover, matrix)
    return rgb


def _copied_digits(
    rng: Chance,
    rgb: NDArray[np.uint8],
    to_px: NDArray[np.float64],
    card: DrawnCard,
    settings: EditSettings,
) -> tuple[NDArray[np.uint8], Person]:
    """Digits put in place of others, each cut out of the same number."""
    assert card.person is not None
    number, box = list(card.person.number), card.boxes("number")[0]
    count = rng.whole(int(settings.digits[0]), int(settings.digits[1]))
    for place in rng.some(range(6, 17), count):
        sources = [n for n in range(17) if card.person.number[n] != number[place] and n != place]
        source = rng.choose(sources)
        patch, _ = _raster(rgb, to_px, _cell(box, source), 0.0)
        target, matrix = _raster(rgb, to_px, _cell(box, place), 0.0)
        # fitted to the ground's brightness there
        gain = np.quantile(target, 0.8, axis=(0, 1)) / np.maximum(
            np.quantile(patch, 0.8, axis=(0, 1)), 1
        )
        stretched = cv2.resize(patch, target.shape[1::-1])
        fitted = np.clip(stretched * gain, 0, 255).astype(np.uint8)
        cover = np.ones(target.shape[:2], np.float32)
        rgb = _laid_back(rgb, fitted, cover, matrix)
        number[place] = card.person.number[source]
    return rgb, replace(card.person, number="".join(number))


def _cell(box: Box, place: int) -> Box:
    """One digit's share of the number's row."""
    # the ends of the row are half a digit's ink from the middles of the first and the last
    middle = box.centre[0] + (place - 8.5) * DIGIT_PITCH_MM
    half = DIGIT_PITCH_MM / 2
    return Box(middle - half, box.top - 0.25, middle + half, box.bottom + 0.25)


def _other_portrait(
    rng: Chance,
    rgb: NDArray[np.uint8],
    to_px: NDArray[np.float64],
    card: DrawnCard,
    portrait: NDArray[np.uint8],
) -> NDArray[np.uint8]:
    """Somebody else's picture over the card's: with its own compression, light and edges."""
    assert card.portrait_mm is not None
    old, matrix = _raster(rgb, to_px, card.portrait_mm, 0.0)
    height, width = old.shape[:2]
    shrink = rng.between((0.3, 1.0))
    small = cv2.resize(portrait, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    coded = _saved(np.asarray(small, np.uint8), rng.whole(35, 90))
    new = cv2.resize(coded, (width, height), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    white = np.quantile(old.reshape(-1, 3), 0.9, axis=0) / 255
    new = np.clip(new * white.astype(np.float32), 0, 255)
    if rng.happens(0.5):  # cut out along the head, the old ground round it healed
        # what is not white, and smoothly so
        cover = np.clip((250 - coded.min(axis=2).astype(np.float32)) / 20, 0, 1)
        cover = cv2.resize(cover, (width, height))
        smooth = cv2.GaussianBlur(old, (0, 0), 25)
        plain = np.empty_like(new)
        plain[:] = np.quantile(smooth.reshape(-1, 3), 0.9, axis=0)
        new = new * cover[..., None] + plain * (1 - cover[..., None])
    edge = np.ones((height, width), np.float32)
    if rng.happens(0.5):
        edge[:3], edge[-3:], edge[:, :3], edge[:, -3:] = 0, 0, 0, 0
        edge = np.asarray(cv2.GaussianBlur(edge, (0, 0), 3), np.float32)
    return _laid_back(rgb, new.astype(np.uint8), edge, matrix)
