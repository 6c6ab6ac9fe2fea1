"""What a picture shows instead of the card's portrait side, by its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from idphoto.idcard.card import TextLine

BACK: Final = "it shows the back of the card, the side with the issuing authority"
PASSPORT: Final = "it shows a passport"
OTHER: Final = "it shows another document"
TEXT: Final = "it shows text, but not that of an ID card"
NOTHING: Final = "nothing in it looks like a card"

# A passport's machine-readable zone; its filler is read as any of these.
_FILLED: Final = re.compile(r"[<＜《〈«くK]{4,}|P[<＜《〈«く][A-Z]{3}")
_PASSPORT_WORDS: Final = ("护照", "護照", "PASSPORT")
_BACK_WORDS: Final = ("签发机关", "有效期限")
_BACK_TITLE: Final = "居民身份证"
# Titles of other cards with names, numbers and faces.
_OTHER_WORDS: Final = (
    "驾驶证", "行驶证", "居住证", "暂住证", "通行证", "居留", "社会保障", "社保卡", "医保",
    "学生证", "工作证", "军官证", "警官证", "资格证", "执业", "结婚证", "户口", "出生医学",
    "营业执照", "银行", "借记卡", "信用卡", "会员", "借书证", "读者证", "图书", "一卡通",
    "DRIVING", "LICENSE", "LICENCE", "PERMIT", "UNIONPAY", "VISA", "IDENTITY", "LIBRARY", "MEMBER",
)  # fmt: skip
_LEAST_SCORE: Final = 0.6
_LEAST_CHARACTERS: Final = 4


def another_document(lines: Sequence[TextLine]) -> str | None:
    """The document that ``lines`` belong to; None if it is not one that looks like the card."""
    text = _text(lines)
    if _FILLED.search(text) or any(word in text for word in _PASSPORT_WORDS):
        return PASSPORT
    return OTHER if any(word in text for word in _OTHER_WORDS) else None


def what_is_shown(lines: Sequence[TextLine]) -> str:
    """What the picture shows, judging by its ``lines``, if they do not belong to a card."""
    document = another_document(lines)
    if document is not None:
        return document
    text = _text(lines)
    if _BACK_TITLE in text or all(word in text for word in _BACK_WORDS):
        return BACK
    return TEXT if len(text) >= _LEAST_CHARACTERS else NOTHING


def _text(lines: Sequence[TextLine]) -> str:
    readings = [line.reading for line in lines if line.reading.score >= _LEAST_SCORE]
    return "\n".join(reading.text.upper().replace(" ", "") for reading in readings)
