"""The texts that can be printed as a number and as a date of birth."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Final

from idphoto.idcard.number import EARLIEST_BIRTH, LENGTH, check_character
from idphoto.idcard.reading.ctc import Grammar
from idphoto.idcard.regions import PROVINCES

# Each digit, its full-width form, and letters that the reader may confuse it with.
_DIGITS: Final = ("0０Oo", "1１lI", "2２Zz", "3３", "4４", "5５Ss", "6６", "7７", "8８B", "9９")
NUMBER_SYMBOLS: Final = (*_DIGITS, "XxＸｘ×")
BIRTH_SYMBOLS: Final = (*_DIGITS, "年", "月", "日")
_BEGINNINGS: Final = {code[:length] for code in PROVINCES for length in range(3)}
_LONGEST_BIRTH: Final = len("1995年12月31日")


def plain(symbols: tuple[str, ...]) -> str:
    """The characters that ``symbols`` stand for."""
    return "".join(looks[0] for looks in symbols)


def any_number() -> Grammar:
    """Any text of a number's form: 18 characters; only the last may be X."""

    def weigh(text: str) -> float:
        return 0.0 if "X" not in text[: LENGTH - 1] else -math.inf

    return Grammar(weigh, lambda text: len(text) == LENGTH, LENGTH)


def valid_number(today: date, births: Mapping[str, float], other_birth: float) -> Grammar:
    """Valid numbers: of a province, of a day up to ``today``, with the right check character.

    ``births``: for each ``YYYYMMDD`` known from other fields, its log probability, at most 0;
    ``other_birth``: the same for all other dates.
    """

    def weigh(text: str) -> float:
        if not _may_be_number(text, today):
            return -math.inf
        known = (log_p for birth, log_p in births.items() if birth.startswith(text[6:14]))
        return max((other_birth, *known))

    return Grammar(weigh, lambda text: len(text) == LENGTH, LENGTH)


def printed_birth(today: date) -> Grammar:
    """Dates as cards print them: 1995年8月6日."""

    def weigh(text: str) -> float:
        return 0.0 if _may_be_printed(text, today) else -math.inf

    return Grammar(weigh, lambda text: text.endswith("日"), _LONGEST_BIRTH)


def birth_digits(printed: str) -> str:
    """``YYYYMMDD`` of a whole ``printed_birth``."""
    year, rest = printed.removesuffix("日").split("年")
    month, day = rest.split("月")
    return f"{year}{month:0>2}{day:0>2}"


def as_printed(digits: str) -> str:
    """``YYYYMMDD`` as a ``printed_birth``; "" if ``digits`` is empty."""
    return f"{digits[:4]}年{int(digits[4:6])}月{int(digits[6:])}日" if digits else ""


def _may_be_number(text: str, today: date) -> bool:
    if text[:2] not in _BEGINNINGS or "X" in text[: LENGTH - 1]:
        return False
    if not _may_be_day(text[6:10], text[10:12], text[12:14], today):
        return False
    return len(text) < LENGTH or text[-1] == check_character(text[:-1])


def _may_be_printed(text: str, today: date) -> bool:
    year, after_year, rest = text.partition("年")
    month, after_month, rest = rest.partition("月")
    day, after_day, rest = rest.partition("日")
    if rest or not (year + month + day).isdigit() or month.startswith("0") or day.startswith("0"):
        return False
    if (after_year and len(year) < 4) or (after_month and not month) or (after_day and not day):
        return False
    # leading zeros are not printed: a digit too large to be the first of two stands alone
    if after_month or month > "1":
        month = f"{month:0>2}"
    if after_day or day > "3":
        day = f"{day:0>2}"
    return len(month) <= 2 and len(day) <= 2 and _may_be_day(year, month, day, today)


def _may_be_day(year: str, month: str, day: str, today: date) -> bool:
    """Whether these are, or begin, the digits of a possible date of birth."""
    first, last = int(year.ljust(4, "0")), int(year.ljust(4, "9"))
    if len(year) > 4 or last < EARLIEST_BIRTH.year or first > today.year:
        return False
    if month[:1] > "1" or (len(month) == 2 and not 1 <= int(month) <= 12):
        return False
    if len(day) < 2:
        return day <= "3"
    try:
        return EARLIEST_BIRTH <= date(int(year), int(month), int(day)) <= today
    except ValueError:
        return False
