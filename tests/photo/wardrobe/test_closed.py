from __future__ import annotations

import pytest

from idphoto.photo.wardrobe.closed import with_closed_collar
from idphoto.photo.wardrobe.garment import Polo, Shirt, Top
from idphoto.photo.wardrobe.load import GARMENT_IDS, load_garment


@pytest.mark.parametrize("garment_id", GARMENT_IDS)
def test_a_closed_cut_has_no_open_neckline(garment_id: str) -> None:
    for part in with_closed_collar(load_garment(garment_id)).parts:
        match part:
            case Shirt():
                assert part.collar not in ("open", "camp")
            case Top():
                assert part.neck in ("mock", "turtle")
            case Polo():
                assert part.fastened


def test_a_garment_that_is_closed_already_stays_as_it_is() -> None:
    assert with_closed_collar(load_garment("man_1")) == load_garment("man_1")
