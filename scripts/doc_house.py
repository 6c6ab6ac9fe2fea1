"""Draw docs/pictures/house.svg: the package's rooms, from the layers import-linter enforces."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
DRAWING: Final = ROOT / "docs" / "pictures" / "house.svg"

ABOUT: Final = {
    "cli": "one file or folder for each command",
    "server": "HTTP; one room in vendors/ for each vendor's API",
    "services": "the front desk: who asks, what it costs, ID checks",
    "health": "what the product needs, and whether it is there",
    "orders": "what a task makes: photo, cut-out, headshots",
    "accounts": "keys, rates,\ncredits as a ledger",
    "tasks": "a task's whole life: accept, claim, run,\npublish, end, callback, purge",
    "batches": "portraits of many people, looked through together",
    "authority": "who confirms that number,\nname and face belong together",
    "db": "tables, migrations,\ntransactions",
    "net": "addresses that\nstrangers name",
    "storage": "pictures kept\nfor a while,\nsigned links",
    "tracing": "spans of requests\nand tasks",
    "api": "the library's verbs",
    "headshot": "styled portraits from templates",
    "photo": "the ID photo",
    "sheet": "print sheets",
    "idcard": "ID cards",
    "compliance": "what a clerk would refuse",
    "matting": "the person's matte",
    "face": "chin, crown, eyes, pose",
    "models": "one file for each network",
    "runtime": "the engine behind a port",
    "assets": "weights and fonts, fetched",
    "specs": "the catalogue",
    "drawing": "text, lines, PDF",
    "imaging": "pixels in and out",
    "settings": "every setting",
    "client": "calls a server",
    "messages": "the native API's",
    "steps": "lists of steps",
    "errors": "one tree",
}
FLOW: Final = (
    ("bytes", "imaging"),
    ("upright", "imaging"),
    ("geometry", "face"),
    ("matte", "matting"),
    ("frame", "photo"),
    ("retouch", "photo"),
    ("outfit", "photo"),
    ("background", "photo"),
    ("bytes", "imaging"),
)
# The two wings stand side by side: the left one keeps records and knows nothing of pictures.
RECORDS: Final = ("batches", "accounts", "tasks", "authority", "db", "net", "storage", "tracing")
FIRST_OF_PICTURES: Final = "api"
FIRST_OF_GROUND: Final = "specs"

WIDTH: Final = 960
EDGE: Final = 24
GAP: Final = 10
ROW: Final = 56
LINE: Final = 18
WING_GAP: Final = 28
INK, SOFT, PAPER = "#1f2933", "#52606d", "#fbfaf7"
COLOURS: Final = {
    "hall": "#d7e3f4",
    "records": "#dcebdd",
    "pictures": "#f6e3c5",
    "ground": "#e4e2dc",
    "flow": "#ffffff",
}

Floors = Sequence[Sequence[str]]


def drawing() -> str:
    """The SVG's text. It shows exactly the rooms that the contract names."""
    hall, records, pictures, ground = _zones(_layers())
    inner = WIDTH - 2 * EDGE
    wing = (inner - WING_GAP) // 2
    right = EDGE + wing + WING_GAP
    rows = max(len(records), len(pictures))
    top = 56
    wings = top + len(hall) * (ROW + GAP) + 24
    base = wings + rows * (ROW + GAP) + 24
    flow = base + ROW + GAP + 44
    height = flow + 86

    parts = [_text(EDGE, 32, "Imports go down, never up ↓", 17, bold=True)]
    parts += _floors(hall, EDGE, top, inner, ROW, "hall")
    parts.append(_text(EDGE, wings - 9, "records: know nothing of pictures", 13, SOFT))
    parts.append(_text(right, wings - 9, "pictures: need no database", 13, SOFT))
    high = rows * (ROW + GAP) // len(records) - GAP
    parts += _floors(records, EDGE, wings, wing, high, "records")
    parts += _floors(pictures, right, wings, wing, ROW, "pictures")
    parts.append(
        _text(
            EDGE,
            base - 9,
            "the ground that all rooms stand on; each may use those to its right",
            13,
            SOFT,
        )
    )
    basement = [[room for floor in ground for room in floor]]
    parts += _floors(basement, EDGE, base, inner, ROW, "ground")
    parts.append(_text(EDGE, flow - 12, "A photo goes one way", 17, bold=True))
    parts += _flow(EDGE, flow, inner)
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="Helvetica, Arial, sans-serif" role="img">\n'
        f"<title>The rooms of idphoto and who may import whom</title>\n"
        f'<rect width="{WIDTH}" height="{height}" rx="14" fill="{PAPER}"/>\n{body}\n</svg>\n'
    )


def _layers() -> list[list[str]]:
    """The layers of the contract "Data goes one way", from the top."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    (layers,) = (each["layers"] for each in contracts["contracts"] if each["type"] == "layers")
    return [
        [room.strip().removeprefix("idphoto.") for room in layer.split("|")] for layer in layers
    ]


def _zones(layers: Floors) -> tuple[Floors, Floors, Floors, Floors]:
    """Hall, records, pictures and ground: the contract's layers, in their order."""
    records = [layer for layer in layers if set(layer) & set(RECORDS)]
    others = [layer for layer in layers if layer not in records]
    firsts = [layer[0] for layer in others]
    pictures, ground = firsts.index(FIRST_OF_PICTURES), firsts.index(FIRST_OF_GROUND)
    return others[:pictures], records, others[pictures:ground], others[ground:]


def _floors(floors: Floors, x: int, y: int, width: int, high: int, zone: str) -> list[str]:
    parts = []
    for number, rooms in enumerate(floors):
        each = (width - (len(rooms) - 1) * GAP) / len(rooms)
        for place, room in enumerate(rooms):
            left, top = x + place * (each + GAP), y + number * (high + GAP)
            middle, lines = left + each / 2, ABOUT[room].split("\n")
            first = top + (high - LINE * len(lines)) / 2 + 5
            parts.append(_box(left, top, each, high, COLOURS[zone]))
            parts.append(_text(middle, first, room, 16, bold=True, middle=True))
            for line, words in enumerate(lines, 1):
                parts.append(_text(middle, first + LINE * line, words, 13, SOFT, middle=True))
    return parts


def _flow(x: int, y: int, width: int) -> list[str]:
    """The stages of a photo, and the room of each."""
    gap = 14
    each = (width - (len(FLOW) - 1) * gap) / len(FLOW)
    parts = []
    for place, (what, room) in enumerate(FLOW):
        left = x + place * (each + gap)
        parts.append(_box(left, y, each, 50, COLOURS["flow"]))
        parts.append(_text(left + each / 2, y + 22, what, 12, bold=True, middle=True))
        parts.append(_text(left + each / 2, y + 40, room, 12, SOFT, middle=True))
        if place:
            tip, middle = left - 3, y + 25
            parts.append(
                f'<path d="M{left - gap + 3:g} {middle}H{tip:g}m-4 -4l4 4l-4 4" '
                f'fill="none" stroke="{SOFT}" stroke-width="1.5"/>'
            )
    return parts


def _box(x: float, y: float, width: float, height: float, colour: str) -> str:
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="7" '
        f'fill="{colour}" stroke="{SOFT}" stroke-opacity="0.35"/>'
    )


def _text(
    x: float,
    y: float,
    words: str,
    size: int,
    colour: str = INK,
    *,
    bold: bool = False,
    middle: bool = False,
) -> str:
    weight = ' font-weight="600"' if bold else ""
    anchor = ' text-anchor="middle"' if middle else ""
    style = f'font-size="{size}" fill="{colour}"{weight}{anchor}'
    return f'<text x="{x:g}" y="{y:g}" {style}>{words}</text>'


if __name__ == "__main__":
    DRAWING.write_text(drawing(), "utf-8")
