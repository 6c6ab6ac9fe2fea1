"""From the printed fields to their values: the most likely ones, all fields together.

A number contains its holder's date of birth and sex, so three fields say the same thing. They are
weighed together as hypotheses, each with a log likelihood:

- a consistent card: a valid number whose birth and sex are those printed;
- a card that contradicts itself: a field differs from the number, or the number is not valid. The
  prior of that is far smaller, by ``CONTRADICTION`` nats for each.

So a digit that is hard to read is corrected from the other fields, and a digit that is clear stays
as it is, even if wrong: a forged card is reported as printed.

A digit that was not seen at all is never filled in. A text counts only if what was read supports
it digit by digit (``is_supported``), and it competes with the hypothesis that the print says
nothing of the kind, so that confidence does not grow where all the texts fit badly.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from idphoto.idcard.card import Fields, Value
from idphoto.idcard.layout import BIRTH, NUMBER
from idphoto.idcard.number import CHARACTERS, FEMALE, LENGTH, MALE, is_number, sex_of
from idphoto.idcard.reading.field_prints import FieldPrint, FieldPrints
from idphoto.idcard.reading.grammars import (
    BIRTH_SYMBOLS,
    NUMBER_SYMBOLS,
    any_number,
    as_printed,
    birth_digits,
    printed_birth,
    valid_number,
)
from idphoto.idcard.reading.text_fields import read_address, read_name, read_nation
from idphoto.idcard.regions import province

CONTRADICTION: Final = 7.0
_ANOTHER: Final = 1.0  # one changed digit contradicts both the check character and the birth
# The log prior odds against a row of print that says nothing of its kind. Over 61 readings of real
# cards, what the reader itself reads fits better than the right number by at most 1.4 nats, and
# better than a number made up from a row without one by 30 to 55.
_UNPRINTED: Final = 16.0
# A character is supported if the reader gives it this probability where it must stand. On the same
# cards the right numbers have 18 such characters, and the made-up ones 12 or fewer.
_SUPPORTED: Final = 0.1
# A character without support may be a misread one, if something was read in its place with this
# probability. Characters that the reader takes for signs of no number count a half.
_SOMETHING: Final = 0.25
_MISREAD_DIGITS: Final = 2  # at most, of a number
_MISREAD_OF_BIRTH: Final = 1
_LOOKS: Final = 3  # literal readings of the number
_NUMBERS: Final = 8
_BIRTHS: Final = 6
_SEXES: Final = (MALE, FEMALE)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A possible number, birth (``YYYYMMDD``) and sex; "" for one that cannot be read.

    ``log_fit``: the log likelihood of the prints; ``is_valid``: whether the number is valid.
    """

    number: str
    birth: str
    sex: str
    log_fit: float
    is_valid: bool

    @property
    def number_agrees(self) -> bool:
        return not self.number or self.is_valid

    @property
    def birth_agrees(self) -> bool:
        return not (self.number and self.birth) or self.number[6:14] == self.birth

    @property
    def sex_agrees(self) -> bool:
        return not (self.number and self.sex) or sex_of(self.number[16]) == self.sex

    @property
    def log_p(self) -> float:
        """Log likelihood plus log prior."""
        faults = (not self.number_agrees) + (not self.birth_agrees) + (not self.sex_agrees)
        unread = (not self.number) + (not self.birth)
        against = CONTRADICTION + (faults - 1) * _ANOTHER if faults else 0.0
        return self.log_fit - against - unread * _UNPRINTED


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

    A field that is hidden, was not read, or whose most likely text is not supported is "" in all of
    them, and supports no other field.
    """
    prints = replace(
        prints,
        number=_usable(prints.number),
        birth=_usable(prints.birth),
        sex=_sex_print(prints.sex),
    )
    while True:
        weighed = _weighed(prints, today)
        doubtful = _unsupported(prints, weighed[0])
        if doubtful is None:
            return weighed
        if doubtful == NUMBER:
            prints = replace(prints, number=FieldPrint())
        else:
            prints = replace(prints, birth=FieldPrint())


def contradictions(weighed: Sequence[Hypothesis]) -> Contradictions:
    """How strongly the card contradicts itself, by its ``hypotheses``."""
    first = weighed[0]
    if not first.number:
        return Contradictions(0.0, 0.0, 0.0)
    read = [each for each in weighed if each.number and bool(each.birth) == bool(first.birth)]
    best = max(each.log_fit for each in read)

    def excess(agrees: Callable[[Hypothesis], bool]) -> float:
        return best - max((each.log_fit for each in read if agrees(each)), default=-math.inf)

    return Contradictions(
        excess(lambda each: each.number_agrees),
        excess(lambda each: each.birth_agrees),
        excess(lambda each: each.sex_agrees),
    )


def settle(prints: FieldPrints, weighed: Sequence[Hypothesis]) -> Fields:
    """The fields, from the ``hypotheses`` of number, birth and sex, and the other prints."""
    home = province(weighed[0].number)
    number = _value(weighed, lambda each: each.number, prints.number)
    if prints.is_small and not _is_confirmed(prints, weighed[0]):
        number = Value.unread(prints.number.why_unread)
    return Fields(
        name=read_name(prints.name, prints.clarity),
        sex=_value(weighed, lambda each: each.sex, prints.sex),
        nation=read_nation(prints.nation),
        birth=_birth(weighed, prints.birth),
        address=read_address(prints.address, home),
        number=number,
    )


def is_supported(print_: FieldPrint, symbols: Sequence[str], text: str, misread: int) -> bool:
    """Whether each digit of ``text`` was read where it must stand; at most ``misread`` of them may
    have been read as something else, and none as nothing."""
    found = print_.supports(symbols, text)
    digits = [each for each, character in zip(found, text, strict=True) if character in CHARACTERS]
    lacking = [each for each in digits if each.own < _SUPPORTED]
    return len(lacking) <= misread and all(each.seen >= _SOMETHING for each in lacking)


def _is_confirmed(prints: FieldPrints, best: Hypothesis) -> bool:
    """Whether a number is valid, and the birth was read on its own and is the number's."""
    birth = as_printed(best.birth)
    return (
        best.is_valid
        and bool(birth)
        and best.birth_agrees
        and is_supported(prints.birth, BIRTH_SYMBOLS, birth, 0)
    )


def _usable(print_: FieldPrint) -> FieldPrint:
    return FieldPrint() if print_.hidden is not None else print_


def _sex_print(print_: FieldPrint) -> FieldPrint:
    """The print, unless it says neither of the two."""
    usable = _usable(print_)
    likely = [each.own for sex in _SEXES for each in usable.supports(_SEXES, sex)]
    return usable if max(likely, default=0.0) >= _SUPPORTED else FieldPrint()


def _unsupported(prints: FieldPrints, best: Hypothesis) -> str | None:
    """The field of ``best`` that was not read well enough; None if both were.

    Where number and birth both have digits that were read as others, each is corrected from the
    other, and none of it is known: then the birth counts as unread.
    """

    def fails(misread_of_number: int, misread_of_birth: int) -> tuple[bool, bool]:
        return (
            bool(best.number)
            and not is_supported(prints.number, NUMBER_SYMBOLS, best.number, misread_of_number),
            bool(best.birth)
            and not is_supported(
                prints.birth, BIRTH_SYMBOLS, as_printed(best.birth), misread_of_birth
            ),
        )

    number, birth = fails(_MISREAD_DIGITS, _MISREAD_OF_BIRTH)
    if birth or (best.number and all(fails(0, 0))):
        return BIRTH
    return NUMBER if number else None


def _weighed(prints: FieldPrints, today: date) -> list[Hypothesis]:
    births = {
        birth_digits(each.text): each.log_p
        for each in prints.birth.spell(BIRTH_SYMBOLS, printed_birth(today), _BIRTHS)
    }
    numbers = _numbers(prints, births, today)
    valid = {number: _is_valid(number, today) for number in numbers}
    dates: set[str] = set()
    if prints.birth.cuts:
        dates = {*births, *(number[6:14] for number in numbers if valid[number])}
    number_fits = _fits(prints.number, NUMBER_SYMBOLS, {each: each for each in numbers})
    birth_fits = _fits(prints.birth, BIRTH_SYMBOLS, {each: as_printed(each) for each in dates})
    sexes = _SEXES if prints.sex.cuts else ("",)
    sex_fits = prints.sex.log_scores(_SEXES, sexes)
    found = [
        Hypothesis(
            number, birth, sex, number_fit + birth_fit + float(sex_fit), valid.get(number, False)
        )
        for number, number_fit in number_fits.items()
        for birth, birth_fit in birth_fits.items()
        for sex, sex_fit in zip(sexes, sex_fits, strict=True)
    ]
    return sorted(found, key=lambda each: -each.log_p)


def _fits(print_: FieldPrint, symbols: Sequence[str], texts: Mapping[str, str]) -> dict[str, float]:
    """The log likelihoods of values by their texts, and of "": any text of no grammar."""
    values = sorted(texts)
    scores = print_.log_scores(symbols, [texts[each] for each in values])
    free = print_.free_log_p(symbols)
    return {**{each: float(score) for each, score in zip(values, scores, strict=True)}, "": free}


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


def _birth(weighed: Sequence[Hypothesis], print_: FieldPrint) -> Value:
    value = _value(weighed, lambda each: as_printed(each.birth), print_)
    return replace(value, text=value.text.translate(str.maketrans("年月", "//", "日")))


def _value(
    weighed: Sequence[Hypothesis], said: Callable[[Hypothesis], str], print_: FieldPrint
) -> Value:
    most = weighed[0].log_p
    text = said(weighed[0])
    if not text:
        return Value.unread(print_.why_unread)
    total = sum(math.exp(each.log_p - most) for each in weighed)
    same = sum(math.exp(each.log_p - most) for each in weighed if said(each) == text)
    return Value(text, print_.trust * same / total, print_.text != text)
