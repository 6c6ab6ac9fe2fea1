from __future__ import annotations

import pytest
from tools.cards.fonts import _ENTRIES, digests, face_of, set_text
from tools.cards.second import _data

from idphoto.drawing.shaping import shape


@pytest.mark.parametrize("family", _ENTRIES)
def test_a_family_is_in_the_file_that_is_pinned_for_it(family: str) -> None:
    face = face_of(family)
    assert face.family == family
    assert face.is_regular


def test_every_file_has_a_digest() -> None:
    assert len(set(digests())) == len(set(_ENTRIES.values()))


@pytest.mark.parametrize("script", _data())
def test_a_font_has_every_glyph_of_a_second_script(script: str) -> None:
    words = _data()[script]
    texts = [
        *words.labels.values(),
        *words.sexes.values(),
        words.people,
        *words.names,
        *words.words,
    ]
    for text in texts:
        glyphs = shape(text, [(text, face_of(words.family))])
        assert all(glyph.number for glyph in glyphs), text


def test_text_is_as_wide_as_its_characters() -> None:
    assert set_text("样本", "Noto Sans CJK SC")[1] == pytest.approx(2.0)
