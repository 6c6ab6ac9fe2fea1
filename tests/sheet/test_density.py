from __future__ import annotations

import pytest

from idphoto.errors import ImplausibleDensity
from idphoto.sheet.density import believed_dpi
from idphoto.specs.load import all_specs


@pytest.mark.parametrize("dpi", [250, 299.72, 300, 350, 400, 600, 1200])
@pytest.mark.parametrize("size_wh", [(295, 413), (413, 531), (602, 602), (827, 1063)])
def test_a_density_of_prints_is_believed(dpi: float, size_wh: tuple[int, int]) -> None:
    assert believed_dpi((dpi, dpi), size_wh) == dpi


@pytest.mark.parametrize("dpi", [1, 28.3, 37.8, 72, 96, 100, 120, 150, 180, 240])
@pytest.mark.parametrize("size_wh", [(413, 531), (602, 602), (826, 1062), (4284, 5712)])
def test_a_default_of_screens_and_cameras_is_not_believed(
    dpi: float, size_wh: tuple[int, int]
) -> None:
    with pytest.raises(ImplausibleDensity) as caught:
        believed_dpi((dpi, dpi), size_wh)
    assert caught.value.code == "implausible_density"
    assert caught.value.details() == {"density_dpi": (dpi, dpi), "size_px": size_wh}


def test_the_message_has_the_density_and_the_size_in_print() -> None:
    with pytest.raises(ImplausibleDensity) as caught:
        believed_dpi((72, 72), (413, 531))
    assert caught.value.message == (
        "the file states 72 dpi, at which its 413 × 531 px are 145.7 × 187.3 mm in print, which "
        "no ID photo is: state the size of the print in mm"
    )


@pytest.mark.parametrize("dpi", [2400, 20_000, 65_535])
def test_a_density_that_leaves_a_speck_is_not_believed(dpi: float) -> None:
    with pytest.raises(ImplausibleDensity, match=f"states {dpi} dpi"):
        believed_dpi((dpi, dpi), (413, 531))


@pytest.mark.parametrize("density_dpi", [(300, 150), (300, 72), (200, 300)])
def test_two_different_densities_are_not_believed(density_dpi: tuple[float, float]) -> None:
    with pytest.raises(ImplausibleDensity, match="{:g} × {:g} dpi".format(*density_dpi)):
        believed_dpi(density_dpi, (413, 531))


@pytest.mark.parametrize("dpi", [72, 100, 150, 200])
def test_a_low_density_that_gives_the_size_of_an_id_photo_is_believed(dpi: float) -> None:
    passport_wh = round(35 / 25.4 * dpi), round(45 / 25.4 * dpi)
    assert believed_dpi((dpi, dpi), passport_wh) == dpi


@pytest.mark.parametrize("dpi", [72, 96])
def test_hardly_a_photo_of_the_catalogue_is_another_at_a_screens_density(dpi: float) -> None:
    believed = 0
    for spec in all_specs():
        try:
            believed += believed_dpi((dpi, dpi), spec.size_px) == dpi
        except ImplausibleDensity:
            continue
    assert believed <= len(all_specs()) // 20


def test_a_file_without_a_density_is_printed_at_300_dpi() -> None:
    assert believed_dpi(None, (413, 531)) == 300
