"""Labelled photos, embedded and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.similarity.fit import Pairs
from benchmarks.similarity.people import Labelled
from benchmarks.similarity.printed import WEARS, off_a_card
from idphoto.errors import BadRequest, IdPhotoError, PhotoAtFault
from idphoto.face.choose import choose_face
from idphoto.face.find import find_faces
from idphoto.idcard.compare import decode_photo, embed_face, embed_found
from idphoto.models.face_embedder import Embedding, distance
from idphoto.runtime.cores import usable_cores
from idphoto.runtime.engine import Engine


@dataclass(frozen=True, slots=True)
class Embedded:
    """A photo's embedding, and those of its simulated card prints.

    ``place``: the photo's index.
    """

    place: int
    photo: Embedding
    cards: tuple[Embedding, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A photo that has no embedding, and why."""

    place: int
    error: IdPhotoError


def embed_all(
    engine: Engine, photos: tuple[Path, ...], *, cards: bool, seed: int
) -> Iterator[Embedded | Refused]:
    """Embed each photo, in order; with ``cards``, also its simulated prints, one per ``WEARS``.

    Raises:
        BadRequest: a photo does not exist.
        LibraryMissing, WeightsUnavailable: the network cannot be loaded.
    """
    for path in photos:
        if not path.is_file():
            raise BadRequest("photo", f"there is no file {path}")

    def one(place: int) -> Embedded | Refused:
        try:
            rgb = decode_photo(photos[place].read_bytes())
            face = choose_face(find_faces(engine, rgb), "only")
            embedding = embed_found(engine, rgb, face)
            rng = np.random.default_rng((seed, place))
            worn = [off_a_card(rgb, face, wear, rng) for wear in (WEARS if cards else ())]
            return Embedded(place, embedding, tuple(embed_face(engine, each) for each in worn))
        except PhotoAtFault as error:
            return Refused(place, error)

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
    done = {each.place: each for each in embedded}
    pairs = labelled.pairs
    if pairs is None:
        places = sorted(done)
        pairs = tuple((a, b) for k, a in enumerate(places) for b in places[k + 1 :])
    distances: list[float] = []
    people: list[tuple[int, int]] = []
    for a, b in pairs:
        if a in done and b in done:
            found = _distances(done[a], done[b])
            distances += found
            people += [(labelled.people[a], labelled.people[b])] * len(found)
    return Pairs(np.array(distances), np.array(people, np.intp).reshape(-1, 2))


def _distances(one: Embedded, other: Embedded) -> list[float]:
    if not one.cards:
        return [distance(one.photo, other.photo)]
    return [
        distance(photo, card)
        for photo, cards in ((one.photo, other.cards), (other.photo, one.cards))
        for card in cards
    ]
