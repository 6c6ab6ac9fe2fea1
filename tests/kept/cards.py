"""Drawn cards and their photographs, drawn once: the same seed gives the same picture."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import cache
from typing import Final, ParamSpec, TypeVar

from tests.kept.shelf import code_digest, digest_of, kept
from tools.cards import fonts, sample, sets
from tools.cards.portraits import available, portrait, registry_photo
from tools.cards.sample import Sample, Specimen
from tools.cards.sets import SetName

P = ParamSpec("P")
T = TypeVar("T")

# What makes the portraits that the cards bear, and what draws the rest.
_PRODUCT: Final = tuple(
    f"src/idphoto/{room}" for room in ("imaging", "specs", "runtime", "models", "face", "photo")
)
_RENDERER: Final = ("tools/cards", "src/idphoto/imaging", "src/idphoto/drawing")
_LIBRARIES: Final = (
    "freetype-py",
    "numpy",
    "opencv-python-headless",
    "openvino",
    "pillow",
    "python-bidi",
    "uharfbuzz",
)


def draw_sample(name: SetName, number: int) -> Sample:
    """As ``sets.draw_sample``."""
    return drawn(sets.draw_sample, name, number)


def specimen(seed: int) -> Specimen:
    """As ``sample.specimen``."""
    return drawn(sample.specimen, seed)


def drawn(draw: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """What ``draw`` returns, for arguments whose ``repr`` tells them apart."""
    what = repr((draw.__module__, draw.__qualname__, arguments, options))
    renderer = code_digest(_RENDERER, _LIBRARIES)
    digest = digest_of(renderer, *fonts.digests(), _people(), what)
    data = kept("cards", digest, lambda: pickle.dumps(draw(*arguments, **options), protocol=5))
    made: T = pickle.loads(data)  # noqa: S301 - written by `kept`
    return made


@cache
def _people() -> str:
    """Digest of all portraits that a card may bear, which the product makes."""
    code = code_digest((*_PRODUCT, "tools/cards/portraits.py"), _LIBRARIES)
    photos = [registry_photo(source) for source in available()]

    def digest() -> bytes:
        pixels = [portrait(source).rgb.tobytes() for source in available()]
        return digest_of(*pixels, *(registry_photo(source) for source in available())).encode()

    return kept("cards", digest_of(code, *photos), digest).decode()
