"""The citizen's number (GB 11643-1999): 6 region, 8 birth, 3 sequence, 1 check character.

Messages say what is wrong with a number and never quote any of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from idphoto.errors import BadRequest

LENGTH: Final = 18
CHARACTERS: Final = "0123456789X"  # only the last may be X
MALE: Final = "男"
FEMALE: Final = "女"
# ISO 7064 MOD 11-2: 2^(17 − i) mod 11 for the first 17 digits.
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# The cards were introduced in 2004; the oldest person alive was then 114.
EARLIEST_BIRTH: Final = date(1890, 1, 1)
_PLAIN: Final = str.maketrans("０１２３４５６７８９Ｘｘx", "0123456789XXX")


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A valid number.

    ``text``: 18 characters. ``region``: the first six, where the number was first given; it is not
    checked whether the place exists. ``sex``: 男 or 女.
    """

    text: str
    region: str
    birth: date
    sex: str


def parse_number(text: str, today: date | None = None) -> IdNumber:
    """Parse ``text``, which may have blanks around it, full-width digits and a small x.

    ``today``: the latest date of birth; by default the machine's date.

    Raises:
        BadRequest: for ``id_num``: its length, a character, its check character or its date of
            birth is wrong.
    """
    plain = text.strip().translate(_PLAIN)
    if len(plain) != LENGTH:
        raise _wrong(f"must have {LENGTH} characters, not {len(plain)}")
    if not all(character in CHARACTERS[:10] for character in plain[:-1]):
        raise _wrong("the first 17 characters must be digits")
    if plain[-1] not in CHARACTERS:
        raise _wrong("the last character must be a digit or X")
    if plain[-1] != check_character(plain[:-1]):
        raise _wrong("the check digit does not match the other digits")
    return IdNumber(plain, plain[:6], _birth(plain[6:14], today or date.today()), sex_of(plain[16]))


def is_number(text: str, today: date | None = None) -> bool:
    """Whether ``parse_number`` accepts it."""
    try:
        parse_number(text, today)
    except BadRequest:
        return False
    return True


def check_character(first17: str) -> str:
    """The last character for 17 digits, by ISO 7064 MOD 11-2."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first17, strict=True))
    return CHARACTERS[(12 - total) % 11]


def sex_of(digit: str) -> str:
    """The sex by the 17th digit: men have odd numbers."""
    return MALE if int(digit) % 2 else FEMALE


def _birth(digits: str, today: date) -> date:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise _wrong("the date of birth does not exist") from None
    if birth < EARLIEST_BIRTH:
        raise _wrong(f"the date of birth is before {EARLIEST_BIRTH.year}")
    if birth > today:
        raise _wrong("the date of birth is in the future")
    return birth


def _wrong(reason: str) -> BadRequest:
    return BadRequest("id_num", reason)
