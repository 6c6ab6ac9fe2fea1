"""``idphoto`` as a command whose tasks make blank pictures, without any network.

``python -m tests.canned serve``; a program with a fault calls ``install`` before the command. A
task takes a moment, ``IDPHOTO_TEST_MOMENT_S``, and waits while there is a file ``hold`` in the data
folder.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from PIL import Image

from idphoto.cli.app import main
from idphoto.services import service
from idphoto.services.identity.model import Checker
from idphoto.services.pictures import open_pictures
from idphoto.steps import Progress
from idphoto.tasks.made import File, FileFormat, Made

_MOMENT_S: Final = float(os.environ.get("IDPHOTO_TEST_MOMENT_S", "0.1"))


def install(checker: Checker | None = None) -> None:
    """From now on the process's services make what ``blank`` makes; ``checker``: as theirs."""
    canned = partial(open_pictures, make=blank)

    def opened(settings: Any, engine: Any, _: object, own: Checker | None) -> Any:
        return canned(settings, engine, checker=checker or own)

    patch.object(service, "open_pictures", opened).start()


def blank(
    order: dict[str, Any], photos: Sequence[bytes], deadline: float, progress: Progress
) -> Made:
    """What ``blank_files`` makes, after a moment and while nothing holds it."""
    progress("blank", 0.0)
    time.sleep(_MOMENT_S)
    wait_while_held()
    return blank_files(order)


def blank_files(order: dict[str, Any]) -> Made:
    """As many files as the order makes, under their names."""
    if order["kind"] == "headshot":
        files = {name: _file("png", (768, 1024)) for name in ("1", "2")}
    else:
        files = {"image": _file("jpeg", (295, 413))}
        if order.get("sheet"):
            files["sheet"] = _file("jpeg", (1500, 1051))
    return Made(files, {"timings_ms": {"blank": 0.0}})


def wait_while_held() -> None:
    hold = Path(os.environ["IDPHOTO_DATA_DIR"]) / "hold"
    while hold.exists():
        time.sleep(0.02)


def _file(kind: FileFormat, size_wh: tuple[int, int]) -> File:
    buffer = io.BytesIO()
    Image.new("RGB", size_wh, "white").save(buffer, kind)
    return File(buffer.getvalue(), kind, size_wh)


if __name__ == "__main__":
    install()
    main()
