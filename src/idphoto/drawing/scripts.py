"""The names of scripts, and the packages that have fonts for them."""

from __future__ import annotations

import unicodedata
from typing import Final

_CJK: Final = "Chinese, Japanese or Korean"
_CJK_WORDS: Final = {
    "BOPOMOFO",
    "CJK",
    "FULLWIDTH",
    "HALFWIDTH",
    "HANGUL",
    "HIRAGANA",
    "IDEOGRAPHIC",
    "KATAKANA",
    "KATAKANA-HIRAGANA",
}
_JOINERS: Final = "\u200c\u200d"
_RARE_IDEOGRAPHS: Final = range(0x20000, 0x2EBE1)  # extensions B to F
_NEW_IDEOGRAPHS: Final = range(0x2EBE1, 0x40000)  # no Debian package has a font for these
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_PICTURES: Final = range(0x1F000, 0x1FB00)


def script_of(characters: str) -> str:
    """The English names of the scripts of ``characters``: "Arabic", "Thai, Latin"."""
    return ", ".join(dict.fromkeys(map(_script, _identifying(characters))))


def package_for(characters: str) -> str:
    """The Debian packages with fonts for ``characters``: "fonts-noto-cjk, fonts-noto-core".

    Empty if there are none.
    """
    return ", ".join(filter(None, dict.fromkeys(map(_package, _identifying(characters)))))


def word_of(character: str) -> str:
    """The first word of the character's Unicode name, in capitals: of a letter, its script."""
    return unicodedata.name(character, "").replace("-", " ").partition(" ")[0]


def language_of(text: str) -> str:
    """The language whose ideograph shapes suit ``text``: "ja", "ko", or else "zh-Hans".

    The three write some ideographs differently but share their code points. Kana and Hangul
    identify the other two.
    """
    words = {unicodedata.name(character, "").partition(" ")[0] for character in text}
    if words & {"HIRAGANA", "KATAKANA"}:
        return "ja"
    return "ko" if "HANGUL" in words else "zh-Hans"


def is_joined(before: str, character: str) -> bool:
    """Whether ``character`` is drawn together with the one ``before`` it."""
    extends = character in _JOINERS or ord(character) in _SKIN_TONES
    return extends or unicodedata.category(character)[0] == "M" or before == "\u200d"


def _identifying(characters: str) -> str:
    """The characters that identify a script: no spaces, and marks only if there are no letters."""
    seen = "".join(each for each in characters if not each.isspace() and each not in _JOINERS)
    return "".join(each for each in seen if unicodedata.category(each)[0] != "M") or seen


def _script(character: str) -> str:
    word = unicodedata.name(character, "").partition(" ")[0]
    if word in _CJK_WORDS:
        return _CJK
    if ord(character) in _PICTURES:
        return "emoji"
    if character.isascii():
        return "Latin"
    kind = unicodedata.category(character)
    return word.capitalize() if kind[0] in "LM" or kind == "Nd" else "symbols"


def _package(character: str) -> str:
    script = _script(character)
    if script == _CJK:
        if ord(character) in _NEW_IDEOGRAPHS:
            return ""
        return "fonts-hanazono" if ord(character) in _RARE_IDEOGRAPHS else "fonts-noto-cjk"
    if script == "emoji":
        return "fonts-noto-color-emoji"
    return "fonts-dejavu-core" if script in ("Latin", "Greek", "Cyrillic") else "fonts-noto-core"
