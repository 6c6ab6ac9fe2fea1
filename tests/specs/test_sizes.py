from __future__ import annotations

import pytest

from idphoto.specs import load_spec
from idphoto.specs.sizes import SizeQuery, typed_sizes


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("35x45", SizeQuery(35, 45, None)),
        ("35 x 45 mm", SizeQuery(35, 45, "mm")),
        ("35mm×45mm", SizeQuery(35, 45, "mm")),
        ("35*45毫米", SizeQuery(35, 45, "mm")),
        ("3.5x4.5cm", SizeQuery(3.5, 4.5, "cm")),
        ("3,5 x 4,5 cm", SizeQuery(3.5, 4.5, "cm")),
        ("2 by 2 inches", SizeQuery(2, 2, "in")),
        ('2"x2"', SizeQuery(2, 2, "in")),
        ("2x2英寸", SizeQuery(2, 2, "in")),
        ("600x600px", SizeQuery(600, 600, "px")),
        ("413×626像素", SizeQuery(413, 626, "px")),
        ("签证51x51", SizeQuery(51, 51, None)),
    ],
)
def test_a_size_is_read_in_the_ways_people_write_it(text: str, size: SizeQuery) -> None:
    rest, sizes = typed_sizes(text)
    assert sizes == (size,)
    assert rest.strip() in ("", "签证")


@pytest.mark.parametrize("text", ["1 inch", "35 x", "x45", "2x2x2", "visa", "a35x45", "35x45b"])
def test_other_words_are_not_sizes(text: str) -> None:
    assert typed_sizes(text) == (text, ())


@pytest.mark.parametrize(
    ("size", "name", "fit"),
    [
        (SizeQuery(35, 45, None), "de-passport", 1.0),
        (SizeQuery(45, 35, None), "de-passport", 0.7),
        (SizeQuery(3.5, 4.5, None), "de-passport", 1.0),
        (SizeQuery(2, 2, None), "us-passport", 1.0),
        (SizeQuery(51, 51, "mm"), "us-passport", 0.8),
        (SizeQuery(2, 2, "in"), "in-visa", 0.8),
        (SizeQuery(413, 531, None), "gb-passport", 1.0),
        (SizeQuery(413, 531, "mm"), "gb-passport", 0.0),
        (SizeQuery(35, 45, "px"), "gb-passport", 0.0),
        (SizeQuery(1200, 1200, "px"), "us-visa", 0.5),
        (SizeQuery(600, 1200, "px"), "us-visa", 0.0),
        (SizeQuery(200, 200, None), "sa-evisa", 1.0),
        (SizeQuery(0, 0, None), "sa-evisa", 0.0),
    ],
)
def test_a_size_fits_what_was_meant(size: SizeQuery, name: str, fit: float) -> None:
    assert size.fit(load_spec(name)) == fit
