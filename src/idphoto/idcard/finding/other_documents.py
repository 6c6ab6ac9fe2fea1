"""What a picture shows instead of the card's portrait side, by its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from idphoto.idcard.card import TextLine
from idphoto.idcard.reading.overprint import says_mark

BACK: Final = "it shows the back of the card, the side with the issuing authority"
PASSPORT: Final = "it shows a passport"
FOREIGN: Final = "it shows a foreigner's permanent residence card"
PERMIT: Final = "it shows a residence permit of a resident of Hong Kong, Macao or Taiwan"
LICENCE: Final = "it shows a driving licence"
BANK_CARD: Final = "it shows a bank card"
OTHER: Final = "it shows another document"
TEXT: Final = "it shows text, but not that of an ID card"
NOTHING: Final = "nothing in it looks like a card"

# A passport's machine-readable zone; its filler is read as any of these.
_FILLED: Final = re.compile(r"[<＜《〈«くK]{4,}|P[<＜《〈«く][A-Z]{3}")
# What only these documents say, those first that share words with others.
_WORDS: Final = {
    PASSPORT: ("护照", "護照", "PASSPORT"),
    LICENCE: ("驾驶证", "行驶证", "准驾", "初次领证", "DRIVING", "DRIVER"),
    PERMIT: ("港澳居民", "台湾居民", "台灣居民", "港澳台居民", "通行证号码"),
    FOREIGN: ("外国人", "永久居留", "居留身份", "PERMANENT", "国籍", "NATIONALITY"),
    BANK_CARD: (
        "银行", "信用社", "借记卡", "信用卡", "储蓄卡", "银联", "UNIONPAY", "VALIDTHRU",
        "MASTERCARD", "VISA",
    ),
}  # fmt: skip
_BACK_WORDS: Final = ("签发机关", "有效期限")
_BACK_TITLE: Final = "居民身份证"
# Titles of other cards with names, numbers and faces.
_OTHER_WORDS: Final = (
    "居住证", "暂住证", "通行证", "居留", "社会保障", "社保卡", "医保",
    "学生证", "工作证", "军官证", "警官证", "资格证", "执业", "结婚证", "户口", "出生医学",
    "营业执照", "会员", "借书证", "读者证", "图书", "一卡通",
    "LICENSE", "LICENCE", "PERMIT", "IDENTITY", "LIBRARY", "MEMBER",
)  # fmt: skip
_OF_FOREIGNERS: Final = ("永久居留", "国籍/", "NATIONALITY", "PERMANENTRESIDEN")
# What numbers of the identity card's form begin with that belong to other documents.
_OTHER_NUMBERS: Final = {"81": PERMIT, "82": PERMIT, "83": PERMIT, "9": FOREIGN}
_LEAST_SCORE: Final = 0.6
_LEAST_CHARACTERS: Final = 4


def another_document(lines: Sequence[TextLine]) -> str | None:
    """The document that ``lines`` belong to; None if it is not one that looks like the card."""
    text = _text(lines)
    if _FILLED.search(text):
        return PASSPORT
    for document, words in _WORDS.items():
        if any(word in text for word in words):
            return document
    return OTHER if any(word in text for word in _OTHER_WORDS) else None


def foreigners_card(lines: Sequence[TextLine]) -> str | None:
    """FOREIGN, if ``lines`` have words that neither an address nor a mark has."""
    text = _text(lines)
    return FOREIGN if any(word in text for word in _OF_FOREIGNERS) else None


def document_of_number(number: str) -> str | None:
    """The document other than an identity card that has such a number; None for identity cards.

    Permits of residents of Hong Kong, Macao and Taiwan differ from identity cards in nothing else
    that is sure to be read.
    """
    return next((each for first, each in _OTHER_NUMBERS.items() if number.startswith(first)), None)


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
    readings = [
        line.reading
        for line in lines
        # marks name banks and schools that the card was copied for
        if line.reading.score >= _LEAST_SCORE and not says_mark(line.reading.text)
    ]
    return "\n".join(reading.text.upper().replace(" ", "") for reading in readings)
