"""The words of a query or a title, as the search compares them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from idphoto.specs.chinese import HAN, simplified
from idphoto.specs.countries import CHINESE_NAMES, NAMES, fold

_STOP_WORDS: Final = frozenset(
    {"photo", "photos", "picture", "size", "for", "of", "the", "a", "an", "to", "in"}
)
_CHINESE_STOP_WORDS: Final = (
    "证件照片", "证件照", "照片", "相片", "尺寸", "规格", "要求", "申请", "办理", "报名", "制作",
    "标准", "用的", "的", "照", "用", "办", "拍", "省", "市",
)  # fmt: skip
_EVISA: Final = re.compile(r"\be[- ]visa\b")
_INCH: Final = re.compile(r"\b(\d|one|two|three|four|five)[- ]?inch(?:es)?\b")
_NUMERALS: Final = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}


def terms(text: str, chinese: Collection[str] = ()) -> dict[str, None]:
    """The words of a text in order, folded by ``fold``, countries as ``@`` and their code.

    ``chinese``: the Chinese words that are known. Chinese is written without spaces: it is cut into
    the longest of them; what lies between two is a term, too.

    >>> list(terms("Photo for a South Korean e-Visa"))
    ['@KR', 'evisa']
    >>> list(terms("美国签证照片", {"签证"}))
    ['@US', '签证']
    """
    plain = _INCH.sub(_inches, _EVISA.sub("evisa", fold(text)))
    found: dict[str, None] = {}
    rest = 0
    for run in HAN.finditer(plain := simplified(plain)):
        found |= dict.fromkeys(_latin(plain[rest : run.start()]))
        found |= dict.fromkeys(_han(run[0], chinese))
        rest = run.end()
    return found | dict.fromkeys(_latin(plain[rest:]))


def _inches(match: re.Match[str]) -> str:
    return f"{_NUMERALS.get(match[1], match[1])} inch"


def _latin(text: str) -> Iterable[str]:
    words = re.findall(r"\w+", text)
    while words:
        for length in range(min(4, len(words)), 0, -1):
            phrase = " ".join(words[:length])
            if phrase in NAMES:
                yield f"@{NAMES[phrase]}"
                del words[:length]
                break
        else:
            word = words.pop(0)
            if word not in _STOP_WORDS:
                yield word


def _han(run: str, known: Collection[str]) -> Iterable[str]:
    """The words of a run of Chinese characters, the longest known word at each place."""
    unknown = ""
    while run:
        word = _first_word(run, known)
        if word is None:
            unknown, run = unknown + run[0], run[1:]
            continue
        if unknown:
            yield unknown
            unknown = ""
        if word in CHINESE_NAMES:
            yield f"@{CHINESE_NAMES[word]}"
        elif word in known:
            yield word
        run = run[len(word) :]
    if unknown:
        yield unknown


def _first_word(run: str, known: Collection[str]) -> str | None:
    for length in range(min(len(run), 14), 0, -1):
        word = run[:length]
        if word in CHINESE_NAMES or word in known or word in _CHINESE_STOP_WORDS:
            return word
    return None
