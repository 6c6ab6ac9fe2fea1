"""Requirements in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from idphoto.specs.ranges import Range
from idphoto.specs.requirements import ANY_ANGLE_DEG, ChildRule, Requirements

_CHOICES = {
    "glasses": {
        "forbidden": "no glasses",
        "clear": "glasses only if the eyes are visible: no tint, no glare, no frame over the eyes",
        "free": "glasses may be worn",
    },
    "smile": {"forbidden": "neutral expression, no smile", "allowed": "a smile is allowed"},
    "head_covering": {
        "forbidden": "nothing on the head",
        "religious": "nothing on the head, except for religious reasons",
        "free": "the head may be covered",
    },
    "background_shadow": {
        "forbidden": "no shadow on the background",
        "allowed": "shadows on the background are allowed",
    },
}
_YES_OR_NO = {
    "mouth_closed": ("mouth closed", "the mouth may be open"),
    "eyes_open": ("both eyes open", "the eyes may be closed"),
    "looking_at_camera": ("looking at the camera", "need not look at the camera"),
    "even_light": ("even light, no shadows on the face", "light may be uneven"),
    "background_plain": ("plain background", "the background need not be plain"),
    "colour": ("in colour", "in colour or black and white"),
}
_ANGLES = {
    "max_yaw_deg": "turned to the side",
    "max_pitch_deg": "raised or lowered",
    "max_roll_deg": "tilted",
}
_WAIVED = {
    "glasses": "glasses may be worn",
    "smile": "need not look neutral",
    "mouth_closed": "the mouth may be open",
    "eyes_open": "the eyes may be closed",
    "looking_at_camera": "need not look at the camera",
    "head_covering": "the head may be covered",
    "max_yaw_deg": "the head may be turned",
    "max_pitch_deg": "the head may be raised or lowered",
    "max_roll_deg": "the head may be tilted",
    "pose": "the head may be turned or tilted",
}


def requirements_in_words(asked: Requirements) -> dict[str, str]:
    """Field → what it asks, in the order in which people check a photo; without absent limits.

    >>> from idphoto.specs import load_spec
    >>> requirements_in_words(load_spec("us-passport").requirements)["smile"]
    'a smile is allowed'
    """
    return dict(_lines(asked))


def range_in_words(limits: Range) -> str:
    """``25–35``, ``at least 25`` or ``at most 35``."""
    low, high = ("" if end is None else f"{end:,g}" for end in (limits.low, limits.high))
    return f"{low}–{high}" if low and high else f"at least {low}" if low else f"at most {high}"


def _lines(asked: Requirements) -> Iterator[tuple[str, str]]:
    for field in ("smile", "mouth_closed", "eyes_open", "looking_at_camera"):
        yield field, _phrase(asked, field)
    for field in ("glasses", "head_covering"):
        yield field, _phrase(asked, field)
    for field, direction in _ANGLES.items():
        yield field, _angle(getattr(asked, field), direction)
    yield "min_inter_eye_px", f"at least {asked.min_inter_eye_px} px between the eyes"
    if asked.inter_eye_share is not None:
        share = _percent(asked.inter_eye_share)
        yield "inter_eye_share", f"the eyes {share} of the photo's width apart"
    if asked.face_width_share is not None:
        yield (
            "face_width_share",
            f"the face {_percent(asked.face_width_share)} of the photo's width",
        )
    for field in ("even_light", "background_plain", "background_shadow"):
        yield field, _phrase(asked, field)
    tolerance = f"background within ΔE {asked.background_delta_e:g} of the colours (our tolerance)"
    yield "background_delta_e", tolerance
    yield "colour", _phrase(asked, "colour")
    if asked.min_jpeg_quality is not None:
        yield "min_jpeg_quality", f"JPEG quality at least {asked.min_jpeg_quality}"
    if asked.max_age_months is not None:
        months = "month" if asked.max_age_months == 1 else f"{asked.max_age_months} months"
        yield "max_age_months", f"taken within the last {months}"
    if asked.children:
        yield "children", "; ".join(map(_child, asked.children))


def _phrase(asked: Requirements, field: str) -> str:
    value = getattr(asked, field)
    return _CHOICES[field][value] if field in _CHOICES else _YES_OR_NO[field][not value]


def _angle(limit_deg: float, direction: str) -> str:
    if limit_deg >= ANY_ANGLE_DEG:
        return f"the head may be {direction}"
    return f"head {direction} by at most {limit_deg:g}°"


def _percent(share: Range) -> str:
    ends = (None if end is None else round(100 * end, 1) for end in (share.low, share.high))
    return f"{range_in_words(Range(*ends))} %"


def _child(rule: ChildRule) -> str:
    changes = [_WAIVED[waived] for waived in rule.waives]
    if rule.head_height_mm is not None:
        changes.append(f"head {range_in_words(rule.head_height_mm)} mm")
    if rule.eye_line_mm is not None:
        changes.append(f"eyes {range_in_words(rule.eye_line_mm)} mm above the bottom")
    years = "year" if rule.below_years == 1 else "years"
    return f"below {rule.below_years} {years}: {', '.join(changes)}"
