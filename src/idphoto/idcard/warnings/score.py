"""From a measurement to a score, as every detector does it."""

from __future__ import annotations


def score_of(ratio: float, steepness: int) -> float:
    """0–1: a half where ``ratio``, measurement over limit, is 1; towards 1 beyond."""
    return ratio**steepness / (1.0 + ratio**steepness)
