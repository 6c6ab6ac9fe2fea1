"""Files that the client writes."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from idphoto.errors import IdPhotoError, IoError


@contextmanager
def new_file(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """An open file that becomes the one at ``path`` at the end; an error leaves no part of it.

    Raises:
        IoError: the file cannot be written.
    """
    target = Path(path)
    part = target.with_name(f".{target.name}.{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            yield file
        part.replace(target)
    except IdPhotoError:
        raise
    except OSError as error:
        raise IoError.of(error, target) from error
    finally:
        part.unlink(missing_ok=True)
