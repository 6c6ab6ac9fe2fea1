"""Comparing names, and masking numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.authority.names import masked, plain_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张三", " 张三 "),
        ("张三", "张 三"),
        ("张三", "张\u3000三"),
        ("买买提·吐尔逊", "买买提•吐尔逊"),
        ("买买提·吐尔逊", "买买提・吐尔逊"),
        ("买买提·吐尔逊", "买买提.吐尔逊"),
        ("买买提·吐尔逊", "买买提．吐尔逊"),
        ("买买提·吐尔逊", "买买提 ‧ 吐尔逊"),
        ("金A", "金Ａ"),
        ("\u8c48", "\uf900"),  # a compatibility ideograph
    ],
)
def test_the_same_name_in_other_characters_is_the_same(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("张三", "张二"), ("买买提·吐尔逊", "买买提吐尔逊"), ("张三", ""), ("後", "后"), ("李", "季")],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert plain_name(one) != plain_name(other)


@given(st.text())
def test_a_plain_name_is_plain(name: str) -> None:
    assert plain_name(plain_name(name)) == plain_name(name)


def test_a_masked_number_hides_the_birth_date() -> None:
    assert masked("440305199505132561") == "440305********2561"
