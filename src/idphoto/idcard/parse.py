"""From the printed fields to their values: the most likely ones, all fields together.

A number contains its holder's date of birth and sex, so three fields say the same thing. They are
weighed together as hypotheses, each with a log likelihood:

- a consistent card: a valid number whose birth and sex are those printed;
- a card that contradicts itself: a field differs from the number, or the number is not valid. The
  prior of that is far smaller, by ``CONTRADICTION`` nats for each.

So a digit that is hard to read is corrected from the other fields, and a digit that is clear stays
as it is, even if wrong: a forged card is reported as printed.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from idphoto.errors import CardUnreadable
from idphoto.idcard.card import Fields, Value
from idphoto.idcard.field_prints import FieldPrints
from idphoto.idcard.grammars import (
    BIRTH_SYMBOLS,
    NUMBER_SYMBOLS,
    any_number,
    as_printed,
    birth_digits,
    printed_birth,
    valid_number,
)
from idphoto.idcard.number import CHARACTERS, FEMALE, LENGTH, MALE, is_number, sex_of
from idphoto.idcard.regions import province
from idphoto.idcard.text_fields import read_address, read_name, read_nation

CONTRADICTION: Final = 7.0
_ANOTHER: Final = 1.0  # one changed digit contradicts both the check character and the birth
_LOOKS: Final = 3  # literal readings of the number
_NUMBERS: Final = 8
_BIRTHS: Final = 6
_SEXES: Final = (MALE, FEMALE)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A possible number, birth (``YYYYMMDD``) and sex.

    ``log_fit``: the log likelihood of the prints; ``is_valid``: whether the number is valid.
    """

    number: str
    birth: str
    sex: str
    log_fit: float
    is_valid: bool

    @property
    def birth_agrees(self) -> bool:
        return self.number[6:14] == self.birth

    @property
    def sex_agrees(self) -> bool:
        return sex_of(self.number[16]) == self.sex

    @property
    def log_p(self) -> float:
        """Log likelihood plus log prior."""
        faults = (not self.is_valid) + (not self.birth_agrees) + (not self.sex_agrees)
        return self.log_fit - (CONTRADICTION + (faults - 1) * _ANOTHER if faults else 0.0)


@dataclass(frozen=True, slots=True)
class Contradictions:
    """By how many nats the prints fit better if the card contradicts itself.

    ``number``: with an invalid number, such as one with a wrong check character; ``birth``,
    ``sex``: with others than the number's. 0 means no sign of it; above ``CONTRADICTION`` the
    fields are reported as they contradict each other.
    """

    number: float
    birth: float
    sex: float


def hypotheses(prints: FieldPrints, today: date) -> list[Hypothesis]:
    """Possible numbers, births and sexes of the card, the most likely first.

    Raises:
        CardUnreadable: nothing that could be a number was read.
    """
    births = {
        birth_digits(each.text): each.log_p
        for each in prints.birth.spell(BIRTH_SYMBOLS, printed_birth(today), _BIRTHS)
    }
    numbers = _numbers(prints, births, today)
    if not numbers:
        raise CardUnreadable("number", "there are not 18 characters where it should be")
    valid = {number: _is_valid(number, today) for number in numbers}
    dates = sorted({*births, *(number[6:14] for number in numbers if valid[number])}) or [""]
    number_fits = prints.number.log_scores(NUMBER_SYMBOLS, numbers)
    birth_fits = prints.birth.log_scores(BIRTH_SYMBOLS, [as_printed(each) for each in dates])
    sex_fits = prints.sex.log_scores(_SEXES, _SEXES)
    found = [
        Hypothesis(number, birth, sex, float(number_fit + birth_fit + sex_fit), valid[number])
        for number, number_fit in zip(numbers, number_fits, strict=True)
        for birth, birth_fit in zip(dates, birth_fits, strict=True)
        for sex, sex_fit in zip(_SEXES, sex_fits, strict=True)
    ]
    return sorted(found, key=lambda each: -each.log_p)


def contradictions(weighed: Sequence[Hypothesis]) -> Contradictions:
    """How strongly the card contradicts itself, by its ``hypotheses``."""

    def excess(agrees: Callable[[Hypothesis], bool]) -> float:
        best = max(each.log_fit for each in weighed)
        return best - max((each.log_fit for each in weighed if agrees(each)), default=-math.inf)

    return Contradictions(
        excess(lambda each: each.is_valid),
        excess(lambda each: each.birth_agrees),
        excess(lambda each: each.sex_agrees),
    )


def settle(prints: FieldPrints, weighed: Sequence[Hypothesis]) -> Fields:
    """The fields, from the ``hypotheses`` of number, birth and sex, and the other prints."""
    home = province(weighed[0].number)
    return Fields(
        name=read_name(prints.name),
        sex=_value(weighed, lambda each: each.sex, prints.sex.text),
        nation=read_nation(prints.nation),
        birth=_birth(weighed, prints.birth.text),
        address=read_address(prints.address, home),
        number=_value(weighed, lambda each: each.number, prints.number.text),
    )


def _numbers(prints: FieldPrints, births: dict[str, float], today: date) -> list[str]:
    """Candidates for the number: the best literal readings; the best of them with one digit changed
    or another birth; and valid numbers, preferably with one of ``births``."""
    looks = prints.number.spell(NUMBER_SYMBOLS, any_number(), _LOOKS)
    most = max(births.values(), default=0.0)
    known = {birth: log_p - most for birth, log_p in births.items()}
    grammar = valid_number(today, known, -CONTRADICTION)
    found = {each.text for each in prints.number.spell(NUMBER_SYMBOLS, grammar, _NUMBERS)}
    found |= {each.text for each in looks}
    for look in looks[:1]:
        text = look.text
        found |= {text[:6] + birth + text[14:] for birth in births}
        for place, symbol in itertools.product(range(LENGTH), CHARACTERS):
            changed = text[:place] + symbol + text[place + 1 :]
            if _is_valid(changed, today):
                found.add(changed)
        found |= {text[:16] + digit + text[17:] for digit in CHARACTERS[:10]}
    return sorted(found)


def _is_valid(number: str, today: date) -> bool:
    return is_number(number, today) and province(number) is not None


def _birth(weighed: Sequence[Hypothesis], printed: str) -> Value:
    value = _value(weighed, lambda each: as_printed(each.birth), printed)
    if not value.text:
        return Value("", 0.0)
    text = value.text.translate(str.maketrans("年月", "//", "日"))
    return Value(text, value.confidence, value.repaired)


def _value(weighed: Sequence[Hypothesis], said: Callable[[Hypothesis], str], printed: str) -> Value:
    most = weighed[0].log_p
    text = said(weighed[0])
    total = sum(math.exp(each.log_p - most) for each in weighed)
    same = sum(math.exp(each.log_p - most) for each in weighed if said(each) == text)
    return Value(text, same / total, printed != text)
