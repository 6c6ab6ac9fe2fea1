"""What the library takes from the settings."""

from __future__ import annotations

from idphoto.api import thresholds_of
from idphoto.idcard.warnings.judge import CardWarning
from idphoto.settings import Settings


def test_thresholds_are_the_settings() -> None:
    settings = Settings(idcard_copy_threshold=0.9, idcard_min_quality=20)
    thresholds = thresholds_of(settings)
    assert thresholds.scores[CardWarning.COPY] == 0.9
    assert thresholds.scores[CardWarning.EDITED] == 0.5
    assert thresholds.min_quality == 20
    assert set(thresholds.scores) == set(CardWarning) - {CardWarning.BLURRED}
