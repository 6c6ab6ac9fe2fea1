"""Write the API's description, which the studio's TypeScript client is generated from."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from idphoto.server.app import create_app
from idphoto.settings import ServerSettings


def main(out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        described = create_app(ServerSettings(data_dir=Path(folder))).openapi()
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(described, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
