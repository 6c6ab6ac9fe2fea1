"""From a request's form to a submission."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
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
from idphoto.server.wire.ignored import tellable
from idphoto.server.wire.values import refusal_of
from idphoto.tasks.model import Submission
from idphoto.tasks.states import Priority


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
    prices: Prices,
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
        raise refusal_of(error) from None


def _order(form: V1Form | ExternalForm, quality: Quality) -> PhotoOrder | CutoutOrder:
    """What to make, possible as far as that is known before the picture is seen."""
    if isinstance(form, V1Form):
        return form.order(quality)
    with by_field(text="label_text"):
        label = form.label()
    with by_field(text="preview"):
        request = form.request(quality, label)
    with by_field(text="layout_label_text"):
        return order_photo(request, form.sheet())
