"""Calls about what there is to choose from."""

from __future__ import annotations

from idphoto.client.calls.building import path, query
from idphoto.client.wire import Call, reads, reads_bytes
from idphoto.messages.catalogue import GarmentList, PaperList, TemplateList
from idphoto.messages.specs import SpecDetail, SpecList


def search_specs(
    text: str, near: str | None, country: str | None, category: str | None, cursor: str | None
) -> Call[SpecList]:
    """A page of the documents that match, the best first."""
    asked = query(search=text or None, near=near, country=country, category=category, cursor=cursor)
    return Call("GET", path("specs"), reads(SpecList), query=asked)


def show_spec(spec_id: str) -> Call[SpecDetail]:
    """Everything that is known of a document."""
    return Call("GET", path("specs", spec_id), reads(SpecDetail))


def list_papers() -> Call[PaperList]:
    """The papers that have names."""
    return Call("GET", path("papers"), reads(PaperList))


def list_garments() -> Call[GarmentList]:
    """The wardrobe."""
    return Call("GET", path("garments"), reads(GarmentList))


def garment_thumbnail(garment_id: str) -> Call[bytes]:
    """A picture of a garment."""
    return Call("GET", path("garments", garment_id, "thumbnail"), reads_bytes)


def list_templates() -> Call[TemplateList]:
    """The templates of headshots."""
    return Call("GET", path("templates"), reads(TemplateList))


def template_thumbnail(template_id: str) -> Call[bytes]:
    """A picture of a template."""
    return Call("GET", path("templates", template_id, "thumbnail"), reads_bytes)
