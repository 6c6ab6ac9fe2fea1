"""From a request's form to a submission."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import structlog
from pydantic import ValidationError

from idphoto.errors import BadRequest, MissingGlyph, SheetTooSmall
from idphoto.orders.cutout import CutoutOrder
from idphoto.orders.photo import PhotoOrder, order_photo
from idphoto.orders.stored import to_json
from idphoto.photo.matte import Quality
from idphoto.server.ignored import tellable
from idphoto.server.vendors.picwish.api import Api
from idphoto.server.vendors.picwish.external import ExternalForm
from idphoto.server.vendors.picwish.fields import reason_of
from idphoto.server.vendors.picwish.v1 import V1Form
from idphoto.tasks.model import Submission
from idphoto.tasks.states import Priority

_MAX_SHOWN: Final = 20  # characters that no font has

# What the library calls a field → what the wire does, where a value that passed the form cannot
# be made all the same.
_WIRE_NAMES: Final = {
    "width": "mm_width",
    "height": "mm_height",
    "min_bytes": "min_file_size",
    "max_bytes": "max_file_size",
    "clothes": "clothes_id",
    "watermark": "preview",
    "photo": "layout",
    "label": "layout_label_text",
    "qr": "layout_qr_code_data",
    "qr_size_px": "layout_qr_code_size",
}
# ... and what does not fit on a sheet; a photo is too large for the paper.
_TOO_LARGE: Final = {
    "label": "layout_label_text",
    "QR code": "layout_qr_code_size",
}

_log = structlog.get_logger("idphoto.server")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A request that was understood.

    ``sync``: whether its sender waits for the result. ``ignored``: names of fields that were given
    in vain, unknown or of no effect; safe to put in a header.
    """

    submission: Submission
    sync: bool
    ignored: tuple[str, ...]


def read_form(
    api: Api,
    fields: Sequence[tuple[str, str]],
    files: Mapping[str, bytes],
    *,
    base_url: str,
    trace_id: str,
    quality: Quality,
    unreadable: Mapping[str, str] = MappingProxyType({}),
    query: Collection[str] = (),
) -> Parsed:
    """Understand a form.

    ``fields``: its text parts in order; ``files``: its file parts. ``base_url``, ``trace_id``: as
    ``Submission`` has them. ``quality``: how well edges are cut out. ``unreadable``: texts that
    could not be read, and why. ``query``: names in the URL, where no field is looked for.

    Raises:
        BadRequest: a listed field is malformed, or two contradict; ``field`` as on the wire.
    """
    for name in api.form.model_fields:
        if name in unreadable:
            raise BadRequest(name, unreadable[name])
    values = _values(api, fields, files)
    form = _form(api, values)
    form.check()
    order = _order(form, quality)
    unknown = [name for name in values if name not in api.form.model_fields]
    unknown += [*unreadable, *query]
    return Parsed(
        Submission(
            api=api.name,
            order=to_json(order),
            cost=form.cost(),
            sources=(form.source(),),
            wire={"inline": form.return_type == 2},
            callback_url=form.callback_url,
            base_url=base_url,
            max_source_bytes=api.max_download_bytes,
            time_limit_s=api.time_limit_s,
            trace_id=trace_id,
            priority=Priority.FAST,
        ),
        sync=form.sync == 1,
        ignored=tellable([*unknown, *form.idle()]),
    )


def _values(
    api: Api, fields: Sequence[tuple[str, str]], files: Mapping[str, bytes]
) -> dict[str, str | bytes]:
    """Every field that holds something, by name; text without surrounding blanks.

    An empty file part is what a browser sends for a file that nobody chose.
    """
    known = api.form.model_fields
    given = Counter(name for name in [*(name for name, _ in fields), *files] if name in known)
    if twice := next((name for name in known if given[name] > 1), None):
        raise BadRequest(twice, "is given more than once")
    values: dict[str, str | bytes] = {name: text.strip() for name, text in fields}
    if values.get("image_file"):
        raise BadRequest("image_file", "must be a file part with the picture's bytes")
    values |= {name: _from_file(api, name, data) for name, data in files.items() if data}
    for other, name in api.file_stands_in.items():
        if other in files and not values.get(name):
            values[name] = values.pop(other, b"")
    return {name: value for name, value in values.items() if value}


def _from_file(api: Api, name: str, data: bytes) -> str | bytes:
    """What a file part holds: the picture, or the text of a field that may come so."""
    if name == "image_file" or name not in api.form.model_fields:
        return data
    if name not in api.file_fields:
        raise BadRequest(name, "must be text, not a file")
    try:
        return data.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise BadRequest(name, "must be text in UTF-8") from None


def _form(api: Api, values: Mapping[str, str | bytes]) -> V1Form | ExternalForm:
    try:
        return api.form.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise BadRequest(str(first["loc"][0]), reason_of(first)) from None


def _order(form: V1Form | ExternalForm, quality: Quality) -> PhotoOrder | CutoutOrder:
    """What to make, possible as far as that is known before the picture is seen."""
    if isinstance(form, V1Form):
        return form.order(quality)
    with _as_on_the_wire(text="label_text"):
        label = form.label()
    with _as_on_the_wire(text="preview"):
        request = form.request(quality, label)
    with _as_on_the_wire(text="layout_label_text"):
        return order_photo(request, form.sheet())


@contextmanager
def _as_on_the_wire(text: str) -> Iterator[None]:
    """Refusals by the names of fields. ``text``: the one whose characters a font is asked for."""
    try:
        yield
    except BadRequest as error:
        raise BadRequest(_WIRE_NAMES.get(error.field, error.field), error.reason) from None
    except SheetTooSmall as error:
        raise BadRequest(_TOO_LARGE.get(error.what, "layout_size"), error.message) from None
    except MissingGlyph as error:
        # what to install is for the operator; the characters may be of somebody's name
        _log.warning("a font is missing", script=error.script, package=error.package)
        shown = error.characters[:_MAX_SHOWN]
        raise BadRequest(text, f"no font on this server has {shown}") from None
