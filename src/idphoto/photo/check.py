"""Which rules of its specification a finished photo breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from idphoto.compliance.checks import background_colour
from idphoto.compliance.finding import Finding
from idphoto.compliance.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Violation:
    """``rule``: the name of the specification's field. ``unit``: empty for colours and formats."""

    rule: str
    found: str
    allowed: str
    unit: str = ""

    @property
    def sentence(self) -> str:
        """For people: what was found, and what is asked for."""
        unit = f" {self.unit}" if self.unit else ""
        return f"{self.rule} was overridden: {self.found}{unit} instead of {self.allowed}{unit}"


def violations(findings: Iterable[Finding]) -> Iterator[Violation]:
    """Every rule that a finding says is broken, in the findings' order."""
    for finding in findings:
        judged = finding.judged
        if judged.rule and is_broken(finding):
            unit = "" if judged.rule == background_colour.RULE else finding.check.unit
            yield Violation(judged.rule, finding.check.found(judged), judged.allowed, unit)


def is_broken(finding: Finding) -> bool:
    """Whether a photo that we made breaks the rule: we made it, so a colour in doubt is wrong."""
    colour = finding.id == background_colour.CHECK.id
    return finding.verdict is Verdict.FAIL or (colour and finding.verdict is Verdict.UNSURE)
