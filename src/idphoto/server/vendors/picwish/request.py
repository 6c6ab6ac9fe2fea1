"""Parses a form into a submission."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from pydantic import ValidationError

from idphoto.accounts.prices import Prices
from idphoto.errors import BadRequest
from idphoto.orders.cutout import CutoutOrder
from idphoto.orders.photo import PhotoOrder, order_photo
from idphoto.orders.stored import to_json
from idphoto.orders.values import Quality
from idphoto.server.vendors.picwish.api import Api
from idphoto.server.vendors.picwish.errors import by_field
from idphoto.server.vendors.picwish.forms.external import ExternalForm
from idphoto.server.vendors.picwish.forms.v1 import V1Form
from idphoto.server.wire.ignored import header_names
from idphoto.server.wire.values import refusal_of
from idphoto.tasks.model import Submission
from idphoto.tasks.states import Priority


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed request.

    ``sync``: whether its sender waits for the result. ``ignored``: the names of fields that are
    unknown or have no effect, safe for a header.
    """

    submission: Submission
    sync: bool
    ignored: tuple[str, ...]


def read_form(
    api: Api,
    fields: Sequence[tuple[str, str]],
    files: Mapping[str, bytes],
    *,
    prices: Prices,
    base_url: str,
    trace_id: str,
    quality: Quality,
    max_source_side_px: int = 0,
    unreadable: Mapping[str, str] = MappingProxyType({}),
    query: Collection[str] = (),
) -> Parsed:
    """Parse a form.

    ``fields``: its text parts in order; ``files``: its file parts. ``base_url``, ``trace_id``: as
    in ``Submission``. ``quality``: the quality of the cut-out edges. ``max_source_side_px``: the
    longest side of a source; 0 leaves it to the server. ``unreadable``: fields whose text could not
    be read, with the reason. ``query``: the names of URL parameters, which are ignored.

    Raises:
        BadRequest: a listed field is malformed, or two fields contradict each other; ``field`` is
            its name on the wire.
    """
    for name in api.form.model_fields:
        if name in unreadable:
            raise BadRequest(name, unreadable[name])
    values = _values(api, fields, files)
    form = _form(api, values)
    form.check()
    order = replace(_order(form, quality), max_source_side_px=max_source_side_px or None)
    unknown = [name for name in values if name not in api.form.model_fields]
    unknown += [*unreadable, *query]
    return Parsed(
        Submission(
            api=api.name,
            order=to_json(order),
            cost=form.cost(prices),
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
        ignored=header_names([*unknown, *form.fields_without_effect()]),
    )


def _values(
    api: Api, fields: Sequence[tuple[str, str]], files: Mapping[str, bytes]
) -> dict[str, str | bytes]:
    """Every field with a value, by name; text is stripped of surrounding whitespace.

    Empty file parts are dropped: a browser sends one if no file was chosen.
    """
    known = api.form.model_fields
    given = Counter(name for name in [*(name for name, _ in fields), *files] if name in known)
    if twice := next((name for name in known if given[name] > 1), None):
        raise BadRequest(twice, "is given more than once")
    values: dict[str, str | bytes] = {name: text.strip() for name, text in fields}
    if values.get("image_file"):
        raise BadRequest("image_file", "must be a file part with the picture's bytes")
    values |= {name: _from_file(api, name, data) for name, data in files.items() if data}
    for other, name in api.file_aliases.items():
        if other in files and not values.get(name):
            values[name] = values.pop(other, b"")
    return {name: value for name, value in values.items() if value}


def _from_file(api: Api, name: str, data: bytes) -> str | bytes:
    """The value of a file part: the picture, or the text of a field that may be sent as a file."""
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
        raise refusal_of(error) from None


def _order(form: V1Form | ExternalForm, quality: Quality) -> PhotoOrder | CutoutOrder:
    """The order, checked as far as possible without the picture."""
    if isinstance(form, V1Form):
        return form.order(quality)
    with by_field(text="label_text"):
        label = form.label()
    with by_field(text="preview"):
        request = form.request(quality, label)
    with by_field(text="layout_label_text"):
        return order_photo(request, form.sheet())
