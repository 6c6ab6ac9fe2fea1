"""The catalogue's words in Chinese, and the translation of its titles."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from idphoto.specs.countries import COUNTRIES, NAMES, fold

_PIECES: Final = re.compile(r"[\w'’-]+|[()&]")
_PAIR: Final = re.compile(r"(\d+)x(\d+)")
_BRACKETS: Final = {"(": "（", ")": "）"}

HAN: Final = re.compile("[\u3007\u3400-\u9fff]+")
"""A run of Chinese characters."""

# Characters of the tables whose form in Hong Kong and Taiwan is another.
_PAIRS: Final = """
    專专 業业 東东 臨临 習习 書书 雲云 亞亚 從从 優优 會会 倫伦 兒儿 蘭兰 冊册 軍军 務务 單单
    衛卫 臺台 國国 圖图 堅坚 奧奥 學学 寧宁 賓宾 導导 爾尔 島岛 師师 慶庆 廣广 執执 護护 報报
    撾挝 時时 術术 機机 來来 樣样 測测 灣湾 電电 療疗 簽签 級级 紙纸 紐纽 綠绿 緬缅 編编 網网
    羅罗 職职 聯联 肅肃 臘腊 蘇苏 藥药 覲觐 計计 許许 證证 試试 話话 語语 請请 質质 貴贵 資资
    長长 陸陆 陝陕 險险 韓韩 顛颠 馬马 駛驶 駕驾 麥麦 龍龙 畢毕 員员 獸兽 烏乌 眾众 華华 漢汉
    遊游 內内 區区 採采 吋寸 義义
"""
_SIMPLIFIED: Final = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})
_NUMERALS: Final = {"1": "一", "2": "二", "3": "三", "4": "四", "5": "五", "两": "二"}
_INCHES: Final = re.compile(r"([1-5两])\s*寸")


@dataclass(frozen=True, slots=True)
class ChineseWords:
    """The tables of ``chinese.toml``."""

    words: dict[str, tuple[str, ...]]
    """An English phrase, folded → its Chinese, then other words for it."""
    titles: dict[str, str]
    """A slug → the entry's whole title."""
    aliases: dict[str, tuple[str, ...]]
    """A slug → other words for the entry."""
    notes: dict[str, str]
    """A slug → the entry's note."""


@lru_cache(maxsize=1)
def chinese_words() -> ChineseWords:
    """The tables, read once per process."""
    text = (files("idphoto.specs") / "data" / "chinese.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return ChineseWords(
        words={phrase: tuple(words) for phrase, words in tables["words"].items()},
        titles=tables["titles"],
        aliases={slug: tuple(words) for slug, words in tables["aliases"].items()},
        notes=tables["notes"],
    )


def simplified(text: str) -> str:
    """Chinese as the tables write it: simplified characters, and sizes in Chinese numerals.

    Only characters that the tables have are changed.

    >>> simplified("台灣護照"), simplified("小2寸"), simplified("两吋")
    ('台湾护照', '小二寸', '二寸')
    """
    plain = text.translate(_SIMPLIFIED)
    return _INCHES.sub(lambda size: f"{_NUMERALS[size[1]]}寸", plain)


def translated(english: str) -> str | None:
    """A title, an alias or a category in Chinese; None if one of its words is unknown.

    >>> translated("Germany passport"), translated("CPA Exam (178x220)")
    ('德国护照', '注册会计师考试（178×220）')
    """
    translation = [words[0] if words else None for _, words in phrases(english)]
    if not translation or None in translation:
        return None
    return "".join(word for word in translation if word is not None)


def phrases(english: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The phrases of an English text, the longest known ones → the words of each in Chinese, the
    usual one first; without words if the phrase is unknown."""
    pieces = _PIECES.findall(fold(english))
    while pieces:
        for length in range(len(pieces), 0, -1):
            phrase = " ".join(pieces[:length])
            known = _chinese_for(phrase)
            if known or length == 1:
                del pieces[:length]
                yield phrase, known
                break


def _chinese_for(phrase: str) -> tuple[str, ...]:
    if phrase in NAMES:
        return COUNTRIES[NAMES[phrase]].chinese_names
    if phrase in _BRACKETS:
        return (_BRACKETS[phrase],)
    if size := _PAIR.fullmatch(phrase):
        return (f"{size[1]}×{size[2]}",)
    return chinese_words().words.get(phrase, ())
