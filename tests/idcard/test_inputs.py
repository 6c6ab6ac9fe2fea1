"""Inputs made to have one right outcome each, read from end to end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from idphoto import read_card
from idphoto.idcard.card import UNKNOWN_CHARACTER
from idphoto.runtime.engine import Engine

Input = Callable[[str], Path]
SURE = 0.8


def test_a_faint_mark_over_a_card_joins_no_field_and_is_reported(
    engine: Engine, shared_input: Input
) -> None:
    found = read_card(shared_input("c_watermark_faint.jpg"), wanted=set(), engine=engine)
    right = {
        "name": "陈晓琳",
        "sex": "女",
        "nation": "汉",
        "birth": "1991/7/17",
        "address": "贵州省凯里市虚构路88号附3栋2单元1704室",
        "number": "522601199107171023",
    }
    values = {name: getattr(found.fields, name) for name in right}
    assert {name: value.text for name, value in values.items() if value.confidence >= SURE} == {
        name: right[name] for name, value in values.items() if value.confidence >= SURE
    }
    assert values["name"].text == right["name"]
    assert values["number"].text == right["number"]
    assert found.overprint is not None
    assert any("仅供" in text for text in found.overprint.texts)


def test_a_bilingual_cards_second_script_joins_no_field(
    engine: Engine, shared_input: Input
) -> None:
    found = read_card(shared_input("c_zhuang.jpg"), wanted=set(), engine=engine)
    fields = found.fields
    assert fields.address.text == "广西南宁市武鸣区虚构路12号"
    assert (fields.name.text, fields.nation.text) == ("韦小玲", "壮")
    assert fields.number.text == "450122198803090024"
    assert min(fields.address.confidence, fields.name.confidence) > SURE
    assert found.overprint is None


def test_a_character_that_the_reader_does_not_know_is_marked_and_doubtful(
    engine: Engine, shared_input: Input
) -> None:
    fields = read_card(shared_input("c_rare_name_extE.jpg"), wanted=set(), engine=engine).fields
    assert fields.name.text in ("李𬱖", "李" + UNKNOWN_CHARACTER)
    assert fields.name.confidence < 0.5
    assert fields.number.text == "110101199005050022"
