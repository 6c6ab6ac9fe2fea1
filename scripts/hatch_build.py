"""Put the studio's page into wheels and sdists: build it, where that has not been done and Node is
there. Without Node the package is built without the page, and its server says so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_ROOT = Path(__file__).resolve().parents[1]
_INDEX = _ROOT / "src" / "idphoto" / "server" / "studio" / "built" / "index.html"


class PageHook(BuildHookInterface[Any]):
    """Runs before each build. Editable installs need nothing: `make studio` is for them."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable" or _INDEX.is_file():
            return
        builder = [sys.executable, str(_ROOT / "scripts" / "studio.py"), "--if-possible"]
        said = subprocess.run(builder, capture_output=True, text=True).stderr.strip()
        if not _INDEX.is_file():
            self.app.display_warning(f"built without the studio's page: {said}")
