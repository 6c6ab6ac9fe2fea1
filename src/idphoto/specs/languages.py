"""The languages in which the catalogue is written."""

from __future__ import annotations

from typing import Final, Literal, get_args

CatalogueLanguage = Literal["en", "zh"]
"""``zh`` is Chinese in simplified characters."""

LANGUAGES: Final[tuple[CatalogueLanguage, ...]] = get_args(CatalogueLanguage)
