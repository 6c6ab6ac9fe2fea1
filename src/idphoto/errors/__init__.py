"""One tree of errors. Each has a stable ``code``, the numbers that matter, and nothing of HTTP.

An error is a dataclass. Its fields are what was found and what was needed, ``message`` is a
sentence made from them, and ``details()`` is the same for machines. ``render(names)`` is the
message for a caller who knows the library's values by other names, such as an API's fields.

The tree::

    IdPhotoError
        PhotoAtFault
            BadImage
                FileUnreadable
                    NoSuchFile
                    NotAFile
                    FileForbidden
                UnsupportedFormat
            ImageTooLarge
            NoFace
            SeveralFaces
            NoSuchFace
            FaceTooSmall
            FaceCutOff
            HairCutOff
            BodyCutOff
            BackgroundCutOff
            HeadNotFrontal
            FaceCovered
            PersonTouched
            CannotDress
            CannotStyleHair
            NoCard
            SeveralCards
            CardTooSmall
            CardUnreadable
            CardBlurred
            CardOnScreen
            BackgroundUnfit
        BadRequest
            NotOffered
        IdempotencyKeyReused
        IdempotencyKeyInUse
        UploadTooLarge
        BadSetting
        IoError
            NoSuchFolder
        CannotFit
        FramingConflict
        EditingForbidden
        SpecificationViolated
        WrongPeople
        TooFewPairs
        PersonExists
        UnknownPerson
        WrongSecret
        OutdatedEmbeddings
        RegistryDamaged
        LibraryMissing
        MissingGlyph
        SheetTooSmall
        SheetFull
        ImplausibleDensity
        UnknownSpec
        BadCatalogue
        UnknownGarment
        BadGarment
        UnknownTemplate
        WeightsUnavailable
        WeightsCorrupt
        BadRanges
        InvalidKey
        KeyRequired
        NotEnoughCredits
        TooManyRequests
        TooManyTasks
        UnknownKey
        NotSignedIn
        SignInRefused
        TooManySignIns
        StudioClosed
        CrossSiteRequest
        UnknownLink
        DownloadFailed
            HostUnreachable
            EmptySource
            AddressRefused
        DownloadTooLarge
        ServerUnreachable
        UnexpectedAnswer
        TaskOverdue
        UnknownTask
        UnknownFile
        TaskUnfinished
        TaskRemoved
        UnknownSource
        SourceInUse
        UnknownBatch
        UnknownItem
        ItemExists
        BatchFull
        NothingToPrint
        SourceExpired
        DeadlineExceeded
        GivenUp
        Overloaded
        NetworksUnavailable
        TooManyUploads
        StorageUnavailable
        DatabaseUnavailable
        DatabaseOutdated
        DatabaseLost
        OutOfResources
        InternalError

The files hold one subject each; import the classes from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from idphoto.errors.accounts import (
    InvalidKey,
    KeyRequired,
    NotEnoughCredits,
    TooManyRequests,
    TooManyTasks,
    UnknownKey,
)
from idphoto.errors.base import NO_NAMES, IdPhotoError, Names, PhotoAtFault
from idphoto.errors.batches import (
    BatchFull,
    ItemExists,
    NothingToPrint,
    UnknownBatch,
    UnknownItem,
)
from idphoto.errors.calibration import TooFewPairs
from idphoto.errors.cards import (
    CardBlurred,
    CardOnScreen,
    CardTooSmall,
    CardUnreadable,
    NoCard,
    SeveralCards,
)
from idphoto.errors.catalogue import (
    BadCatalogue,
    BadGarment,
    UnknownGarment,
    UnknownSpec,
    UnknownTemplate,
)
from idphoto.errors.downloads import (
    AddressRefused,
    DownloadFailed,
    DownloadTooLarge,
    EmptySource,
    HostUnreachable,
)
from idphoto.errors.drawing import LibraryMissing, MissingGlyph
from idphoto.errors.faces import (
    BackgroundCutOff,
    BodyCutOff,
    FaceCovered,
    FaceCutOff,
    FaceTooSmall,
    HairCutOff,
    HeadNotFrontal,
    NoFace,
    NoSuchFace,
    PersonTouched,
    SeveralFaces,
)
from idphoto.errors.files import IoError, NoSuchFolder
from idphoto.errors.images import (
    BadImage,
    CannotFit,
    FileForbidden,
    FileUnreadable,
    ImageTooLarge,
    NoSuchFile,
    NotAFile,
    UnsupportedFormat,
)
from idphoto.errors.people import (
    OutdatedEmbeddings,
    PersonExists,
    RegistryDamaged,
    UnknownPerson,
    WrongSecret,
)
from idphoto.errors.photos import CannotDress, CannotStyleHair, FramingConflict, WrongPeople
from idphoto.errors.requests import (
    BadRequest,
    BadSetting,
    IdempotencyKeyInUse,
    IdempotencyKeyReused,
    NotOffered,
    UploadTooLarge,
)
from idphoto.errors.servers import ServerUnreachable, TaskOverdue, UnexpectedAnswer
from idphoto.errors.service import (
    DatabaseLost,
    DatabaseOutdated,
    DatabaseUnavailable,
    InternalError,
    NetworksUnavailable,
    OutOfResources,
    Overloaded,
    StorageUnavailable,
    TooManyUploads,
)
from idphoto.errors.sheets import ImplausibleDensity, SheetFull, SheetTooSmall
from idphoto.errors.specifications import (
    BackgroundUnfit,
    EditingForbidden,
    SpecificationViolated,
)
from idphoto.errors.studio import (
    CrossSiteRequest,
    NotSignedIn,
    SignInRefused,
    StudioClosed,
    TooManySignIns,
    UnknownLink,
)
from idphoto.errors.tasks import (
    DeadlineExceeded,
    GivenUp,
    SourceExpired,
    SourceInUse,
    TaskRemoved,
    TaskUnfinished,
    UnknownFile,
    UnknownSource,
    UnknownTask,
)
from idphoto.errors.weights import BadRanges, WeightsCorrupt, WeightsUnavailable

__all__ = [  # noqa: RUF022 - in the order of the tree
    "IdPhotoError",
    "NO_NAMES",
    "Names",
    "ALL",
    "restored",
    "PhotoAtFault",
    "BadRequest",
    "NotOffered",
    "IdempotencyKeyReused",
    "IdempotencyKeyInUse",
    "UploadTooLarge",
    "BadSetting",
    "IoError",
    "BadImage",
    "FileUnreadable",
    "NoSuchFile",
    "NotAFile",
    "FileForbidden",
    "UnsupportedFormat",
    "ImageTooLarge",
    "NoSuchFolder",
    "CannotFit",
    "NoFace",
    "SeveralFaces",
    "NoSuchFace",
    "FaceTooSmall",
    "FaceCutOff",
    "HairCutOff",
    "BodyCutOff",
    "BackgroundCutOff",
    "HeadNotFrontal",
    "FaceCovered",
    "PersonTouched",
    "FramingConflict",
    "EditingForbidden",
    "BackgroundUnfit",
    "SpecificationViolated",
    "CannotDress",
    "CannotStyleHair",
    "WrongPeople",
    "NoCard",
    "SeveralCards",
    "CardTooSmall",
    "CardUnreadable",
    "CardBlurred",
    "CardOnScreen",
    "TooFewPairs",
    "PersonExists",
    "UnknownPerson",
    "WrongSecret",
    "OutdatedEmbeddings",
    "RegistryDamaged",
    "LibraryMissing",
    "MissingGlyph",
    "SheetTooSmall",
    "SheetFull",
    "ImplausibleDensity",
    "UnknownSpec",
    "BadCatalogue",
    "UnknownGarment",
    "BadGarment",
    "UnknownTemplate",
    "WeightsUnavailable",
    "WeightsCorrupt",
    "BadRanges",
    "InvalidKey",
    "KeyRequired",
    "NotEnoughCredits",
    "TooManyRequests",
    "TooManyTasks",
    "UnknownKey",
    "NotSignedIn",
    "SignInRefused",
    "TooManySignIns",
    "StudioClosed",
    "CrossSiteRequest",
    "UnknownLink",
    "DownloadFailed",
    "HostUnreachable",
    "EmptySource",
    "AddressRefused",
    "DownloadTooLarge",
    "ServerUnreachable",
    "UnexpectedAnswer",
    "TaskOverdue",
    "UnknownTask",
    "UnknownFile",
    "TaskUnfinished",
    "TaskRemoved",
    "UnknownSource",
    "SourceInUse",
    "UnknownBatch",
    "UnknownItem",
    "ItemExists",
    "BatchFull",
    "NothingToPrint",
    "SourceExpired",
    "DeadlineExceeded",
    "GivenUp",
    "Overloaded",
    "NetworksUnavailable",
    "TooManyUploads",
    "StorageUnavailable",
    "DatabaseOutdated",
    "DatabaseUnavailable",
    "DatabaseLost",
    "OutOfResources",
    "InternalError",
]


def _below(root: type[IdPhotoError]) -> Iterator[type[IdPhotoError]]:
    for each in root.__subclasses__():
        yield each
        yield from _below(each)


ALL: Final[tuple[type[IdPhotoError], ...]] = tuple(_below(IdPhotoError))
"""Every class but the root, each after the one it derives from."""

# the class that a code stands for: where two share one, it is their common base
_BY_CODE: Final = {each.code: each for each in reversed(ALL) if each is not PhotoAtFault}


def restored(code: str, details: Mapping[str, Any]) -> IdPhotoError | None:
    """The error that was stored as its code and ``details()``.

    None where this version has no such error, or one with other fields.
    """
    try:
        return _BY_CODE[code](**details)
    except (KeyError, TypeError):
        return None


# tracebacks and logs then show the name to import
for _each in (IdPhotoError, *ALL):
    _each.__module__ = __name__
