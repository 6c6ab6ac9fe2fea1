"""The language of names and titles: what the request asks for, else what the browser prefers."""

from __future__ import annotations

from typing import Annotated, Final, get_args

from fastapi import Depends, Header, Query

from idphoto.messages.specs import Language

_DEFAULT: Final[Language] = "en"
_KNOWN: Final = get_args(Language)
_MAX_LENGTH: Final = 1000


def preferred(accept_language: str) -> Language:
    """The known language that an ``Accept-Language`` header ranks highest (RFC 9110, 12.5.4).

    >>> preferred("fr, zh-CN;q=0.8, en;q=0.5")
    'zh'
    """
    ranked: list[tuple[float, Language]] = []
    for each in accept_language[:_MAX_LENGTH].split(","):
        tag, _, weight = each.partition(";")
        known = next((one for one in _KNOWN if one == tag.strip().lower().partition("-")[0]), None)
        if known is not None:
            ranked.append((_quality(weight), known))
    best = max(ranked, key=lambda each: each[0], default=(0.0, _DEFAULT))
    return best[1] if best[0] > 0 else _DEFAULT


async def _language(
    language: Annotated[
        Language | None, Query(description="Of names and titles; by default Accept-Language.")
    ] = None,
    accept_language: Annotated[str, Header(include_in_schema=False)] = "",
) -> Language:
    return language or preferred(accept_language)


LanguageDep = Annotated[Language, Depends(_language)]
"""The request's language, from ``?language=``, else from ``Accept-Language``, else English."""


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
