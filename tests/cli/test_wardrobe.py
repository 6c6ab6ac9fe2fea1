from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from idphoto.photo.wardrobe.load import GARMENT_IDS
from idphoto.runtime.engine import Engine

Run = Callable[..., Any]


def test_every_garment_is_listed_with_what_it_is(idphoto: Run) -> None:
    told = idphoto("wardrobe")
    assert told.status == 0
    for garment_id in GARMENT_IDS:
        assert f"\n{garment_id} " in told.out


def test_the_list_is_json_for_machines(idphoto: Run) -> None:
    rows = json.loads(idphoto("wardrobe", "--json").out)
    assert [row["id"] for row in rows] == list(GARMENT_IDS)
    assert len({row["title"] for row in rows}) == len(rows)


def test_a_contact_sheet_shows_them_all(
    idphoto: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = idphoto("wardrobe", "-o", "all.png", "--json")
    assert told.status == 0
    with Image.open("all.png") as image:
        sheet = np.asarray(image)
    assert json.loads(told.out)["px"] == [sheet.shape[1], sheet.shape[0]]
    tiles = [
        sheet[row : row + 300, column : column + 230]
        for row in range(0, sheet.shape[0], 346)
        for column in range(0, sheet.shape[1], 236)
    ]
    assert len(tiles) == len(GARMENT_IDS)
    assert len({tile.tobytes() for tile in tiles}) == len(tiles)


def test_a_contact_sheet_shows_them_on_a_person(
    engine: Engine,
    idphoto: Run,
    tmp_path: Path,
    astronaut_jpeg: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("me.jpg").write_bytes(astronaut_jpeg)
    told = idphoto("wardrobe", "--photo", "me.jpg", "-o", "all.jpg")
    assert told.status == 0
    assert told.out.startswith("all.jpg: 50 garments, 2360×1730 px")


def test_a_photo_without_a_file_to_draw_into_is_refused(idphoto: Run) -> None:
    told = idphoto("wardrobe", "--photo", "me.jpg")
    assert told.status == 2
    assert told.err == "idphoto: photo: requires --output, the file to draw into\n"


def test_an_unknown_kind_of_file_is_refused(idphoto: Run) -> None:
    told = idphoto("wardrobe", "-o", "all.gif")
    assert (told.status, "all.gif must end in one of" in told.err) == (2, True)
