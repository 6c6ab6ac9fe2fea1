from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from idphoto.errors import UnknownGarment, UnknownTemplate
from idphoto.orders.thumbnails import SIZE_WH, garment_thumbnail, template_thumbnail


def test_a_picture_is_drawn_once() -> None:
    assert garment_thumbnail("man_1") is garment_thumbnail("man_1")
    assert template_thumbnail("wedding") is template_thumbnail("wedding")


def test_pictures_differ_and_have_one_size() -> None:
    files = [
        garment_thumbnail("man_1"),
        garment_thumbnail("woman_1"),
        template_thumbnail("wedding"),
    ]
    assert len(set(files)) == 3
    for data in files:
        picture = Image.open(io.BytesIO(data))
        assert (picture.size, picture.format) == (SIZE_WH, "WEBP")
        assert np.asarray(picture).std() > 10


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownGarment) as no_garment:
        garment_thumbnail("man_99")
    assert no_garment.value.code == "unknown_garment"
    with pytest.raises(UnknownTemplate, match="nobody") as no_template:
        template_thumbnail("nobody")
    assert no_template.value.code == "unknown_template"
