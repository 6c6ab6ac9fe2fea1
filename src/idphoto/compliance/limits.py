"""A specification's ranges as limits, and their words."""

from __future__ import annotations

from idphoto.compliance.check import Judged, by_limits
from idphoto.compliance.verdict import Limits, at_most
from idphoto.imaging.geometry import Box
from idphoto.specs import Range


def limits_of(allowed: Range, give: float = 0.0) -> Limits:
    """Passes within ``allowed``, and fails beyond it by more than ``give``; between these, it
    passes too: that is how well the value is known."""
    low = None if allowed.low is None else allowed.low - give
    high = None if allowed.high is None else allowed.high + give
    return Limits(low, low, high, high)


def range_in_words(low: float | None, high: float | None, form: str = "g") -> str:
    """``32–36``, ``at least 32`` or ``at most 36``.

    >>> range_in_words(32, 36), range_in_words(None, 36), range_in_words(32, None)
    ('32–36', 'at most 36', 'at least 32')
    """
    if low is None:
        return f"at most {high:{form}}"
    return f"at least {low:{form}}" if high is None else f"{low:{form}}–{high:{form}}"


def by_range(
    value: float, allowed: Range, what: str, unit: str, rule: str, give: float = 0.0
) -> Judged:
    """The verdict on a length: ``what`` is ``value``, in ``unit``."""
    limits = limits_of(allowed, give)
    words = range_in_words(allowed.low, allowed.high)
    said = f"{what} is {value:.1f} {unit} ({words} {unit} asked)"
    return Judged(limits.verdict(value), said, value, limits, words, rule=rule)


def by_angle(
    found_deg: float, most_deg: float, error_deg: float, said: str, region: Box | None
) -> Judged:
    """The verdict on an angle, whose sign does not matter; unsure up to ``error_deg`` beyond
    ``most_deg``. ``said`` is the measurement in words."""
    limits = at_most(most_deg, unsure_to=most_deg + error_deg)
    rule = f"at most {most_deg:.0f}°"
    return by_limits(abs(found_deg), limits, f"{said} ({rule})", region, rule)


# Two measurements of a face on one photo differ by up to this share.
_SHARE_GIVE = 0.03


def by_share(value: float, allowed: Range, what: str) -> Judged:
    """The verdict on a share of the photo's width; unsure within 3 % of a limit."""
    low, high = allowed.low, allowed.high
    limits = Limits(
        None if low is None else low * (1 - _SHARE_GIVE),
        low,
        high,
        None if high is None else high * (1 + _SHARE_GIVE),
    )
    words = range_in_words(low, high)
    said = f"{what} is {value:.2f} of the photo's width ({words} asked)"
    return Judged(limits.verdict(value), said, value, limits, words)
