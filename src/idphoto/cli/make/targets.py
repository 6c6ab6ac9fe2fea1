"""Where photos are written: a file, a folder, or standard output."""

from __future__ import annotations

from pathlib import Path

from idphoto.cli.inputs import is_batch, name_of
from idphoto.cli.output import STANDARD, is_standing
from idphoto.cli.values import format_of
from idphoto.errors import BadRequest
from idphoto.imaging.encode import FORMATS, SUFFIXES, OutputFormat


def named_format(photos: list[Path], output: Path | None) -> OutputFormat | None:
    """The format that the file to write is named for; None for folders and streams.

    Raises:
        BadRequest: of ``output``: the suffix is of no format that can be written.
    """
    if output is None or is_batch(photos) or _is_folder(output):
        return None
    if is_standing(output):
        return FORMATS.get(output.suffix.lower())
    return format_of(output)


def target_of(photo: Path, output: Path | None, kind: OutputFormat) -> Path:
    """The file that one photo is written to.

    Raises:
        BadRequest: of ``output``: it is the photo itself.
    """
    suffix = SUFFIXES[kind]
    if output is None:
        target = STANDARD if photo == STANDARD else Path(f"{photo.stem}-idphoto{suffix}")
    elif _is_folder(output):
        target = output / f"{name_of(photo)}{suffix}"
    else:
        target = output
    if STANDARD not in (photo, target) and target.resolve() == photo.resolve():
        raise BadRequest("output", f"{target} is the source photo: choose another name")
    return target


def folder_of(output: Path | None) -> Path:
    """The folder that several photos are written to; it need not exist.

    Raises:
        BadRequest: of ``output``: it is, or looks like, a file.
    """
    folder = output or Path("idphotos")
    if folder.is_dir():
        return folder
    if folder == STANDARD:
        raise BadRequest("output", "several photos do not go to standard output: name a folder")
    if folder.exists():
        raise BadRequest("output", f"{folder} is a file, but several photos need a folder")
    if folder.suffix.lower() in FORMATS:
        raise BadRequest(
            "output",
            f"{folder} looks like a file, but several photos need a folder: -o {folder.stem} "
            "makes one",
        )
    return folder


def _is_folder(output: Path) -> bool:
    return output.is_dir() or not (output.suffix or is_standing(output))
