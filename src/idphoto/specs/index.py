"""The catalogue's entries with the words by which each is found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from idphoto.specs.chinese import HAN, chinese_words, phrases
from idphoto.specs.countries import NAMES, SCHENGEN
from idphoto.specs.load import all_specs
from idphoto.specs.model import Spec
from idphoto.specs.terms import terms
from idphoto.specs.titles import aliases_in, category_in, title_in

# How much a word counts, by where it is found; the title is what people read on the form.
# A synonym is another word for part of the title.
TITLE, SYNONYM, ALIAS, CATEGORY = 1.0, 0.9, 0.8, 0.5
# A country counts little for a document of several: its own documents go first.
_MEMBER: Final = 0.4
_MEMBERS: Final = {"schengen-visa": SCHENGEN}


@dataclass(frozen=True, slots=True)
class IndexedSpec:
    """A specification with its searchable terms."""

    spec: Spec
    titles: tuple[frozenset[str], ...]
    """The terms of its title, in each language of the index."""
    weights: dict[str, float]
    """A term → how much it counts, 0–1."""
    members: dict[str, float]
    """The same for the countries that share the document; they do not name it."""


@lru_cache(maxsize=2)
def index(chinese: bool) -> tuple[IndexedSpec, ...]:
    """The catalogue; with its Chinese words, too, if a query needs them. Made once per process."""
    return tuple(_in_chinese(entry) if chinese else entry for entry in map(_entry, all_specs()))


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, str]:
    """Every word in Latin letters that matches something → its term."""
    words = {term: term for entry in index(chinese=False) for term in entry.weights}
    return words | {name: f"@{code}" for name, code in NAMES.items()}


@lru_cache(maxsize=1)
def chinese_vocabulary() -> frozenset[str]:
    """Every Chinese word of the tables; single characters are not words."""
    tables = chinese_words()
    words = [
        *(word for group in tables.words.values() for word in group),
        *(word for group in tables.aliases.values() for word in group),
        *tables.titles.values(),
    ]
    return frozenset(word for word in words if len(word) > 1 and HAN.fullmatch(word))


def _entry(spec: Spec) -> IndexedSpec:
    title = frozenset(terms(spec.title))
    aliases = [*spec.aliases, "" if spec.vendor_id is None else str(spec.vendor_id)]
    weights = dict.fromkeys(terms(spec.category), CATEGORY)
    weights |= dict.fromkeys(terms(" ".join(aliases)), ALIAS)
    if spec.country is not None:
        weights[f"@{spec.country}"] = ALIAS
    weights |= dict.fromkeys(title, TITLE)
    members = {f"@{code}": _MEMBER for code in _MEMBERS.get(spec.slug, ())}
    return IndexedSpec(spec, (title,), weights, members)


def _in_chinese(entry: IndexedSpec) -> IndexedSpec:
    """The same entry with its Chinese words added."""
    spec = entry.spec
    title = frozenset(_chinese([title_in(spec, "zh")]))
    weights = dict.fromkeys(_chinese([category_in(spec.category, "zh")]), CATEGORY)
    aliases = [word for alias in spec.aliases for word in _synonyms(alias)]
    weights |= dict.fromkeys(_chinese([*aliases_in(spec, "zh"), *aliases]), ALIAS)
    weights |= dict.fromkeys(_chinese(_synonyms(spec.title)), SYNONYM)
    weights |= entry.weights | dict.fromkeys(title, TITLE)
    return IndexedSpec(spec, (*entry.titles, title), weights, entry.members)


def _chinese(texts: Iterable[str]) -> dict[str, None]:
    return {term: None for text in texts for term in terms(text, chinese_vocabulary())}


def _synonyms(english: str) -> Iterable[str]:
    return (word for _, words in phrases(english) for word in words[1:])
