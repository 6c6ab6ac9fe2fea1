"""The catalogue of official photo specifications."""

from idphoto.specs.find import load_spec, search_specs
from idphoto.specs.load import all_specs
from idphoto.specs.model import Range, Spec

__all__ = ["Range", "Spec", "all_specs", "load_spec", "search_specs"]
