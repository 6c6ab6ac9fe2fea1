"""The studio: whether its page is there, and whether anybody can use it."""

from __future__ import annotations

import time
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from idphoto.errors import IdPhotoError
from idphoto.health.part import HealthPart
from idphoto.settings import ServerSettings

# What `make studio` builds and idphoto.server.studio serves.
_PAGE: Final = Path(__file__).parents[1] / "server" / "studio" / "built" / "index.html"


def part(settings: ServerSettings, page: Path = _PAGE) -> HealthPart:
    """The studio, as far as it can be known without a running server."""
    if settings.studio == "off" or settings.role == "worker":
        return HealthPart("studio", "ok", "off")
    if not page.is_file():
        remedy = "`make studio` builds it; IDPHOTO_STUDIO=off does without"
        return HealthPart("studio", "warning", "this installation has no page for it", remedy)
    has_password = bool(settings.studio_password.get_secret_value())
    if settings.studio == "auto":
        found = "open to people at this machine only"
        if has_password:
            found = f"{found}, so that IDPHOTO_STUDIO_PASSWORD is not used"
            return HealthPart("studio", "warning", found, "set IDPHOTO_STUDIO to on")
        return HealthPart("studio", "ok", found)
    ways = ["the password"] if has_password else []
    links = _links(settings)
    if links:
        ways.append("1 link" if links == 1 else f"{links:,} links")
    if not ways:
        found = "on, but nobody can sign in: there is no password and no valid link"
        remedy = "set IDPHOTO_STUDIO_PASSWORD, or run `idphoto studio link NAME`"
        return HealthPart("studio", "warning", found, remedy)
    return HealthPart("studio", "ok", f"people sign in by {' or '.join(ways)}")


def _links(settings: ServerSettings) -> int:
    """How many links are valid; 0 if the database is not there or too old to have any."""
    if find_spec("sqlalchemy") is None:
        return 0
    if not settings.database_url and not (settings.data_dir / "idphoto.db").exists():
        return 0
    from idphoto.accounts.studio_links import is_valid, list_links
    from idphoto.db.database import Database

    try:
        database = Database(settings.resolved_database_url)
        try:
            if database.version().found != database.version().newest:
                return 0
            with database.reading() as tx:
                now = time.time()
                return sum(is_valid(each, now) for each in list_links(tx))
        finally:
            database.close()
    except IdPhotoError:  # which is the database's own part
        return 0
