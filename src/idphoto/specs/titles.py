"""Titles, other names, notes and categories of the catalogue in any of its languages."""

from __future__ import annotations

from idphoto.specs.chinese import chinese_words, translated
from idphoto.specs.languages import CatalogueLanguage
from idphoto.specs.model import Spec, mm_to_px


def title_in(spec: Spec, language: CatalogueLanguage) -> str:
    """The title in a language; the English one if it has no translation.

    >>> from idphoto.specs import load_spec
    >>> title_in(load_spec("us-passport"), "zh"), title_in(load_spec(1102), "zh")
    ('美国护照', '一寸')
    """
    if language == "en":
        return spec.title
    return chinese_words().titles.get(spec.slug) or translated(spec.title) or spec.title


def aliases_in(spec: Spec, language: CatalogueLanguage) -> tuple[str, ...]:
    """Other words that people search for, in a language where there is a translation.

    >>> from idphoto.specs import load_spec
    >>> aliases_in(load_spec("nl-passport"), "zh")
    ('身份证', '驾驶证')
    """
    if language == "en":
        return spec.aliases
    own = chinese_words().aliases.get(spec.slug, ())
    return tuple(dict.fromkeys((*own, *(translated(alias) or alias for alias in spec.aliases))))


def category_in(category: str, language: CatalogueLanguage) -> str:
    """The name of a ``Spec.category`` in a language.

    >>> category_in("Identity card", "zh")
    '身份证'
    """
    return category if language == "en" else translated(category) or category


def note_in(spec: Spec, language: CatalogueLanguage) -> str:
    """The note in a language; the English one if it has no translation.

    >>> from idphoto.specs import load_spec
    >>> note_in(load_spec("us-dv-lottery"), "zh")
    '必须正好 600×600 像素。'
    """
    if language == "en" or not spec.note:
        return spec.note
    if spec.vendor_id is not None and spec.size_mm is not None:
        return _disagreement(spec.size_mm, spec.dpi)  # the only thing noted of a vendor's entry
    return chinese_words().notes.get(spec.slug, spec.note)


def _disagreement(size_mm: tuple[float, float], dpi: int) -> str:
    width, height = (round(mm_to_px(mm, dpi)) for mm in size_mm)
    return (
        f"供应商给出的两种尺寸不一致：毫米尺寸在 {dpi} dpi 下为 {width}×{height} 像素。"
        "照片按供应商的像素尺寸制作。"
    )
