"""The rules that every frame must meet, and which of them exclude each other."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from idphoto.errors import FramingConflict
from idphoto.imaging.arrays import Point
from idphoto.photo.framing.constraints import PLACES, SIZES, FrameConstraints
from idphoto.photo.framing.plane import HalfPlane, at_least, at_most, implied_most

# A target is met within this share of the photo's height. It is half of the 1 % that the product
# promises, which leaves the rest to errors of measurement, and it is wide enough that two targets
# which differ only by rounding are both met.
TARGET_TOLERANCE = 0.005
# Of the photo's height. A request for a smaller head is a mistake.
MIN_HEAD = 0.02


@dataclass(frozen=True, slots=True)
class Rule:
    """One side of a limit."""

    name: str
    """The name that a conflict reports."""
    quantity: str
    sign: Literal["≥", "≤"]
    plane: HalfPlane
    demand: str
    """The rule in words, in pixels of the output."""


def all_rules(
    constraints: FrameConstraints, lines: dict[str, Point], size_wh: tuple[int, int]
) -> Iterator[Rule]:
    """All rules, those first that explain a conflict best."""
    width, height = size_wh

    def rule(name: str, quantity: str, sign: Literal["≥", "≤"], px: float, why: str = "") -> Rule:
        side = at_least if sign == "≥" else at_most
        plane = side(lines[quantity], px / height)
        return Rule(name, quantity, sign, plane, f"{quantity} {sign} {px:g} px{why}")

    limits = [(name, limit) for name in SIZES + PLACES if (limit := constraints[name])]
    for name, limit in limits:
        if limit.target is not None:
            give = TARGET_TOLERANCE * height
            demand = f"{name} {limit.target:g} ± {give:.1f} px"
            yield replace(rule(name, name, "≥", limit.target - give), demand=demand)
            yield replace(rule(name, name, "≤", limit.target + give), demand=demand)
    for name, limit in limits:
        if limit.low is not None:
            yield rule(f"{name}.low", name, "≥", limit.low)
        if limit.high is not None:
            yield rule(f"{name}.high", name, "≤", limit.high)
    yield rule("photo.top", "crown_top", "≥", 0, " (the photo's top edge)")
    yield rule("photo.bottom", "chin_top", "≤", height, " (the photo's height)")
    yield rule("photo.width", "face_width", "≤", width, " (the photo's width)")
    yield rule("scale", "head_height", "≥", MIN_HEAD * height, " (the minimum)")


def conflict(rules: list[Rule], height: int) -> FramingConflict:
    """The error for rules that leave no frame: it names the two that exclude each other most.

    If no two of them do, three do (Helly's theorem, for convex sets in a plane); the reason names
    the third.
    """
    *others, scale = rules
    # the scale must be positive anyway: two rules with it still count as a pair
    pairs = [
        (first, scale, second)
        for first, second in combinations(others, 2)
        # the two sides of one limit exclude each other only if one of them excludes the scale
        if first.name.partition(".")[0] != second.name.partition(".")[0]
    ]
    pairs += [(rule, scale, scale) for rule in others]
    triples = [(first, third, second) for first, second, third in combinations(others, 3)]
    (first, third, second), excess = _worst(pairs)
    if excess <= 0:
        (first, third, second), _ = _worst(triples)
    return FramingConflict(first.name, second.name, _reason(first, third, second, height))


_Triple = tuple[Rule, Rule, Rule]


def _worst(triples: list[_Triple]) -> tuple[_Triple, float]:
    """The triple that fails by most, and by how much of the photo's height."""
    excesses = [_excess(*triple) for triple in triples]
    most = max(excesses)
    return triples[excesses.index(most)], most


def _excess(first: Rule, third: Rule, second: Rule) -> float:
    """By how much the second fails given the first and the third; −∞ if they do not bind it."""
    most = implied_most(second.plane.normal, (first.plane, third.plane))
    return -math.inf if most is None else second.plane.bound - most


def _reason(first: Rule, third: Rule, second: Rule, height: int) -> str:
    if first.quantity == second.quantity:
        return f"{first.demand} was requested, but the limit is {second.demand}"
    most = implied_most(second.plane.normal, (first.plane, third.plane))
    given = first.demand if third.name == "scale" else f"{first.demand} and {third.demand}"
    if most is None:
        return f"no frame satisfies {given} and {second.demand}"
    can_be = (
        f"at most {most * height:.1f}" if second.sign == "≥" else f"at least {-most * height:.1f}"
    )
    return (
        f"with {given}, {second.quantity} is {can_be} px for this head, "
        f"but {second.demand} is required"
    )
