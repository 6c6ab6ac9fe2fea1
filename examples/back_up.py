"""Copy the SQLite database of a running server, whole and consistent.

python back_up.py ~/.local/share/idphoto/idphoto.db backup.db
"""

from __future__ import annotations

import os
import sqlite3
import sys


def main() -> None:
    """VACUUM INTO also copies what is still in the -wal file; it refuses an existing target."""
    source, target = sys.argv[1:]
    os.umask(0o077)  # the copy is for its owner alone, as the database is
    sqlite3.connect(source).execute("VACUUM INTO ?", (target,))


if __name__ == "__main__":
    main()
