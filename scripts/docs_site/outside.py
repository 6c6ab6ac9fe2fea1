"""A hook of MkDocs: links that leave ``docs/`` lead to the file in the repository.

In a checkout, and where the pages are read on a code host, such links are relative. On the site
there is no such file; what the page says stays one text for both.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

ROOT: Final = Path(__file__).resolve().parents[2]
REPOSITORY: Final = "https://github.com/idphoto/idphoto/blob/main/"
_LINK: Final = re.compile(r"(?<=\]\()([^)\s#:]+)")


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The page's text; MkDocs calls it for every page."""
    folder = posixpath.join("docs", posixpath.dirname(page.file.src_uri))
    return _LINK.sub(lambda link: address_of(link[1], folder), markdown)


def address_of(link: str, folder: str) -> str:
    """Where a link in a page of ``folder`` leads on the site."""
    target = posixpath.normpath(posixpath.join(folder, link))
    is_page = target.startswith("docs/") and not (ROOT / target).is_dir()
    return link if is_page or not (ROOT / target).exists() else REPOSITORY + target
