from __future__ import annotations

import pytest

from idphoto.accounts.prices import Prices
from idphoto.errors import BadSetting


def test_the_settings_change_single_prices() -> None:
    prices = Prices.with_changes({"photo": 10, "headshots": 0})
    assert (prices.photo, prices.headshots) == (10, 0)
    assert (prices.clothes, prices.card_check) == (Prices().clothes, Prices().card_check)
    assert Prices.with_changes({}) == Prices()


def test_a_price_of_no_operation_is_a_bad_setting() -> None:
    with pytest.raises(BadSetting) as caught:
        Prices.with_changes({"photos": 10})
    assert caught.value.code == "bad_setting"
    assert caught.value.message == (
        "IDPHOTO_PRICES: no operation 'photos': choose among simple_photo, photo, clothes, "
        "retouch, layout, preview, headshots, check, cutout, sheet, card_check"
    )
