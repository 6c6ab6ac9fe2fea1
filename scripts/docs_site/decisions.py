"""A hook of MkDocs: the decisions are in the navigation, in the order of their numbers."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The configuration with the pages of ``adr/``; MkDocs calls it once."""
    pages = sorted(Path(config.docs_dir, "adr").glob("*.md"))
    config.nav = [*(config.nav or []), {"Decisions": [f"adr/{page.name}" for page in pages]}]
    return config
