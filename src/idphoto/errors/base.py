"""The root of all errors, and the marker for photos that cannot be used."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Final, Self

Names = Mapping[str, str]
"""The library's name of a value → the name that a caller knows it by."""

NO_NAMES: Final[Names] = MappingProxyType({})
_WORD_START: Final = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(eq=False)
class IdPhotoError(Exception):
    """The root of all errors. It is never raised itself.

    ``code`` is the class's name in snake_case and never changes once released. ``template`` is the
    message, with places for the error's fields. ``named`` lists the fields that hold the library's
    name of something the caller passed. ``remedy`` is what to do about it, as Markdown.
    ``caller_template`` is the message for a server's caller, where ``template`` is for its
    operator; without one, the caller gets the message or nothing.

    >>> import idphoto
    >>> try:
    ...     idphoto.make_photo(b"")
    ... except idphoto.IdPhotoError as error:
    ...     print(error.code, "-", error.message)
    bad_image - cannot read the picture: the file is empty
    """

    code: ClassVar[str] = "idphoto_error"
    template: ClassVar[str] = "idphoto failed"
    named: ClassVar[tuple[str, ...]] = ()
    remedy: ClassVar[str] = ""
    caller_template: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "code" not in cls.__dict__:
            cls.code = _WORD_START.sub("_", cls.__name__).lower()

    @property
    def message(self) -> str:
        """One sentence for a person, in the library's names: what is wrong, with its numbers."""
        return self.render()

    def render(self, names: Names = NO_NAMES) -> str:
        """The message for a caller who knows the library's values by other ``names``."""
        return self.template.format(**self.words(names))

    def for_caller(self) -> str:
        """The message for a server's caller, without folders and packages; "" if there is none."""
        return self.caller_template.format(**self.details())

    def words(self, names: Names) -> dict[str, Any]:
        """What fills the template's places. ``names`` replaces the fields listed in ``named``."""
        found = self.details()
        return found | {field: names.get(found[field], found[field]) for field in self.named}

    def details(self) -> dict[str, Any]:
        """The error's fields by name: what was found, and what was needed."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}

    def to_json(self) -> dict[str, Any]:
        """The error as JSON's types: ``code``, ``message`` and the fields of ``details()``."""
        return {"code": self.code, "message": self.message, **self.details()}

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        # BaseException would re-create itself from `args`, which misses keyword fields: errors
        # cross process borders in batches.
        return type(self), tuple(self.details().values())


@dataclass(eq=False)
class PhotoAtFault(IdPhotoError):
    """The picture itself cannot be used; another one may do. Never raised itself."""

    code: ClassVar[str] = IdPhotoError.code
