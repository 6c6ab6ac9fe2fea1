"""The inference library, imported when first needed and without its telemetry."""

from __future__ import annotations

import importlib
import sys
import threading
from typing import Any

TELEMETRY = "openvino_telemetry"
CONVERTER = "openvino.tools.ovc"  # for other frameworks' models: of no use here, 60 ms to import
_importing = threading.Lock()


def load_openvino() -> Any:
    """The ``openvino`` module.

    Importing it would report the import to its makers' statistics. While it is being imported its
    telemetry package counts as not installed, so it settles on the stand-in it has for that case;
    so does its converter, which it can do without.
    """
    with _importing:
        module = _imported()
        # The first conversion of a type fills a table behind a lock of C++'s and lets go of the
        # interpreter meanwhile: two threads that come there at once wait for each other for ever.
        module.Type.f32.to_dtype()
        return module


def _imported() -> Any:
    absent = {TELEMETRY, CONVERTER} - sys.modules.keys()
    if "openvino" in sys.modules or TELEMETRY not in absent:
        return importlib.import_module("openvino")
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        return importlib.import_module("openvino")
    finally:
        for name in absent:
            del sys.modules[name]
