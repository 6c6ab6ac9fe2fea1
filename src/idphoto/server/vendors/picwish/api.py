"""The two APIs: what each accepts, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from idphoto.server.vendors.picwish.forms.external import ExternalForm
from idphoto.server.vendors.picwish.forms.v1 import V1Form

MB: Final = 2**20  # the pages do not say; the larger reading refuses nobody


@dataclass(frozen=True, slots=True)
class Api:
    """One endpoint.

    ``name``: of its tasks in the database. ``path``: to create at; a task is asked for below it.
    ``max_upload_bytes``: of one uploaded file. ``max_download_bytes``: at an image_url.
    ``time_limit_s``: on a worker. ``created_message``: of the answer to a new task.
    ``file_fields``: what may come as a file part. ``file_stands_in``: file parts under another
    name → the field they fill where it is absent. ``timestamp``: epoch seconds as they are told.
    ``tells_details``: whether a task's answer has the second page's further keys.
    """

    name: str
    path: str
    form: type[V1Form] | type[ExternalForm]
    max_upload_bytes: int
    max_download_bytes: int
    time_limit_s: float
    created_message: str
    timestamp: Callable[[float], str | int]
    tells_details: bool
    file_fields: tuple[str, ...]
    file_stands_in: Mapping[str, str] = field(default_factory=dict)


V1: Final = Api(
    name="picwish.v1",
    path="/api/tasks/visual/idphoto",
    form=V1Form,
    max_upload_bytes=20 * MB,
    max_download_bytes=30 * MB,
    time_limit_s=180,
    created_message="success",
    timestamp=lambda seconds: str(int(seconds)),
    tells_details=False,
    # a URL may come as a file part, too: programs on the second page send it so
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
    tells_details=True,
    file_fields=("image_file", "image_url", "file"),
    file_stands_in={"file": "image_file"},  # a program on the page sends its picture so
)
APIS: Final = {api.name: api for api in (V1, EXTERNAL)}
