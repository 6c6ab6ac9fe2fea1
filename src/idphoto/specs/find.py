"""Find a specification from what a person types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from idphoto.errors import UnknownSpec
from idphoto.specs.chinese import HAN
from idphoto.specs.countries import CHINESE_NAMES, CODES, country_code, fold
from idphoto.specs.index import ALIAS, TITLE, IndexedSpec, chinese_vocabulary, index, vocabulary
from idphoto.specs.load import all_specs, spec_by_slug, vendor_specs
from idphoto.specs.model import Spec
from idphoto.specs.sizes import SizeQuery, typed_sizes
from idphoto.specs.terms import terms

SUGGESTIONS = 5

# How much a word counts, by how well it is spelt.
_PART, _TYPO = 0.8, 0.6
_MISSING = 0.3  # what a part of a Chinese word loses at most, by its length
_MIN_LIKENESS = 0.75  # difflib's ratio: one wrong letter in four, or two swapped in eight
_MIN_CHINESE_LIKENESS = 0.5  # one wrong character in two
_NATIONAL_BONUS = 0.05  # at equal words, the authority's entry goes first: it has more details
_NEAR_BONUS = 0.5  # as much as half of the title
_GENERIC: Final = "Common"  # the category of sizes that are no document's

_Readings = Mapping[str, float]
"""What a query's term may stand for → how likely, 0–1."""


def load_spec(query: str | int) -> Spec:
    """The one specification that ``query`` names.

    ``query``: a vendor's id (``1102``), a slug (``us-passport``), a whole title in English or
    Chinese (``1 inch``, ``一寸``, ``german passport``: countries go by any of their names), or
    words that only one entry has. If an authority's entry and a vendor's have the same title, the
    authority's is returned. Misspelt words match nothing.

    Raises ``UnknownSpec``, with suggestions, unless exactly one entry matches.

    >>> spec = load_spec("german passport")
    >>> spec.slug, spec.size_mm, spec.head_height_mm
    ('de-passport', (35, 45), Range(low=32, high=36))
    """
    text = str(query).strip()
    named = _named(text)
    if named is not None:
        return named
    asked = [_exact_readings(term) for term in _terms(text)]
    holding = [entry for entry in _entries(text) if asked and _holds(entry, asked)]
    titled = [entry for entry in holding if _is_title(entry, asked)]
    for entries in (titled, [entry for entry in titled if entry.spec.vendor_id is None], holding):
        if len(entries) == 1:
            return entries[0].spec
    raise UnknownSpec(query=text, suggestion=_suggestion(text))


def spec_of_id(spec_id: str) -> Spec:
    """The specification with this slug or vendor's id, and no other.

    Raises ``UnknownSpec``, with suggestions.
    """
    found = _named(spec_id)
    if found is None:
        raise UnknownSpec(query=spec_id, suggestion=_did_you_mean(_candidates(spec_id)))
    return found


def search_specs(words: str, near: str | None = None) -> list[Spec]:
    """Every specification that has all the words, best match first.

    ``words``: in English or Chinese. Countries match by name, adjective or ISO code; other words
    also match by their beginning or with a letter or two wrong. Sizes match as people write them:
    ``35x45``, ``2x2 inch``, ``600×600px``; without a unit, they are sizes of prints or of files. An
    empty query matches nothing. ``near``: a country, by any name; its documents go first among
    those that match. An unknown one changes nothing.

    >>> [spec.slug for spec in search_specs("swiss passport")]
    ['ch-passport']
    >>> [spec.slug for spec in search_specs("护照", near="JP")][:2]
    ['jp-passport', 'ar-passport']
    >>> [spec.slug for spec in search_specs("3.5 x 4.5 cm", near="FR")][:2]
    ['fr-passport', 'picwish-3118']
    """
    rest, sizes = typed_sizes(fold(words))
    entries = [entry for entry in _entries(rest) if all(size.fit(entry.spec) for size in sizes)]
    asked: list[_Readings] = []
    for term in _terms(rest):
        asked.append(readings := _readings(term))
        # at once, not at the end: looking for misspelt words is most of the work
        entries = [entry for entry in entries if _has(entry.weights | entry.members, readings)]
        if not entries:
            break
    country = country_code(near) if near else None
    ranked = [
        (-_score(entry, asked, sizes, country), entry.spec.slug, entry.spec)
        for entry in entries
        if asked or sizes
    ]
    return [spec for _, _, spec in sorted(ranked, key=lambda item: item[:2])]


def says_nothing(words: str) -> bool:
    """Whether a query has no word or size to search by, such as ``photo`` or ``证件照``."""
    rest, sizes = typed_sizes(fold(words))
    return not sizes and not list(_terms(rest))


def _named(text: str) -> Spec | None:
    if not text.isdecimal():
        return spec_by_slug(text.lower())
    return next((spec for spec in vendor_specs() if str(spec.vendor_id) == text), None)


def _suggestion(query: str) -> str:
    """The end of ``UnknownSpec``'s message."""
    return _did_you_mean(_candidates(query)) or "; run `idphoto specs list` to see all of them"


def _did_you_mean(candidates: Sequence[str]) -> str:
    return f"; did you mean {' or '.join(candidates)}?" if candidates else ""


def _candidates(query: str) -> list[str]:
    """The likely ids."""
    import difflib  # only here and in _readings: most queries are spelt correctly

    if query.isdecimal():
        ids = [str(spec.vendor_id) for spec in vendor_specs()]
        return difflib.get_close_matches(query, ids, n=SUGGESTIONS)
    found = [spec.slug for spec in search_specs(query)[:SUGGESTIONS]]
    return found or difflib.get_close_matches(
        query.lower(), [spec.slug for spec in all_specs()], n=SUGGESTIONS
    )


def _entries(query: str) -> tuple[IndexedSpec, ...]:
    return index(chinese=bool(HAN.search(query)))


def _terms(query: str) -> Iterable[str]:
    return terms(query, chinese_vocabulary() if HAN.search(query) else ())


def _has(weights: Mapping[str, float], readings: _Readings) -> bool:
    return any(term in weights for term in readings)


def _holds(entry: IndexedSpec, asked: Sequence[_Readings]) -> bool:
    return all(_has(entry.weights, readings) for readings in asked)


def _is_title(entry: IndexedSpec, asked: Sequence[_Readings]) -> bool:
    """Whether the query is this entry's whole title in one language, in any order."""
    return any(
        len(asked) == len(title)
        and all(any(term in title for term in readings) for readings in asked)
        for title in entry.titles
    )


def _score(
    entry: IndexedSpec, asked: Sequence[_Readings], sizes: Sequence[SizeQuery], near: str | None
) -> float:
    """How well an entry matches: its words' mean weight, plus the share of its title matched."""
    weights = entry.members | entry.weights
    found = [
        max((weights.get(term, 0) * quality, term, quality) for term, quality in readings.items())
        for readings in asked
    ]
    meant = max(
        sum(quality for _, term, quality in found if term in title) / max(len(title), 1)
        for title in entry.titles
    )
    # who types only a size may mean just that
    weight = TITLE if entry.spec.category == _GENERIC else ALIAS
    scores = [score for score, *_ in found] + [size.fit(entry.spec) * weight for size in sizes]
    bonus = _NATIONAL_BONUS if entry.spec.vendor_id is None else 0
    if near is not None and entry.spec.country == near:
        bonus += _NEAR_BONUS
    return sum(scores) / len(scores) + meant + bonus


def _exact_readings(word: str) -> dict[str, float]:
    """The word itself and, if it is an ISO code, the country → 1."""
    return {word: 1.0} | ({f"@{CODES[word]}": 1.0} if word in CODES else {})


def _readings(word: str) -> dict[str, float]:
    """What a query's term may stand for, if misspelt or cut short → how likely, 0–1."""
    if HAN.match(word):
        return _chinese_readings(word)
    readings, known = _exact_readings(word), vocabulary()
    if word in known or word in CODES:
        return readings
    import difflib

    near = difflib.get_close_matches(word, known, n=SUGGESTIONS, cutoff=_MIN_LIKENESS)
    longer = [other for other in known if len(word) > 1 and other.startswith(word)]
    readings |= {known[other]: _TYPO for other in near}
    return readings | {known[other]: _PART for other in longer}


def _chinese_readings(word: str) -> dict[str, float]:
    """As :func:`_readings`. Chinese words are more often than not part of longer ones."""
    known = (*chinese_vocabulary(), *CHINESE_NAMES)
    longer = {
        _chinese_term(other): _PART - _MISSING * (1 - len(word) / len(other))
        for other in known
        if word in other
    }
    if longer:
        return longer | {word: 1.0}
    import difflib

    near = difflib.get_close_matches(word, known, n=SUGGESTIONS, cutoff=_MIN_CHINESE_LIKENESS)
    return {word: 1.0} | {_chinese_term(other): _TYPO for other in near}


def _chinese_term(word: str) -> str:
    return f"@{CHINESE_NAMES[word]}" if word in CHINESE_NAMES else word
