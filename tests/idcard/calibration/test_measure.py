"""Real photos measured as they are and as printed on cards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from idphoto.errors import BadRequest
from idphoto.idcard.calibration.load import shipped_curve
from idphoto.idcard.calibration.measure import Embedded, Unembedded, compare_all, embed_all
from idphoto.idcard.calibration.people import Labelled
from idphoto.models.face_embedder import Embedding, distance
from idphoto.runtime.engine import Engine

similarity = shipped_curve().similarity


def drawn(seed: int) -> Embedding:
    values = np.random.default_rng(seed).normal(size=128)
    return values / np.linalg.norm(values)


def test_real_photos_are_embedded_with_their_cards(
    engine: Engine, photo_file: Callable[[str], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(photo_file("astronaut"))
    nothing = tmp_path / "b.jpg"
    nothing.write_bytes(b"no picture")
    one, two = embed_all(engine, (path, nothing), cards=True, seed=0)
    assert isinstance(one, Embedded)
    strays = [distance(one.photo, card) for card in one.cards]
    assert len(strays) == 4
    assert 0.002 < strays[0] < strays[-1] < 0.2
    assert isinstance(two, Unembedded)
    assert two.error.code == "unsupported_format"


def test_a_person_printed_on_a_worn_card_is_recognised(
    engine: Engine, photo_file: Callable[[str], bytes], tmp_path: Path
) -> None:
    paths = [tmp_path / f"{name}.jpg" for name in ("compreface_002_A", "compreface_004_A")]
    for path in paths:
        path.write_bytes(photo_file(path.stem))
    seen = embed_all(engine, tuple(paths), cards=True, seed=0)
    one, other = (each for each in seen if isinstance(each, Embedded))
    for mine, theirs in ((one, other), (other, one)):
        assert min(similarity(distance(mine.photo, card)) for card in theirs.cards) >= 80


def test_only_embedded_photos_are_paired() -> None:
    a, b, d = (Embedded(place, drawn(place), ()) for place in (0, 1, 3))
    everybody = Labelled((Path(),) * 4, (7, 7, 8, 9), None)
    pairs = compare_all(everybody, [a, b, d])
    assert pairs.people.tolist() == [[7, 7], [7, 9], [7, 9]]
    assert pairs.same.tolist() == [True, False, False]
    assert pairs.distances[1] == pytest.approx(distance(a.photo, d.photo))
    listed = Labelled((Path(),) * 4, (7, 7, 8, 9), ((0, 3), (1, 2)))
    assert compare_all(listed, [a, b, d]).people.tolist() == [[7, 9]]


def test_a_photo_is_never_compared_with_its_own_card() -> None:
    one, other = (
        Embedded(place, drawn(place), tuple(drawn(10 * place + card) for card in range(2, 6)))
        for place in (0, 1)
    )
    pairs = compare_all(Labelled((Path(),) * 2, (0, 0), None), [one, other])
    expected = [distance(one.photo, card) for card in other.cards]
    expected += [distance(other.photo, card) for card in one.cards]
    assert sorted(pairs.distances) == pytest.approx(sorted(expected))
    assert pairs.same.all()


def test_nothing_to_compare_gives_no_pairs() -> None:
    alone = compare_all(Labelled((Path(),), (0,), None), [Embedded(0, drawn(0), ())])
    assert (alone.distances.shape, alone.people.shape) == ((0,), (0, 2))
    none = compare_all(Labelled((Path(), Path()), (0, 1), None), [])
    assert none.distances.shape == (0,)


def test_a_missing_photo_is_reported_before_the_work_starts(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="there is no file") as caught:
        list(embed_all(engine, (tmp_path / "none.jpg",), cards=False, seed=0))
    assert caught.value.field == "photo"
