"""The inference library, imported when first needed and without its telemetry."""

from __future__ import annotations

import importlib
import sys
import threading
from typing import Any

TELEMETRY = "openvino_telemetry"
CONVERTER = "openvino.tools.ovc"  # for other frameworks' models: not needed here, 60 ms to import
_importing = threading.Lock()


def load_openvino() -> Any:
    """The ``openvino`` module.

    On import, OpenVINO would report to its makers' statistics. During the import its telemetry
    package and its converter are therefore hidden, so that it uses the stand-ins that it has for
    the case that they are not installed.
    """
    with _importing:
        module = _imported()
        # The first conversion of a type fills a table under a C++ lock and releases the interpreter
        # meanwhile: two threads that do this at once wait for each other forever.
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
