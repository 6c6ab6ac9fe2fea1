"""The names by which people look for the catalogue's countries."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from idphoto.specs.languages import CatalogueLanguage


@dataclass(frozen=True, slots=True)
class Country:
    """A country's ISO 3166-1 alpha-3 code in lower case, and its names."""

    alpha3: str
    english: str
    chinese: str
    others: tuple[str, ...] = ()
    """Adjectives and other names in languages with Latin letters, as :func:`fold` leaves them."""
    other_chinese: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names in Latin letters, folded."""
        return fold(self.english), *self.others

    @property
    def chinese_names(self) -> tuple[str, ...]:
        """The names in Chinese."""
        return self.chinese, *self.other_chinese


def fold(text: str) -> str:
    """``text`` in lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


# ISO 3166-1 alpha-2 → country.
COUNTRIES: dict[str, Country] = {
    "AE": Country(
        "are",
        "United Arab Emirates",
        "阿联酋",
        ("uae", "emirates", "emirati", "dubai"),
        ("阿拉伯联合酋长国", "迪拜"),
    ),
    "AR": Country("arg", "Argentina", "阿根廷", ("argentine", "argentinian")),
    "AT": Country("aut", "Austria", "奥地利", ("austrian", "osterreich")),
    "AU": Country("aus", "Australia", "澳大利亚", ("australian",), ("澳洲",)),
    "BD": Country("bgd", "Bangladesh", "孟加拉国", ("bangladeshi",), ("孟加拉",)),
    "BE": Country("bel", "Belgium", "比利时", ("belgian", "belgie", "belgique")),
    "BR": Country("bra", "Brazil", "巴西", ("brazilian", "brasil")),
    "BY": Country("blr", "Belarus", "白俄罗斯", ("belarusian",)),
    "CA": Country("can", "Canada", "加拿大", ("canadian",)),
    "CH": Country("che", "Switzerland", "瑞士", ("swiss", "schweiz", "suisse")),
    "CL": Country("chl", "Chile", "智利", ("chilean",)),
    "CN": Country("chn", "China", "中国", ("chinese", "prc"), ("中华人民共和国", "大陆", "内地")),
    "CO": Country("col", "Colombia", "哥伦比亚", ("colombian",)),
    "CZ": Country("cze", "Czechia", "捷克", ("czech republic", "czech")),
    "DE": Country("deu", "Germany", "德国", ("german", "deutschland"), ("德意志",)),
    "DK": Country("dnk", "Denmark", "丹麦", ("danish", "danmark")),
    "EG": Country("egy", "Egypt", "埃及", ("egyptian",)),
    "ES": Country("esp", "Spain", "西班牙", ("spanish", "espana")),
    "FI": Country("fin", "Finland", "芬兰", ("finnish", "suomi")),
    "FR": Country("fra", "France", "法国", ("french",)),
    "GB": Country(
        "gbr",
        "United Kingdom",
        "英国",
        ("uk", "great britain", "britain", "british", "england"),
        ("大不列颠", "英格兰"),
    ),
    "GR": Country("grc", "Greece", "希腊", ("greek", "hellenic")),
    "HK": Country("hkg", "Hong Kong", "香港", ("hongkong",), ("中国香港",)),
    "ID": Country("idn", "Indonesia", "印度尼西亚", ("indonesian",), ("印尼",)),
    "IE": Country("irl", "Ireland", "爱尔兰", ("irish",)),
    "IL": Country("isr", "Israel", "以色列", ("israeli",)),
    "IN": Country("ind", "India", "印度", ("indian",)),
    "IS": Country("isl", "Iceland", "冰岛", ("icelandic",)),
    "IT": Country("ita", "Italy", "意大利", ("italian", "italia"), ("义大利",)),
    "JP": Country("jpn", "Japan", "日本", ("japanese", "nippon")),
    "KE": Country("ken", "Kenya", "肯尼亚", ("kenyan",), ("肯亚",)),
    "KR": Country(
        "kor",
        "South Korea",
        "韩国",
        ("south korean", "korea", "korean", "republic of korea"),
        ("南韩", "大韩民国"),
    ),
    "LA": Country("lao", "Laos", "老挝", ("laotian",), ("寮国",)),
    "MM": Country("mmr", "Myanmar", "缅甸", ("burma", "burmese")),
    "MX": Country("mex", "Mexico", "墨西哥", ("mexican",)),
    "MY": Country("mys", "Malaysia", "马来西亚", ("malaysian",), ("大马",)),
    "NG": Country("nga", "Nigeria", "尼日利亚", ("nigerian",), ("奈及利亚",)),
    "NL": Country(
        "nld", "Netherlands", "荷兰", ("the netherlands", "dutch", "holland", "nederland")
    ),
    "NO": Country("nor", "Norway", "挪威", ("norwegian", "norge")),
    "NZ": Country("nzl", "New Zealand", "新西兰", ("zealand",), ("纽西兰",)),
    "PH": Country("phl", "Philippines", "菲律宾", ("philippine", "filipino")),
    "PK": Country("pak", "Pakistan", "巴基斯坦", ("pakistani",)),
    "PL": Country("pol", "Poland", "波兰", ("polish", "polska")),
    "PT": Country("prt", "Portugal", "葡萄牙", ("portuguese",)),
    "RU": Country("rus", "Russia", "俄罗斯", ("russian", "russian federation"), ("俄国",)),
    "SA": Country(
        "sau",
        "Saudi Arabia",
        "沙特阿拉伯",
        ("saudi", "saudi arabian", "ksa"),
        ("沙特", "沙乌地阿拉伯"),
    ),
    "SE": Country("swe", "Sweden", "瑞典", ("swedish", "sverige")),
    "SG": Country("sgp", "Singapore", "新加坡", ("singaporean",)),
    "TH": Country("tha", "Thailand", "泰国", ("thai",)),
    "TR": Country("tur", "Türkiye", "土耳其", ("turkey", "turkish")),
    "TW": Country("twn", "Taiwan", "台湾", ("taiwanese",), ("中国台湾",)),
    "UA": Country("ukr", "Ukraine", "乌克兰", ("ukrainian",)),
    "US": Country(
        "usa",
        "United States",
        "美国",
        ("united states of america", "us", "usa", "america", "american"),
        ("美利坚合众国", "美利坚"),
    ),
    "VN": Country("vnm", "Vietnam", "越南", ("vietnamese", "viet nam")),
    "ZA": Country("zaf", "South Africa", "南非", ("south african",)),
}

# The states that issue Schengen visas, of those in the table.
_SCHENGEN = "AT BE CH CZ DE DK ES FI FR GR IS IT NL NO PL PT SE"
SCHENGEN = frozenset(_SCHENGEN.split())

NAMES: dict[str, str] = {
    name: code for code, country in COUNTRIES.items() for name in country.names
}
"""A country's name or adjective, folded → alpha-2."""

CHINESE_NAMES: dict[str, str] = {
    name: code for code, country in COUNTRIES.items() for name in country.chinese_names
}
"""A country's name in Chinese → alpha-2."""

CODES: dict[str, str] = {
    word: code for code, country in COUNTRIES.items() for word in (code.lower(), country.alpha3)
}
"""Either ISO code in lower case → alpha-2. Some are also English words: in, no, it, can."""


def country_code(name: str) -> str | None:
    """The alpha-2 code for a name, an adjective or an ISO code in any case; None if unknown.

    >>> country_code("Deutschland"), country_code("法国"), country_code("usa")
    ('DE', 'FR', 'US')
    """
    plain = fold(name).strip()
    return NAMES.get(plain) or CODES.get(plain) or CHINESE_NAMES.get(plain)


def country_name(code: str, language: CatalogueLanguage) -> str:
    """A country's usual name. ``code``: a key of ``COUNTRIES``.

    >>> country_name("TR", "en"), country_name("TR", "zh")
    ('Türkiye', '土耳其')
    """
    country = COUNTRIES[code]
    return country.chinese if language == "zh" else country.english
