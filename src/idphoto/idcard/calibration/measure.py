"""Labelled photos, embedded and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from idphoto.errors import BadRequest, IdPhotoError, PhotoAtFault
from idphoto.face.choose import choose_face
from idphoto.face.find import find_faces
from idphoto.idcard.calibration.pairs import Pairs
from idphoto.idcard.calibration.people import Labelled
from idphoto.idcard.calibration.printed import WEARS, off_a_card
from idphoto.idcard.compare import decode_photo, embed_face, embed_found
from idphoto.models.face_embedder import Embedding
from idphoto.runtime.cores import usable_cores
from idphoto.runtime.engine import Engine

Embeddings = NDArray[np.float64]  # (N, 128)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A photo's embedding, and those of its simulated card prints.

    ``place``: the photo's index.
    """

    place: int
    photo: Embedding
    cards: tuple[Embedding, ...]


@dataclass(frozen=True, slots=True)
class Unembedded:
    """A photo that has no embedding, and why."""

    place: int
    error: IdPhotoError


def embed_all(
    engine: Engine, photos: tuple[Path, ...], *, cards: bool, seed: int
) -> Iterator[Embedded | Unembedded]:
    """Embed each photo, in order; with ``cards``, also its simulated prints, one per ``WEARS``.

    Raises:
        BadRequest: a photo does not exist.
        WeightsUnavailable: the network cannot be loaded.
    """
    for path in photos:
        if not path.is_file():
            raise BadRequest("photo", f"there is no file {path}")

    def one(place: int) -> Embedded | Unembedded:
        try:
            rgb = decode_photo(photos[place].read_bytes())
            face = choose_face(find_faces(engine, rgb), "only")
            embedding = embed_found(engine, rgb, face)
            rng = np.random.default_rng((seed, place))
            worn = [off_a_card(rgb, face, wear, rng) for wear in (WEARS if cards else ())]
            return Embedded(place, embedding, tuple(embed_face(engine, each) for each in worn))
        except PhotoAtFault as error:
            return Unembedded(place, error)

    with ThreadPoolExecutor(usable_cores(), thread_name_prefix="idphoto") as pool:
        try:
            yield from pool.map(one, range(len(photos)))
        finally:
            pool.shutdown(cancel_futures=True)


def compare_all(labelled: Labelled, embedded: Iterable[Embedded]) -> Pairs:
    """The distances of the requested pairs, where both photos have an embedding.

    With simulated cards, each pair is a photo and the other's cards, both ways round; a photo is
    never compared with its own card.
    """
    seen = sorted(embedded, key=lambda each: each.place)
    first, second = _asked_for(labelled, [each.place for each in seen])
    people = np.array([labelled.people[each.place] for each in seen], np.intp)
    both = np.stack((people[first], people[second]), axis=1)
    if not len(both):
        return Pairs(np.empty(0), both)
    photos = np.array([each.photo for each in seen])
    if not seen[0].cards:
        return Pairs(_apart(photos, photos)[first, second], both)
    distances = []
    for cards in zip(*(each.cards for each in seen), strict=True):
        apart = _apart(photos, np.array(cards))
        distances += [apart[first, second], apart[second, first]]
    return Pairs(np.concatenate(distances), np.tile(both, (len(distances), 1)))


def _asked_for(labelled: Labelled, places: list[int]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The indices into ``places`` of each pair's photos: ``(N,)`` each."""
    if labelled.pairs is None:
        return np.triu_indices(len(places), 1)
    index = {place: k for k, place in enumerate(places)}
    pairs = [(index[a], index[b]) for a, b in labelled.pairs if a in index and b in index]
    first, second = np.array(pairs, np.intp).reshape(-1, 2).T
    return first, second


def _apart(one: Embeddings, other: Embeddings) -> NDArray[np.float64]:
    """``distance`` of each with each: ``(N, M)``."""
    return np.maximum(1.0 - one @ other.T, 0.0)
