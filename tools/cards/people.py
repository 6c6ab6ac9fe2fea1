"""Invented people: what stands on a card, made up from a seed.

Nobody's data: names are put together from lists, and a number's first six digits name a county that
the register of GB/T 2260 has never had (xx99xx), or the whole of it is the public demonstration
number.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from tools.cards.chance import Chance, chance

Sex = Literal["男", "女"]

# A public demonstration number, whose check digit is right: a woman of Guangdong, born 1995-05-13.
DEMONSTRATION_NUMBER: Final = "440305199505132561"
FIRST_BIRTH: Final = date(1940, 1, 1)
LAST_BIRTH: Final = date(2012, 12, 31)
MOST_ADDRESS_EM: Final = 42.0  # what a card has room for in four lines
_TWO_LINES_EM: Final = 21.0
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_DATA: Final = Path(__file__).with_name("people.toml")


@dataclass(frozen=True, slots=True)
class PeopleSettings:
    """Shares, each 0–1, of all people.

    ``minorities``: of nations other than 汉, the 55 of them equally often. ``rare``: whose given
    name has a rarer character. ``long_address``: whose address may take three lines or four;
    all others' take two at most, as nearly all that were seen.
    ``demonstration``: who bear the public demonstration number.
    """

    minorities: float = 0.3
    rare: float = 0.2
    long_address: float = 0.15
    demonstration: float = 0.02


@dataclass(frozen=True, slots=True)
class Person:
    """Who is on a card. ``nation``: without 族. ``number``: 18 characters.

    ``hidden``: fields that cannot be read in a picture, covered or outside of it.
    """

    name: str
    sex: Sex
    nation: str
    birth: date
    address: str
    number: str
    hidden: frozenset[str] = frozenset()

    @property
    def fields(self) -> dict[str, str]:
        """What can be read of the card, as its reader writes it; "" for what is hidden."""
        born = f"{self.birth.year}/{self.birth.month}/{self.birth.day}"
        texts = {
            "name": self.name,
            "sex": self.sex,
            "nation": self.nation,
            "birth": born,
            "address": self.address,
            "number": self.number,
        }
        return {name: "" if name in self.hidden else text for name, text in texts.items()}


def invent_person(
    seed: int,
    settings: PeopleSettings = PeopleSettings(),
    sex: Sex | None = None,
    home: tuple[str, str] | None = None,
) -> Person:
    """The person of ``seed``; of the other sex, another person.

    ``home``: a nation, and the first two digits of a province where that person lives.
    """
    rng = chance(seed, "person")
    demonstrates = rng.happens(settings.demonstration) and sex != "男" and home is None
    drawn: Sex = rng.choose(("男", "女"))
    sex = "女" if demonstrates else sex or drawn
    nation = "汉"
    if rng.happens(settings.minorities):
        nation = rng.choose(_data()["nations"]["all"][1:])
    homes = _data()["homes"].get(nation)
    code = "44" if demonstrates else rng.choose(homes) if homes and rng.happens(0.75) else None
    if home is not None:
        nation, code = home
    province = _province(rng, code)
    born = FIRST_BIRTH + timedelta(days=rng.whole(0, (LAST_BIRTH - FIRST_BIRTH).days))
    if demonstrates:
        born = date(1995, 5, 13)
    number = DEMONSTRATION_NUMBER if demonstrates else _number(rng, province["code"], born, sex)
    name = _name(rng, nation, sex, settings.rare)
    address = _address(rng, province, rng.happens(settings.long_address))
    return Person(name, sex, nation, born, address, number)


def with_rare_name(person: Person, seed: int) -> tuple[Person, str]:
    """The same person with a character of a Unicode extension in the given name; and its letter.

    All of them are in GB/T's table of characters for names, or in use for places and elements,
    and drawn by Noto Sans CJK SC.
    """
    rng = chance(seed, "rare name")
    letter = rng.choose(sorted(_data()["extensions"]))
    given = _some(rng, _data()["extensions"][letter])
    if rng.happens(0.5):
        given += _some(rng, _data()["han"]["neutral"])
    surname = _some(rng, _data()["han"]["surnames"])
    return replace(person, name=surname + given), letter


def check_digit(first_17: str) -> str:
    """By ISO 7064 MOD 11-2: ``0`` to ``9``, or ``X``."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True))
    rest = (12 - total) % 11
    return "X" if rest == 10 else str(rest)


def authority(person: Person) -> str:
    """Who would have issued the card: the police of the first place of the address."""
    place = person.address
    for ending in ("自治区", "省", "市"):
        if ending in place[2:]:
            place = place[: place.index(ending, 2) + len(ending)]
            break
    return f"{place}公安局"


def validity(rng: Chance, days: int | None = None) -> str:
    """``2015.03.02-2035.03.02``; of ``days``, if so many are given."""
    first = date(2009, 1, 1) + timedelta(days=rng.whole(0, 5600))
    years = rng.choose((5, 10, 20))
    last = first + timedelta(days=days or round(years * 365.25))
    if days is None and rng.happens(0.1):
        return f"{first:%Y.%m.%d}-长期"
    return f"{first:%Y.%m.%d}-{last:%Y.%m.%d}"


def _number(rng: Chance, province: str, born: date, sex: Sex) -> str:
    county = f"99{rng.whole(0, 99):02d}"
    order = 2 * rng.whole(0, 499) + (sex == "男")
    first = f"{province}{county}{born:%Y%m%d}{order:03d}"
    return first + check_digit(first)


def _name(rng: Chance, nation: str, sex: Sex, rare: float) -> str:
    part = "male" if sex == "男" else "female"
    data = _data()
    if nation in data["dotted"]["nations"]:
        own, father = _some(rng, data["dotted"][part]), _some(rng, data["dotted"]["male"])
        return f"{own}·{father}"
    for custom in ("tibetan", "mongol", "yi", "dai"):
        # ... and many of these bear Chinese names
        if nation in data[custom]["nations"] and rng.happens(0.8):
            return _customary(rng, custom, part)
    return _surname(rng, nation) + _given(rng, part, rare)


def _customary(rng: Chance, custom: str, part: str) -> str:
    names: list[str] = _data()[custom][part]
    if custom == "tibetan":
        first, second = rng.some(names, 2)
        return first if rng.happens(0.15) else first + second
    if custom == "yi":
        return _some(rng, _data()[custom]["families"]) + _some(rng, names)
    return _some(rng, names)


def _surname(rng: Chance, nation: str) -> str:
    data = _data()
    if nation in data["surnames"]:
        return _some(rng, data["surnames"][nation])
    if rng.happens(0.03):
        return _some(rng, data["han"]["double_surnames"])
    return _some(rng, data["han"]["common_surnames" if rng.happens(0.4) else "surnames"])


def _given(rng: Chance, part: str, rare: float) -> str:
    han = _data()["han"]
    characters = [_some(rng, han[part if rng.happens(0.75) else "neutral"]) for _ in range(2)]
    if rng.happens(rare):
        characters[rng.whole(0, 1)] = _some(rng, han["rare"])
    length = 1 if rng.happens(0.25) else 2
    return "".join(characters[:length])


def _province(rng: Chance, code: str | None) -> dict[str, Any]:
    provinces: list[dict[str, Any]] = _data()["provinces"]
    drawn = rng.choose(provinces)
    return next((each for each in provinces if each["code"] == code), drawn)


def _address(rng: Chance, province: dict[str, Any], long: bool) -> str:
    streets = _data()["streets"]
    most = MOST_ADDRESS_EM if long else _TWO_LINES_EM
    shortest = ""
    for _ in range(60):
        place = _some(rng, province["places"])
        is_urban = place.endswith("区") or rng.happens(0.3)
        patterns = [streets["long"]] if long and rng.happens(0.3) else []
        patterns = patterns or streets["urban" if is_urban else "rural"]
        whole = f"{province['name']}{place}{_street(rng, _some(rng, patterns))}"
        if _width_em(whole) <= most:
            return whole
        if not shortest or _width_em(whole) < _width_em(shortest):
            shortest = whole
    return shortest


def _street(rng: Chance, pattern: str) -> str:
    streets = _data()["streets"]
    words: dict[str, Callable[[], str]] = {
        "road": lambda: _some(rng, streets["road_names"]) + _some(rng, streets["road_kinds"]),
        "village": lambda: _some(rng, streets["village_names"]),
        "town": lambda: _some(rng, streets["town_names"]),
        "estate": lambda: _some(rng, streets["estate_names"]),
        "n": lambda: str(rng.whole(1, 2000 if rng.happens(0.3) else 200)),
        "s": lambda: str(rng.whole(1, 30)),
        "d": lambda: f"{rng.whole(1, 32)}{rng.whole(1, 12):02d}",
        "c": lambda: rng.choose("ABCDEF"),
    }
    return re.sub(r"\{(\w+)\}", lambda found: words[found[1]](), pattern)


def _width_em(text: str) -> float:
    return sum(1.0 if ord(character) > 0xFF else 0.545 for character in text)


def _some(rng: Chance, options: Sequence[str]) -> str:
    """One of a list, or of a string's characters."""
    return rng.choose(options)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text("utf-8"))
