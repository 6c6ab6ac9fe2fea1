from __future__ import annotations

import pytest

from idphoto.errors import BadRequest
from idphoto.photo.retouch.strengths import Retouch


def test_by_default_nothing_is_retouched() -> None:
    assert not Retouch().any


@pytest.mark.parametrize("name", ["bright", "smooth", "thin_face", "sharp"])
def test_any_strength_above_0_is_retouching(name: str) -> None:
    assert Retouch(**{name: 0.01}).any
    assert not Retouch(**{name: 0.0}).any


@pytest.mark.parametrize("strength", [-0.01, 1.01, float("nan"), float("inf")])
@pytest.mark.parametrize("name", ["bright", "smooth", "thin_face", "sharp"])
def test_a_strength_outside_0_to_1_is_refused_with_its_name(name: str, strength: float) -> None:
    with pytest.raises(BadRequest) as refused:
        Retouch(**{name: strength})
    assert refused.value.code == "bad_request"
    assert refused.value.field == name
    assert "outside 0–1" in refused.value.message
