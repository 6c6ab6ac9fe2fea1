"""``idphoto`` as a command whose networks' answers are kept: ``python -m tests.kept serve``."""

from __future__ import annotations

from tests.kept.networks import remember

from idphoto.cli.app import main

if __name__ == "__main__":
    remember()
    main()
