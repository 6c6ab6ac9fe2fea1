"""What a size, or a dpi, means beside a specification."""

from __future__ import annotations

import pytest
from tests.compliance.drawn import asked, handed_in

from idphoto.compliance.checks import wrong_pixels, wrong_size
from idphoto.errors import BadRequest
from idphoto.imaging.geometry import px_to_mm
from idphoto.photo.request import photo_request
from idphoto.photo.size import PhotoSize, photo_size
from idphoto.specs import all_specs, load_spec


def test_a_finer_print_keeps_its_millimetres() -> None:
    size = photo_size(load_spec("au-passport"), dpi=600)
    assert (size.size_wh, size.dpi) == ((827, 1063), 600)
    assert [px_to_mm(side, 600) for side in size.size_wh] == pytest.approx([35, 45], abs=0.03)
    face = photo_request(load_spec("au-passport"), dpi=600).constraints.face_height
    assert face is not None
    assert (face.low, face.high) == pytest.approx((32 / 25.4 * 600, 36 / 25.4 * 600), abs=0.2)


def test_the_specifications_own_dpi_changes_nothing() -> None:
    for name in ("au-passport", "sg-passport", "picwish-1102", "hk-passport", "in-passport"):
        spec = load_spec(name)
        assert photo_size(spec, dpi=spec.dpi) == photo_size(spec)
        assert photo_size(spec).size_wh == spec.size_px


@pytest.mark.parametrize("name", ["us-dv-lottery", "hk-passport"])
def test_a_size_in_pixels_keeps_them_at_any_dpi(name: str) -> None:
    spec = load_spec(name)
    size = photo_size(spec, dpi=450)
    assert (size.size_wh, size.dpi, size.px_per_mm) == (spec.size_px, 450, spec.px_per_mm)


def test_on_another_print_a_head_in_millimetres_keeps_them() -> None:
    request = photo_request(load_spec("au-passport"), size_mm=(40, 50))
    face = request.constraints.face_height
    assert request.size_wh == (472, 591)
    assert face is not None
    assert (face.low, face.high) == pytest.approx((32 / 25.4 * 300, 36 / 25.4 * 300))


def test_eyes_above_the_bottom_edge_stay_so_on_a_higher_print() -> None:
    spec = load_spec("us-passport")  # 28.6–34.9 mm above the bottom edge
    eyes = photo_request(spec, size_mm=(50.8, 60)).constraints.eyes_top
    assert eyes is not None
    assert (eyes.low, eyes.high) == pytest.approx((25.1 / 25.4 * 300, 31.4 / 25.4 * 300), abs=0.5)


def test_a_print_that_is_lower_than_the_eye_line_leaves_no_negative_limit() -> None:
    eyes = photo_request(load_spec("us-passport"), size_mm=(20, 25)).constraints.eyes_top
    assert eyes is not None
    assert (eyes.low, eyes.high) == (0, 0)


def test_where_there_is_no_print_limits_are_shares_of_the_height() -> None:
    spec = load_spec("us-dv-lottery")
    own, other = photo_request(spec), photo_request(spec, size_mm=(101.6, 101.6))
    assert other.size_wh == (1200, 1200)
    assert own.constraints.scaled(2) == other.constraints


def test_other_pixels_are_the_same_print_with_another_dpi() -> None:
    spec = load_spec("au-passport")
    finer, as_pixels = photo_size(spec, dpi=600), photo_size(spec, size_px=(827, 1063))
    assert (as_pixels.size_wh, as_pixels.dpi) == (finer.size_wh, finer.dpi)
    assert as_pixels.px_per_mm == pytest.approx(finer.px_per_mm)
    assert photo_size(spec, size_px=spec.size_px) == photo_size(spec)
    square = photo_size(spec, size_px=(600, 600))
    assert px_to_mm(600, square.dpi) == pytest.approx(45, abs=0.1)
    assert photo_size(spec, size_px=(3185, 4095)).dpi == 1000  # no file states more


def test_pixels_and_dpi_are_both_taken_at_their_word() -> None:
    spec = load_spec("au-passport")
    assert photo_size(spec, size_px=(826, 1062), dpi=300) == PhotoSize(
        (826, 1062), 300, 2 * spec.px_per_mm
    )
    assert photo_size(load_spec("us-dv-lottery"), size_px=(300, 300)).dpi == 300


def test_without_a_specification_nothing_follows_from_anything_else() -> None:
    assert photo_size().size_wh == (295, 413)
    assert photo_size(dpi=600).size_wh == (295, 413)
    assert photo_size(size_mm=(35, 45), dpi=600).size_wh == (827, 1063)
    assert photo_size(size_px=(35, 45), size_mm=(35, 45)).size_wh == (35, 45)


def test_a_side_of_no_length_is_refused() -> None:
    with pytest.raises(BadRequest) as refused:
        photo_size(load_spec("au-passport"), size_mm=(35, 0))
    assert refused.value.field == "height_mm"


def test_every_specification_is_met_by_its_own_size_at_any_dpi() -> None:
    for spec in all_specs():
        for dpi in (None, 300, 450, 600):
            size = photo_size(spec, dpi=dpi)
            made = handed_in(size_wh=size.size_wh, dpi=size.dpi, px_per_mm=size.px_per_mm)
            found = [check.judge(made, asked(spec)) for check in (wrong_size, wrong_pixels)]
            broken = {one.rule for one in found if one and one.verdict == "fail"}
            assert not broken & {"size_mm", "size_px"}, (spec.slug, dpi)
