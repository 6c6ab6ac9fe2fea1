"""An order is made as it was accepted."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest
from pydantic import ValidationError

from idphoto.imaging.decode import DEFAULT_LIMITS
from idphoto.orders.make import maker
from idphoto.orders.photo import order_photo
from idphoto.orders.stored import to_json
from idphoto.photo.request import photo_request
from idphoto.photo.setup import Setup
from idphoto.specs import Spec, load_spec
from idphoto.tasks.made import IMAGE


def test_a_new_catalogue_does_not_change_an_accepted_order(
    photo_setup: Setup, astronaut_jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = load_spec("picwish-5109")
    stored = json.dumps(to_json(order_photo(photo_request(spec, quality="fast"))))
    other = replace(
        spec, size_px=(100, 140), size_mm=None, backgrounds=("FF0000",), min_px=None, max_px=None
    )
    assert (other.size_px, other.backgrounds) != (spec.size_px, spec.backgrounds)

    def upgraded(*_: object) -> Spec:
        return other

    for name in ("spec_by_slug", "all_specs", "vendor_specs"):
        monkeypatch.setattr(f"idphoto.specs.load.{name}", upgraded)
    monkeypatch.setattr("idphoto.specs.find.load_spec", upgraded)
    monkeypatch.setattr("idphoto.specs.load_spec", upgraded)
    make = maker(photo_setup, DEFAULT_LIMITS)
    made = make(json.loads(stored), [astronaut_jpeg], time.monotonic() + 600, lambda *_: None)
    assert made.files[IMAGE].size_wh == spec.size_px


def test_an_order_of_another_version_is_refused(photo_setup: Setup) -> None:
    with pytest.raises(ValidationError):
        maker(photo_setup, DEFAULT_LIMITS)({"kind": "hologram"}, [b""], 0.0, lambda *_: None)
