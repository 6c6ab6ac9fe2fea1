"""The names by which people look for the catalogue's countries."""

from __future__ import annotations

import unicodedata

# ISO 3166-1: alpha-2 → alpha-3, name, then adjectives and other names, all in lower case.
COUNTRIES: dict[str, tuple[str, ...]] = {
    "AE": ("are", "united arab emirates", "uae", "emirates", "emirati", "dubai"),
    "AR": ("arg", "argentina", "argentine", "argentinian"),
    "AT": ("aut", "austria", "austrian", "osterreich"),
    "AU": ("aus", "australia", "australian"),
    "BD": ("bgd", "bangladesh", "bangladeshi"),
    "BE": ("bel", "belgium", "belgian", "belgie", "belgique"),
    "BR": ("bra", "brazil", "brazilian", "brasil"),
    "BY": ("blr", "belarus", "belarusian"),
    "CA": ("can", "canada", "canadian"),
    "CH": ("che", "switzerland", "swiss", "schweiz", "suisse"),
    "CL": ("chl", "chile", "chilean"),
    "CN": ("chn", "china", "chinese", "prc"),
    "CO": ("col", "colombia", "colombian"),
    "CZ": ("cze", "czechia", "czech republic", "czech"),
    "DE": ("deu", "germany", "german", "deutschland"),
    "DK": ("dnk", "denmark", "danish", "danmark"),
    "EG": ("egy", "egypt", "egyptian"),
    "ES": ("esp", "spain", "spanish", "espana"),
    "FI": ("fin", "finland", "finnish", "suomi"),
    "FR": ("fra", "france", "french"),
    "GB": ("gbr", "united kingdom", "uk", "great britain", "britain", "british", "england"),
    "GR": ("grc", "greece", "greek", "hellenic"),
    "HK": ("hkg", "hong kong", "hongkong"),
    "ID": ("idn", "indonesia", "indonesian"),
    "IE": ("irl", "ireland", "irish"),
    "IL": ("isr", "israel", "israeli"),
    "IN": ("ind", "india", "indian"),
    "IS": ("isl", "iceland", "icelandic"),
    "IT": ("ita", "italy", "italian", "italia"),
    "JP": ("jpn", "japan", "japanese", "nippon"),
    "KE": ("ken", "kenya", "kenyan"),
    "KR": ("kor", "south korea", "south korean", "korea", "korean", "republic of korea"),
    "LA": ("lao", "laos", "laotian"),
    "MM": ("mmr", "myanmar", "burma", "burmese"),
    "MX": ("mex", "mexico", "mexican"),
    "MY": ("mys", "malaysia", "malaysian"),
    "NG": ("nga", "nigeria", "nigerian"),
    "NL": ("nld", "netherlands", "the netherlands", "dutch", "holland", "nederland"),
    "NO": ("nor", "norway", "norwegian", "norge"),
    "NZ": ("nzl", "new zealand", "zealand"),
    "PH": ("phl", "philippines", "philippine", "filipino"),
    "PK": ("pak", "pakistan", "pakistani"),
    "PL": ("pol", "poland", "polish", "polska"),
    "PT": ("prt", "portugal", "portuguese"),
    "RU": ("rus", "russia", "russian", "russian federation"),
    "SA": ("sau", "saudi arabia", "saudi", "saudi arabian", "ksa"),
    "SE": ("swe", "sweden", "swedish", "sverige"),
    "SG": ("sgp", "singapore", "singaporean"),
    "TH": ("tha", "thailand", "thai"),
    "TR": ("tur", "turkiye", "turkey", "turkish"),
    "TW": ("twn", "taiwan", "taiwanese"),
    "UA": ("ukr", "ukraine", "ukrainian"),
    "US": ("usa", "united states", "united states of america", "us", "usa", "america", "american"),
    "VN": ("vnm", "vietnam", "vietnamese", "viet nam"),
    "ZA": ("zaf", "south africa", "south african"),
}

NAMES: dict[str, str] = {name: code for code, (_, *names) in COUNTRIES.items() for name in names}
"""A country's name or adjective, as in ``COUNTRIES`` → alpha-2."""

CODES: dict[str, str] = {
    word: code for code, (alpha3, *_) in COUNTRIES.items() for word in (code.lower(), alpha3)
}
"""Either ISO code in lower case → alpha-2. Some are also English words: in, no, it, can."""


def country_code(name: str) -> str | None:
    """The alpha-2 code for a name, an adjective or an ISO code in any case; None if unknown."""
    plain = fold(name).strip()
    return NAMES.get(plain) or CODES.get(plain)


def fold(text: str) -> str:
    """``text`` in lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
