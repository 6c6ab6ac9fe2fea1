"""The front desk: who asks, what is accepted, and the parts that work behind it."""

from __future__ import annotations

import asyncio
import mimetypes
import time
from collections.abc import Awaitable, Mapping
from contextlib import ExitStack
from typing import Final, Self

import structlog
from filelock import FileLock, Timeout

from idphoto.accounts.account import Account, find_account
from idphoto.accounts.limits import RateLimiter
from idphoto.authority.choose import open_authority
from idphoto.authority.port import Authority
from idphoto.db.database import Database
from idphoto.errors import BadSetting, IdPhotoError
from idphoto.net.guard import Guard
from idphoto.runtime.cores import usable_cores
from idphoto.runtime.engine import Engine
from idphoto.services.downloads import Downloads
from idphoto.services.identity.check import Identity, Policy
from idphoto.services.identity.model import Checker
from idphoto.services.pictures import Pictures, open_pictures
from idphoto.settings import ServerSettings
from idphoto.storage import links
from idphoto.storage.blobs import Blobs
from idphoto.storage.folder import make_data_dir
from idphoto.storage.secret import load_secret
from idphoto.tasks import store
from idphoto.tasks.callbacks import Renderer
from idphoto.tasks.lifecycle import Tasks
from idphoto.tasks.local import LocalQueue
from idphoto.tasks.made import Make
from idphoto.tasks.patience import cancelled
from idphoto.tasks.threads import on_database_thread
from idphoto.tasks.workers import MAX_STUCK, Workers

# How long closing may take beyond the time for work in progress: a database that is away must not
# hold the end up.
CLOSE_WITHIN_S: Final = 2.5

_log = structlog.get_logger("idphoto.service")


class Service:
    """Use ``open`` and ``close``; everything else between the two, from the event loop.

    ``tasks``: accepted work. ``identity``: checks of ID cards.
    """

    def __init__(
        self, settings: ServerSettings, renderers: Mapping[str, Renderer], pictures: Pictures
    ) -> None:
        self._lock = FileLock(settings.data_dir / "serve.lock")
        self._settings = settings
        self._secret = load_secret(settings.secret.get_secret_value(), settings.data_dir)
        self._database = Database(settings.resolved_database_url)
        self._blobs = Blobs.open(settings.storage_url, settings.blobs_dir)
        self._limiter = RateLimiter()
        self._workers = Workers(settings.workers or usable_cores())
        self._networks = pictures.networks
        self._loading: asyncio.Task[None] | None = None
        self._closing = False
        guard = Guard(settings.allow_hosts)
        downloads = Downloads(settings, guard)
        self.tasks = Tasks(
            settings,
            self._database,
            self._blobs,
            guard,
            self._secret,
            queue=LocalQueue(self._database),
            workers=self._workers,
            make=pictures.make,
            download=downloads,
            renderers=renderers,
        )
        self.identity = Identity(
            Policy(settings.idcard_min_sim, settings.idcard_keep_s),
            self._database,
            self._blobs,
            self._workers,
            downloads,
            pictures.checker,
        )

    @classmethod
    async def open(
        cls,
        settings: ServerSettings,
        *,
        renderers: Mapping[str, Renderer],
        engine: Engine | None = None,
        make: Make | None = None,
        checker: Checker | None = None,
        authority: Authority | None = None,
    ) -> Self:
        """Migrate the database, take up what an earlier process left, begin to load networks.

        Args:
            settings: where everything is, and how it behaves.
            renderers: by an API's name, how it reports a task in a callback.
            engine: where the networks run; the process's own by default.
            make: makes what tasks order; by default on the engine.
            checker: reads and compares cards; by default on the engine.
            authority: is asked about cards; by default the one that the settings name.

        Raises:
            BadRequest: the data folder cannot be made or written to.
            BadSetting: another server works on it, or the authority's settings are wrong.
            WrongSecret, OutdatedEmbeddings, LibraryMissing: as ``open_authority``.
            DatabaseUnavailable: it cannot be opened.
        """
        make_data_dir(settings.data_dir)
        pictures = open_pictures(settings, engine, make, checker)
        self = cls(settings, renderers, pictures)
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            reason = f"another server already works on {settings.data_dir}"
            raise BadSetting("IDPHOTO_DATA_DIR", reason) from None
        await asyncio.to_thread(self._database.migrate)
        if authority is None:
            authority = await on_database_thread(
                open_authority, settings, self._database, self._secret, pictures.face_network
            )
        await self.identity.open(authority)
        await self.tasks.open()
        self._loading = asyncio.create_task(self._networks.run())
        return self

    async def close(self, within_s: float | None = None) -> None:
        """Begin nothing more, let what is on the workers end, leave the rest for the next start.

        ``within_s``: how long work may go on; by default ``settings.drain_s``. Closing ends at most
        ``CLOSE_WITHIN_S`` after that.
        """
        self._closing = True
        within_s = self._settings.drain_s if within_s is None else within_s
        with ExitStack() as last:
            last.callback(self._lock.release)
            last.callback(self._database.close)
            last.callback(self._workers.close)
            self._networks.close()
            try:
                async with asyncio.timeout(within_s + CLOSE_WITHIN_S):
                    await asyncio.gather(self.identity.close(within_s), self.tasks.close(within_s))
                    await cancelled([self._loading] if self._loading else [])
            except TimeoutError:
                _log.warning("not closed in time")  # the next start takes up what is left

    async def authorise(self, key: str | None) -> Account:
        """The account that an API key belongs to.

        Raises:
            InvalidKey: the key is missing, unknown or revoked.
        """
        return await on_database_thread(self._find_account, key)

    def throttle(self, account: Account) -> None:
        """Count one request.

        Raises:
            TooManyRequests: the key does not allow so many a second.
        """
        self._limiter.check(account.id, account.qps)

    async def open_file(
        self, key: str, expires_at: int, signature: str
    ) -> tuple[bytes, str] | None:
        """A stored picture and its media type, for one of our own links; None if the link is
        wrong or has expired."""
        if not links.verify(key, expires_at, signature, self._secret, time.time()):
            return None
        data = await self._blobs.get(key)
        if data is None:
            return None
        return data, mimetypes.guess_type(key, strict=False)[0] or "application/octet-stream"

    async def ready(self) -> dict[str, str]:
        """The state of each part: ``ok``, or what is wrong with it."""
        stuck = self._workers.stuck
        return {
            "accepting": "stopping" if self._closing else "ok",
            "database": await _state(on_database_thread(self._ask_database)),
            "storage": await _state(self._blobs.check()),
            "networks": self._networks.state,
            "workers": "ok" if stuck < MAX_STUCK else f"{stuck} threads are stuck",
        }

    def _find_account(self, key: str | None) -> Account:
        with self._database.reading() as tx:
            return find_account(tx, key)

    def _ask_database(self) -> None:
        with self._database.reading() as tx:
            store.counts(tx)


async def _state(check: Awaitable[object]) -> str:
    try:
        await check
    except IdPhotoError as error:
        return error.message
    return "ok"
