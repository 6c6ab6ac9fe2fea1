"""A check's answer with everything that a reader needs to weigh it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from importlib.resources import files
from typing import Any

from idphoto.compliance.check import ComplianceCheck, Judged
from idphoto.compliance.verdict import Verdict


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """How often a check was right on one kind of labelled picture that its limits were not chosen
    on.

    ``caught`` of ``positives`` failed that should; ``false_alarms`` of ``negatives`` failed that
    should not. ``unsure``: of both, how many were unsure. ``pictures``: which, in a few words.

    >>> import idphoto
    >>> finding = idphoto.check_photo("me.jpg", "gb-passport").finding("smile")
    >>> rate = finding.rates[0]
    >>> rate.caught <= rate.positives, rate.false_alarms <= rate.negatives
    (True, True)
    """

    pictures: str
    positives: int
    caught: int
    negatives: int
    false_alarms: int
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a report. ``source``: the page that states the requirement, empty if the check
    rests on none; ``verified``: whether it was read there. ``rates``: empty where nobody has
    measured the check.

    >>> import idphoto
    >>> finding = idphoto.check_photo("me.jpg", "gb-passport").finding("smile")
    >>> finding.verdict, finding.judged.reason
    (<Verdict.FAIL: 'fail'>, 'the person smiles')
    """

    check: ComplianceCheck
    judged: Judged
    source: str = ""
    verified: bool = False
    rates: tuple[ErrorRate, ...] = ()

    @property
    def id(self) -> str:
        return self.check.id

    @property
    def verdict(self) -> Verdict:
        return self.judged.verdict

    def to_json(self, *, with_rates: bool = True) -> dict[str, Any]:
        """As JSON's types: numbers rounded to four digits after the point."""
        check, judged = self.check, self.judged
        limits = judged.limits
        box = judged.region
        rates = {"error_rates": [asdict(rate) for rate in self.rates]} if with_rates else {}
        return {
            "id": self.id,
            "title": check.title,
            "subject": check.subject,
            "verdict": str(self.verdict),
            "reason": judged.reason,
            "advice": check.advice if self.verdict in (Verdict.FAIL, Verdict.UNSURE) else "",
            "value": _rounded(judged.value),
            "unit": check.unit,
            "limits": None
            if limits is None
            else {field.name: _rounded(getattr(limits, field.name)) for field in fields(limits)},
            "allowed": judged.allowed,
            "region": None
            if box is None
            else [round(side) for side in (box.left, box.top, box.right, box.bottom)],
            "source": self.source,
            "verified": self.verified,
            **rates,
        }


def _rounded(value: float | str | None) -> float | str | None:
    return round(value, 4) if isinstance(value, float | int) else value


@lru_cache(maxsize=1)
def published_rates() -> dict[str, tuple[ErrorRate, ...]]:
    """The error rates that the benchmark wrote, by check."""
    text = (files("idphoto.compliance") / "error_rates.json").read_text(encoding="utf-8")
    return {
        check: tuple(ErrorRate(**rate) for rate in rates)
        for check, rates in json.loads(text).items()
    }
