"""Calls about uploaded portraits."""

from __future__ import annotations

from idphoto.client.calls.building import new_key, path
from idphoto.client.pictures import PictureFile, sent_file
from idphoto.client.wire import Call, reads, reads_bytes, reads_nothing
from idphoto.messages.sources import Source

Uploaded = Source | str
"""An uploaded portrait, or its id."""


def _id(source: Uploaded) -> str:
    return source if isinstance(source, str) else source.id


def upload(picture: PictureFile) -> Call[Source]:
    """Upload a portrait."""
    files = (sent_file(picture, "picture"),)
    return Call("POST", path("sources"), reads(Source), files=files, key=new_key(None))


def show_source(source: Uploaded) -> Call[Source]:
    """What is known of an uploaded portrait."""
    return Call("GET", path("sources", _id(source)), reads(Source))


def download_source(source: Uploaded) -> Call[bytes]:
    """The upright portrait, as a JPEG file."""
    return Call("GET", path("sources", _id(source), "picture"), reads_bytes)


def delete_source(source: Uploaded) -> Call[None]:
    """Delete an uploaded portrait."""
    return Call("DELETE", path("sources", _id(source)), reads_nothing)
