"""Photos that were made, against their specification; with the real networks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto import make_photo
from idphoto.errors import BackgroundUnfit, SpecificationViolated
from idphoto.imaging.decode import open_source
from idphoto.photo.background import Original
from idphoto.photo.framing.constraints import FrameConstraints, Limit
from idphoto.photo.request import PhotoRequest, photo_request
from idphoto.photo.result import Photo
from idphoto.runtime.engine import Engine
from idphoto.specs import load_spec

Make = Callable[..., Photo]


@pytest.fixture(scope="module")
def make(engine: Engine, shared: Path) -> Make:
    """``make(photo, spec, **wishes)``: of one of the shared photos of people."""

    def made(name: str, spec: str, **wishes: Any) -> Photo:
        data = (shared / "people" / f"{name}.jpg").read_bytes()
        return make_photo(data, photo_request(load_spec(spec), quality="fast", **wishes),
                          engine=engine)  # fmt: skip

    return made


def notices(photo: Photo, code: str) -> list[str]:
    return [one.message for one in photo.notices if one.code == code]


@pytest.mark.parametrize("spec", ["jp-passport", "de-passport", "fi-passport", "dk-passport"])
@pytest.mark.parametrize("name", ["london_001", "london_044", "london_136", "pexels_dark_wall"])
def test_a_photo_that_framing_accepted_passes(make: Make, name: str, spec: str) -> None:
    photo = make(name, spec)
    assert notices(photo, "spec_overridden") == []
    assert "check" in photo.timings_ms


def test_a_print_at_another_dpi_keeps_every_rule(make: Make) -> None:
    photo = make("london_034", "jp-passport", dpi=600)
    assert photo.size_wh == (827, 1063)
    assert notices(photo, "spec_overridden") == []
    assert 32 <= photo.measurements.face_height / 600 * 25.4 <= 36


def test_an_overridden_rule_is_a_notice_with_its_numbers(make: Make) -> None:
    photo = make("pexels_suit_planks", "jp-passport", size_mm=(40, 50), max_bytes=90_000)
    assert notices(photo, "spec_overridden") == [
        "size_mm was overridden: 40×50 mm instead of 35×45 mm"
    ]
    assert 32 <= photo.measurements.face_height / 300 * 25.4 <= 36
    wish = FrameConstraints(face_height=Limit(target=300))
    smaller = make("pexels_suit_planks", "jp-passport", constraints=wish)
    (message,) = notices(smaller, "spec_overridden")
    assert message == "head_height_mm was overridden: 25.5 mm instead of 32–36 mm"
    (message,) = notices(make("london_034", "jp-passport", background="438EDB"), "spec_overridden")
    assert message == (
        "backgrounds was overridden: 438EDB instead of FFFFFF or DCDCDC or CFE2F3, within ΔE 12"
    )


def test_a_broken_rule_that_nobody_overrode_is_an_error(engine: Engine, shared: Path) -> None:
    request = photo_request(
        load_spec("jp-passport"),
        quality="fast",
        constraints=FrameConstraints(face_height=Limit(target=300)),
    )
    data = (shared / "people/pexels_suit_planks.jpg").read_bytes()
    with pytest.raises(SpecificationViolated) as refused:
        make_photo(data, replace(request, overridden=()), engine=engine)
    error = refused.value
    assert error.code == "specification_violated"
    assert (error.rule, error.found, error.allowed) == ("head_height_mm", "25.5", "32–36")
    assert error.message == (
        "the photo breaks head_height_mm of Japan passport: 25.5 mm instead of 32–36 mm"
    )


def test_of_a_request_put_together_by_hand_every_broken_rule_is_a_notice(
    engine: Engine, shared: Path
) -> None:
    request = PhotoRequest((350, 450), quality="fast", spec=load_spec("jp-passport"))
    photo = make_photo((shared / "people/london_034.jpg").read_bytes(), request, engine=engine)
    assert "size_mm was overridden: 29.6×38.1 mm instead of 35×45 mm" in notices(
        photo, "spec_overridden"
    )


# --- editing forbidden --------------------------------------------------------------------------


def test_where_editing_is_forbidden_the_own_wall_is_kept(make: Make) -> None:
    photo = make("london_025", "au-passport")
    assert photo.pixels[5, 5].tolist() == pytest.approx([0xD5, 0xD9, 0xD8], abs=10)
    assert notices(photo, "editing_forbidden") == []


@pytest.mark.parametrize("name", ["house_al-green", "pexels_suit_planks", "pexels_dark_wall"])
def test_a_wall_of_another_colour_or_not_plain_is_refused(make: Make, name: str) -> None:
    with pytest.raises(BackgroundUnfit) as refused:
        make(name, "au-passport")
    error = refused.value
    assert error.code == "background_unfit"
    assert error.allowed == "FFFFFF or DCDCDC"
    assert error.delta_e > error.max_delta_e or error.uneven > error.max_uneven
    assert f"it is {error.found}, {error.delta_e:g} from FFFFFF or DCDCDC" in error.message


def test_a_wall_that_is_kept_in_words_is_a_notice(make: Make) -> None:
    photo = make("pexels_dark_wall", "au-passport", background=Original())
    (message,) = notices(photo, "spec_overridden")
    assert message.startswith("backgrounds was overridden: ")


def test_an_edit_that_is_asked_for_in_words_is_the_first_notice(make: Make) -> None:
    photo = make("house_al-green", "au-passport", edit_anyway=True)
    assert photo.notices[0].code == "editing_forbidden"
    assert photo.notices[0].message == (
        "this authority forbids digital editing and may refuse the photo; edited here: background"
    )
    assert photo.pixels[2, 2].tolist() == [255, 255, 255]
    assert notices(photo, "spec_overridden") == []


def test_nothing_is_drawn_on_where_editing_is_forbidden(
    engine: Engine, shared: Path, jpeg: Callable[[NDArray[np.uint8]], bytes]
) -> None:
    wall_ends = open_source(shared / "people" / "london_025.jpg").decode().rgb[205:]
    request = photo_request(load_spec("au-passport"), background=Original())
    with pytest.raises(SpecificationViolated) as refused:
        make_photo(jpeg(wall_ends), request, engine=engine)
    assert refused.value.rule == "editing_forbidden"
    assert refused.value.message.endswith("drawn beyond the source's edges instead of at most 1%")
