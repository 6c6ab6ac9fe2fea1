"""The report: every finding about one photo, for one authority."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from idphoto.compliance.finding import Finding
from idphoto.compliance.verdict import Verdict

Judging = Literal["source", "finished"]
"""``source``: a portrait that a photo is still to be made of. ``finished``: a photo as it is handed
in."""


@dataclass(frozen=True, slots=True)
class ComplianceReport:
    """What a clerk would find on one photo.

    ``findings``: one for each check that the authority asks for, in the order of the registry.
    ``spec``: the specification's slug; None for ICAO's general requirements. ``authority``: who
    asks. ``requirements``: the name of that authority's requirements; ``source``, ``checked``:
    where and when they were read. ``years``: the age that was stated.

    >>> import idphoto
    >>> report = idphoto.check_photo("me.jpg", "gb-passport")
    >>> report.verdict, report.worst.id, report.judging
    (<Verdict.FAIL: 'fail'>, 'mouth_open', 'source')
    """

    findings: tuple[Finding, ...]
    judging: Judging
    spec: str | None
    title: str
    authority: str
    requirements: str
    source: str
    checked: str
    years: float | None = None

    @property
    def verdict(self) -> Verdict:
        """Fail if any check failed; else unsure if any was; else pass.

        What was not assessed does not count: some things only a person can see.
        """
        found = {finding.verdict for finding in self.findings}
        return next(
            (each for each in (Verdict.FAIL, Verdict.UNSURE) if each in found), Verdict.PASS
        )

    @property
    def worst(self) -> Finding | None:
        """The first finding that fails, or else is unsure; None if there is neither."""
        ranked = self.having(Verdict.FAIL) + self.having(Verdict.UNSURE)
        return ranked[0] if ranked else None

    def having(self, *verdicts: Verdict) -> tuple[Finding, ...]:
        """The findings with one of these verdicts."""
        return tuple(each for each in self.findings if each.verdict in verdicts)

    def finding(self, check_id: str) -> Finding:
        """The finding of one check.

        Raises:
            KeyError: the authority does not ask for it.
        """
        for each in self.findings:
            if each.id == check_id:
                return each
        raise KeyError(check_id)

    def summary(self) -> dict[str, Any]:
        """The verdict and the checks that did not pass, as JSON's types."""
        return {
            "verdict": str(self.verdict),
            "worst": None if self.worst is None else self.worst.id,
            **{
                str(one): [each.id for each in self.having(one)]
                for one in Verdict
                if one is not Verdict.PASS
            },
        }

    def to_json(self, *, with_rates: bool = True) -> dict[str, Any]:
        """As JSON's types; without the error rates, which are the same for all photos, a third."""
        return {
            "verdict": str(self.verdict),
            "worst": None if self.worst is None else self.worst.id,
            "judged_as": self.judging,
            "spec": self.spec,
            "title": self.title,
            "authority": self.authority,
            "requirements": self.requirements,
            "source": self.source,
            "checked": self.checked,
            "age": self.years,
            "counts": {str(one): len(self.having(one)) for one in Verdict},
            "findings": [finding.to_json(with_rates=with_rates) for finding in self.findings],
        }
