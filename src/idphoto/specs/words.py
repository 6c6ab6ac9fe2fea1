"""Requirements in plain words, in the catalogue's languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from idphoto.specs.languages import CatalogueLanguage
from idphoto.specs.phrases import CHINESE, ENGLISH, RequirementPhrases
from idphoto.specs.ranges import Range
from idphoto.specs.requirements import ANY_ANGLE_DEG, ChildRule, Requirements

PHRASES: Final[Mapping[CatalogueLanguage, RequirementPhrases]] = {"en": ENGLISH, "zh": CHINESE}
_POSE: Final = ("max_yaw_deg", "max_pitch_deg", "max_roll_deg")


def requirements_in_words(
    asked: Requirements, language: CatalogueLanguage = "en"
) -> dict[str, str]:
    """Field → what it asks, in the order in which people check a photo; without absent limits.

    >>> from idphoto.specs import load_spec
    >>> requirements_in_words(load_spec("us-passport").requirements)["smile"]
    'a smile is allowed'
    >>> requirements_in_words(load_spec("us-passport").requirements, "zh")["smile"]
    '可以微笑'
    """
    return dict(_lines(asked, PHRASES[language]))


def range_in_words(limits: Range, language: CatalogueLanguage = "en") -> str:
    """``25–35``, ``at least 25`` or ``at most 35``; in Chinese ``至少 25`` or ``最多 35``."""
    return _range(limits, PHRASES[language])


def _range(limits: Range, say: RequirementPhrases) -> str:
    # not "g" alone: from a million on it writes 4e+06
    low, high = (
        "" if end is None else f"{end:,.0f}" if end == int(end) else f"{end:,g}"
        for end in (limits.low, limits.high)
    )
    if low and high:
        return f"{low}–{high}"
    return say.at_least.format(value=low) if low else say.at_most.format(value=high)


def _lines(asked: Requirements, say: RequirementPhrases) -> Iterator[tuple[str, str]]:
    for field in ("smile", "mouth_closed", "eyes_open", "looking_at_camera"):
        yield field, _phrase(asked, field, say)
    for field in ("glasses", "head_covering"):
        yield field, _phrase(asked, field, say)
    for field in _POSE:
        yield field, _angle(getattr(asked, field), field, say)
    yield "min_inter_eye_px", say.inter_eye_px.format(value=asked.min_inter_eye_px)
    if asked.inter_eye_share is not None:
        share = _percent(asked.inter_eye_share, say)
        yield "inter_eye_share", say.inter_eye_share.format(share=share)
    if asked.face_width_share is not None:
        share = _percent(asked.face_width_share, say)
        yield "face_width_share", say.face_width_share.format(share=share)
    for field in ("even_light", "background_plain", "background_shadow"):
        yield field, _phrase(asked, field, say)
    tolerance = f"{asked.background_delta_e:g}"
    yield "background_delta_e", say.background_delta_e.format(value=tolerance)
    yield "colour", _phrase(asked, "colour", say)
    if asked.min_jpeg_quality is not None:
        yield "min_jpeg_quality", say.jpeg_quality.format(value=asked.min_jpeg_quality)
    if asked.max_age_months is not None:
        months = say.one_month if asked.max_age_months == 1 else say.months
        yield "max_age_months", months.format(value=asked.max_age_months)
    if asked.children:
        yield "children", say.semicolon.join(_child(rule, say) for rule in asked.children)


def _phrase(asked: Requirements, field: str, say: RequirementPhrases) -> str:
    value = getattr(asked, field)
    return say.choices[field][value] if field in say.choices else say.yes_or_no[field][not value]


def _angle(limit_deg: float, field: str, say: RequirementPhrases) -> str:
    if limit_deg >= ANY_ANGLE_DEG:
        return say.any_angle[field]
    return say.angles[field].format(angle=f"{limit_deg:g}")


def _percent(share: Range, say: RequirementPhrases) -> str:
    ends = (None if end is None else round(100 * end, 1) for end in (share.low, share.high))
    return f"{_range(Range(*ends), say)} %"


def _child(rule: ChildRule, say: RequirementPhrases) -> str:
    changes = [say.waived[waived] for waived in rule.waives]
    if rule.head_height_mm is not None:
        changes.append(say.head_height.format(range=_range(rule.head_height_mm, say)))
    if rule.eye_line_mm is not None:
        changes.append(say.eye_line.format(range=_range(rule.eye_line_mm, say)))
    years = say.one_year if rule.below_years == 1 else say.years
    return years.format(years=rule.below_years, changes=say.comma.join(changes))
