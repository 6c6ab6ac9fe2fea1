"""The catalogue of official photo specifications."""

from idphoto.specs.find import load_spec, search_specs
from idphoto.specs.load import all_specs
from idphoto.specs.model import Spec
from idphoto.specs.ranges import Range
from idphoto.specs.requirements import ChildRule, Requirements

__all__ = [
    "ChildRule",
    "Range",
    "Requirements",
    "Spec",
    "all_specs",
    "load_spec",
    "search_specs",
]
