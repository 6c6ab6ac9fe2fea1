"""Find a specification from what a person types."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from idphoto.errors import UnknownSpec
from idphoto.specs.countries import CODES, NAMES, fold
from idphoto.specs.load import all_specs, spec_by_slug, vendor_specs
from idphoto.specs.model import Spec

SUGGESTIONS = 5

# How much a word counts, by where it is found; the title is what people read on the form.
_TITLE, _ALIAS, _CATEGORY = 1.0, 0.8, 0.5
_PREFIX, _TYPO = 0.8, 0.6  # by how well it is spelt
_MIN_LIKENESS = 0.75  # difflib's ratio: one wrong letter in four, or two swapped in eight
_NATIONAL_BONUS = 0.05  # at equal words, the authority's entry goes first: it has more details

_STOP_WORDS = frozenset({"photo", "photos", "picture", "for", "of", "the", "a", "an", "to", "in"})
_EVISA = re.compile(r"\be[- ]visa\b")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A specification with its searchable terms."""

    spec: Spec
    title: frozenset[str]
    weights: dict[str, float]


def load_spec(query: str | int) -> Spec:
    """The one specification that ``query`` names.

    ``query``: a vendor's id (``1102``), a slug (``us-passport``), a whole title (``1 inch``,
    ``german passport``: countries go by any of their names), or words that only one entry has. If
    an authority's entry and a vendor's have the same title, the authority's is returned. Misspelt
    words match nothing.

    Raises ``UnknownSpec``, with suggestions, unless exactly one entry matches.

    >>> spec = load_spec("german passport")
    >>> spec.slug, spec.size_mm, spec.head_height_mm
    ('de-passport', (35, 45), Range(low=32, high=36))
    """
    text = str(query).strip()
    named = _by_id(text) if text.isdecimal() else spec_by_slug(text.lower())
    if named is not None:
        return named
    terms = [_exact_readings(term) for term in _terms(text)]
    holding = [entry for entry in _index() if terms and _holds(entry, terms)]
    titled = [entry for entry in holding if _is_title(entry, terms)]
    for entries in (titled, [entry for entry in titled if entry.spec.vendor_id is None], holding):
        if len(entries) == 1:
            return entries[0].spec
    raise UnknownSpec(query=text, suggestion=_suggestion(text))


def search_specs(words: str) -> list[Spec]:
    """Every specification that has all the words, best match first.

    Countries match by name, adjective or ISO code; other words also match by their beginning or
    with a letter or two wrong. An empty query matches nothing.

    >>> [spec.slug for spec in search_specs("swiss passport")]
    ['ch-passport']
    """
    query = [_readings(term) for term in _terms(words)]
    ranked = [
        (-_score(entry, query), entry.spec.slug, entry.spec)
        for entry in _index()
        if query and _holds(entry, query)
    ]
    return [spec for _, _, spec in sorted(ranked, key=lambda item: item[:2])]


def _by_id(digits: str) -> Spec | None:
    return next((spec for spec in vendor_specs() if str(spec.vendor_id) == digits), None)


def _suggestion(query: str) -> str:
    """The end of ``UnknownSpec``'s message: the likely candidates."""
    import difflib  # only here and in _readings: most queries are spelt correctly

    if query.isdecimal():
        ids = [str(spec.vendor_id) for spec in vendor_specs()]
        slugs = difflib.get_close_matches(query, ids, n=SUGGESTIONS)
    else:
        slugs = [spec.slug for spec in search_specs(query)[:SUGGESTIONS]]
        slugs = slugs or difflib.get_close_matches(
            query.lower(), [spec.slug for spec in all_specs()], n=SUGGESTIONS
        )
    if not slugs:
        return "; run `idphoto specs list` to see all of them"
    return f"; did you mean {' or '.join(slugs)}?"


def _holds(entry: _Entry, query: list[dict[str, float]]) -> bool:
    return all(any(term in entry.weights for term in readings) for readings in query)


def _is_title(entry: _Entry, query: list[dict[str, float]]) -> bool:
    """Whether the query is this entry's whole title, in any order."""
    return len(query) == len(entry.title) and all(
        any(term in entry.title for term in readings) for readings in query
    )


def _score(entry: _Entry, query: list[dict[str, float]]) -> float:
    """How well an entry matches: its words' mean weight, plus the share of its title matched."""
    found = [
        max((entry.weights.get(term, 0) * quality, term) for term, quality in readings.items())
        for readings in query
    ]
    meant = len(entry.title & {term for _, term in found}) / max(len(entry.title), 1)
    bonus = _NATIONAL_BONUS if entry.spec.vendor_id is None else 0
    return sum(weight for weight, _ in found) / len(found) + meant + bonus


@lru_cache(maxsize=1)
def _index() -> tuple[_Entry, ...]:
    return tuple(_entry(spec) for spec in all_specs())


def _entry(spec: Spec) -> _Entry:
    title = _terms(spec.title)
    aliases = [*spec.aliases, "" if spec.vendor_id is None else str(spec.vendor_id)]
    weights = dict.fromkeys(_terms(spec.category), _CATEGORY)
    weights |= dict.fromkeys(_terms(" ".join(aliases)), _ALIAS)
    if spec.country is not None:
        weights[f"@{spec.country}"] = _ALIAS
    weights |= dict.fromkeys(title, _TITLE)
    return _Entry(spec, frozenset(title), weights)


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, str]:
    """Every word that matches something → its term."""
    words = {term: term for entry in _index() for term in entry.weights}
    return words | {name: f"@{code}" for name, code in NAMES.items()}


def _exact_readings(word: str) -> dict[str, float]:
    """The word itself and, if it is an ISO code, the country → 1."""
    return {word: 1.0} | ({f"@{CODES[word]}": 1.0} if word in CODES else {})


def _readings(word: str) -> dict[str, float]:
    """What a query's term may stand for, if misspelt or cut short → how likely, 0–1."""
    readings, vocabulary = _exact_readings(word), _vocabulary()
    if word in vocabulary or word in CODES:
        return readings
    import difflib

    near = difflib.get_close_matches(word, vocabulary, n=SUGGESTIONS, cutoff=_MIN_LIKENESS)
    longer = [known for known in vocabulary if len(word) > 1 and known.startswith(word)]
    return readings | _as_terms(near, _TYPO) | _as_terms(longer, _PREFIX)


def _as_terms(words: Iterable[str], quality: float) -> dict[str, float]:
    return {_vocabulary()[word]: quality for word in words}


def _terms(text: str) -> dict[str, None]:
    """The words of a text in order, folded by :func:`fold`, countries as ``@`` and their code.

    >>> list(_terms("Photo for a South Korean e-Visa"))
    ['@KR', 'evisa']
    """
    words = re.findall(r"\w+", _EVISA.sub("evisa", fold(text)))
    terms: dict[str, None] = {}
    while words:
        for length in range(min(4, len(words)), 0, -1):
            phrase = " ".join(words[:length])
            if phrase in NAMES:
                terms[f"@{NAMES[phrase]}"] = None
                del words[:length]
                break
        else:
            word = words.pop(0)
            if word not in _STOP_WORDS:
                terms[word] = None
    return terms
