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


def test_every_garment_is_listed_with_its_title(idphoto: Run) -> None:
    outcome = idphoto("wardrobe")
    assert outcome.status == 0
    for garment_id in GARMENT_IDS:
        assert f"\n{garment_id}\t" in outcome.out


def test_the_list_can_be_json(idphoto: Run) -> None:
    rows = json.loads(idphoto("wardrobe", "--json").out)
    assert [row["id"] for row in rows] == list(GARMENT_IDS)
    assert len({row["title"] for row in rows}) == len(rows)


def test_a_contact_sheet_shows_them_all(
    idphoto: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = idphoto("wardrobe", "-o", "all.png", "--json")
    assert outcome.status == 0
    with Image.open("all.png") as image:
        sheet = np.asarray(image)
    assert json.loads(outcome.out)["px"] == [sheet.shape[1], sheet.shape[0]]
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
    # a row and a bit: each is dressed in on several people elsewhere
    monkeypatch.setattr("idphoto.cli.wardrobe.GARMENT_IDS", GARMENT_IDS[:12])
    Path("me.jpg").write_bytes(astronaut_jpeg)
    outcome = idphoto("wardrobe", "--photo", "me.jpg", "-o", "some.png")
    assert outcome.status == 0
    first, *refused = outcome.out.splitlines()
    assert first.startswith("some.png: 10 garments, 2360×346 px")
    # her suit hides her neck
    assert [line.split(": ")[1] for line in refused] == ["man_8", "man_11"]
    assert all("leaves skin bare" in line for line in refused)
    with Image.open("some.png") as image:
        sheet = np.asarray(image)
    assert len({sheet[:300, left : left + 230].tobytes() for left in range(0, 2360, 236)}) == 10


def test_a_photo_without_a_file_to_draw_into_is_refused(idphoto: Run) -> None:
    outcome = idphoto("wardrobe", "--photo", "me.jpg")
    assert outcome.status == 2
    assert outcome.err == "idphoto: photo: requires --output, the file to draw into\n"


def test_an_unknown_kind_of_file_is_refused(idphoto: Run) -> None:
    outcome = idphoto("wardrobe", "-o", "all.gif")
    assert (outcome.status, "all.gif must end in one of" in outcome.err) == (2, True)
