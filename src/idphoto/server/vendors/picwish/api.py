"""The two APIs: what each accepts, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from idphoto.server.vendors.picwish.forms.external import ExternalForm
from idphoto.server.vendors.picwish.forms.v1 import V1Form

MB: Final = 2**20  # the pages do not define MB; the larger meaning refuses fewer files


@dataclass(frozen=True, slots=True)
class Api:
    """One endpoint.

    ``name``: the API's name on its tasks in the database. ``path``: creates tasks; a task is
    queried below it. ``max_upload_bytes``: the largest uploaded file. ``max_download_bytes``: the
    largest file at an image_url. ``time_limit_s``: time on a worker. ``created_message``: the
    message of the answer to a new task. ``file_fields``: fields that may be sent as a file part.
    ``file_aliases``: another name of a file part → the field it fills if that is absent.
    ``timestamp``: turns epoch seconds into the wire's type. ``has_details``: whether a task's
    answer has the external page's further keys.
    """

    name: str
    path: str
    form: type[V1Form] | type[ExternalForm]
    max_upload_bytes: int
    max_download_bytes: int
    time_limit_s: float
    created_message: str
    timestamp: Callable[[float], str | int]
    has_details: bool
    file_fields: tuple[str, ...]
    file_aliases: Mapping[str, str] = field(default_factory=dict)


V1: Final = Api(
    name="picwish.v1",
    path="/api/tasks/visual/idphoto",
    form=V1Form,
    max_upload_bytes=20 * MB,
    max_download_bytes=30 * MB,
    time_limit_s=180,
    created_message="success",
    timestamp=lambda seconds: str(int(seconds)),
    has_details=False,
    # the URL may also be a file part, because programs on the external page send it as one
    file_fields=("image_file", "image_url"),
)
EXTERNAL: Final = Api(
    name="picwish.external",
    path="/api/tasks/visual/external/idphoto",
    form=ExternalForm,
    max_upload_bytes=15 * MB,
    max_download_bytes=15 * MB,
    time_limit_s=30,
    created_message="ok",
    timestamp=int,
    has_details=True,
    file_fields=("image_file", "image_url", "file"),
    file_aliases={"file": "image_file"},  # the name that a program on the page uses
)
APIS: Final = {api.name: api for api in (V1, EXTERNAL)}
