"""The inference library, imported when first needed and without its telemetry."""

from __future__ import annotations

import importlib
import sys
import threading
from typing import Any

TELEMETRY = "openvino_telemetry"
_importing = threading.Lock()


def load_openvino() -> Any:
    """The ``openvino`` module.

    Importing it would report the import to its makers' statistics. While it is being imported its
    telemetry package counts as not installed, so it settles on the stand-in it has for that case.
    """
    with _importing:
        if "openvino" not in sys.modules and TELEMETRY not in sys.modules:
            sys.modules[TELEMETRY] = None  # type: ignore[assignment]
            try:
                return importlib.import_module("openvino")
            finally:
                del sys.modules[TELEMETRY]
        return importlib.import_module("openvino")
