"""The front desk: who asks, what is accepted, and the parts that work behind it."""

from __future__ import annotations

import asyncio
import mimetypes
import time
from collections.abc import Awaitable, Mapping
from contextlib import ExitStack, suppress
from typing import Final, Self

import structlog

import idphoto
from idphoto.accounts.account import Account, find_account
from idphoto.accounts.limits import RateLimiter
from idphoto.accounts.shared_limits import count_request
from idphoto.authority.choose import open_authority
from idphoto.authority.port import Authority
from idphoto.batches.batches import Batches
from idphoto.db.database import Database
from idphoto.errors import DatabaseUnavailable, IdPhotoError
from idphoto.net.guard import Guard
from idphoto.orders.live import LiveView
from idphoto.runtime.cores import usable_cores
from idphoto.runtime.engine import Engine
from idphoto.services.downloads import Downloads
from idphoto.services.identity.check import Identity, Policy
from idphoto.services.identity.model import Check, Checked, Checker
from idphoto.services.live import LiveViews
from idphoto.services.pictures import Pictures, open_pictures
from idphoto.services.roles import check_role, open_queue
from idphoto.services.studio.studio import Studio
from idphoto.services.tenancy import Tenancy
from idphoto.settings import ServerSettings
from idphoto.storage import links
from idphoto.storage.blobs import Blobs
from idphoto.storage.folder import make_data_dir, make_private
from idphoto.storage.secret import load_secret
from idphoto.tasks import store
from idphoto.tasks.accept import Alongside
from idphoto.tasks.callbacks import Renderer
from idphoto.tasks.lifecycle import Tasks
from idphoto.tasks.made import Make
from idphoto.tasks.model import Submission
from idphoto.tasks.patience import cancelled
from idphoto.tasks.threads import on_database_thread
from idphoto.tasks.workers import MAX_STUCK, Workers
from idphoto.tracing.choose import open_tracer
from idphoto.tracing.port import Tracer

# How long a stopping server tries to send its last spans; even after its deadline, the lower one.
FLUSH_S: Final = (0.5, 2.0)

_RELEASE_S: Final = 600.0
# Anybody may ask for the metrics, as often as they like.
_OBSERVE_S: Final = 2.0

# How long closing may take beyond the time for work in progress: a database that is away must not
# hold the end up.
CLOSE_WITHIN_S: Final = 2.5

_log = structlog.get_logger("idphoto.service")


class Service:
    """Use ``open`` and ``close``; everything else between the two, from the event loop.

    ``tasks``: accepted work. ``batches``: portraits of many people. ``identity``: checks of ID
    cards. ``studio``: who may use the studio. ``tracer``: of the process.
    """

    def __init__(
        self,
        settings: ServerSettings,
        renderers: Mapping[str, Renderer],
        pictures: Pictures,
        tracer: Tracer,
        database: Database,
        tenancy: Tenancy,
    ) -> None:
        self.tracer = tracer
        self._tenancy = tenancy
        self._settings = settings
        self._alone = settings.role == "all"
        self._secret = load_secret(settings.secret.get_secret_value(), settings.data_dir)
        self._database = database
        self._blobs = Blobs.open(settings.storage_url, settings.blobs_dir)
        self._observed_at = float("-inf")
        self._limiter = RateLimiter()
        slots = settings.workers or usable_cores()
        self._workers = Workers(slots)
        self.studio = Studio(settings, self._database, self._secret)
        self._queue = open_queue(settings, self._database, slots)
        self._networks = pictures.networks
        self._card_networks = pictures.card_networks
        self._beside: list[asyncio.Task[None]] = []
        self._closing = False
        guard = Guard(settings.allow_hosts)
        downloads = Downloads(settings, guard)
        self.tasks = Tasks(
            settings,
            self._database,
            self._blobs,
            guard,
            self._secret,
            queue=self._queue,
            works=settings.role != "api",
            workers=self._workers,
            make=pictures.make,
            download=downloads,
            renderers=renderers,
            tracer=tracer,
        )
        self._live = LiveViews(self._workers, pictures.look)
        self.batches = Batches(
            self._database, self.tasks, self.submit, self._secret, settings.batch_keep_s
        )
        self.identity = Identity(
            Policy(settings.idcard_min_sim, settings.idcard_keep_s),
            self._database,
            self._blobs,
            self._workers,
            downloads,
            pictures.checker,
            self._secret,
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
        tracer: Tracer | None = None,
    ) -> Self:
        """Open the database, take up what an earlier process left, begin to load networks.

        Args:
            settings: where everything is, and how it behaves.
            renderers: by an API's name, how it reports a task in a callback.
            engine: where the networks run; the process's own by default.
            make: makes what tasks order; by default on the engine.
            checker: reads and compares cards; by default on the engine.
            authority: is asked about cards; by default the one that the settings name.
            tracer: records spans; by default the one that the settings ask for.

        Raises:
            BadRequest: the data folder cannot be made or written to.
            BadSetting: another server works on it or on the database, or settings of the role or
                of the authority are wrong.
            DatabaseOutdated: the tables are older than a process of the role ``api`` or ``worker``.
            WrongSecret, OutdatedEmbeddings, LibraryMissing: as ``open_authority``.
            LibraryMissing, BadSetting: as ``open_tracer``.
            DatabaseLost: it is a new one, beside the secret of an existing server.
            DatabaseUnavailable: it cannot be opened.
        """
        check_role(settings)
        make_data_dir(settings.data_dir)
        pictures = open_pictures(settings, engine, make, checker)
        tracer = tracer or open_tracer(settings, idphoto.__version__)
        database = Database(settings.resolved_database_url)
        tenancy = Tenancy(settings, database)
        _tighten(settings, database)
        await asyncio.to_thread(tenancy.take)
        self = cls(settings, renderers, pictures, tracer, database, tenancy)
        if settings.role != "worker":
            if authority is None:
                authority = await on_database_thread(
                    open_authority, settings, self._database, self._secret, pictures.face_network
                )
            await self.identity.open(authority, alone=self._alone)
        await self.tasks.open()
        self._beside = [
            asyncio.create_task(self._load_networks()),
            asyncio.create_task(self._tenancy.keep()),
        ]
        if settings.role != "api":
            self._beside.append(asyncio.create_task(self.batches.run()))
        else:
            self._beside.append(asyncio.create_task(self._release_holds()))
        return self

    async def close(self, within_s: float | None = None) -> None:
        """Begin nothing more, let what is on the workers end, leave the rest for the next start.

        ``within_s``: how long work may go on; by default ``settings.drain_s``. Closing ends at most
        ``CLOSE_WITHIN_S`` after that.
        """
        self._closing = True
        within_s = self._settings.drain_s if within_s is None else within_s
        deadline = time.monotonic() + within_s
        with ExitStack() as last:
            last.callback(self._database.close)
            last.callback(self._tenancy.release)
            last.callback(self._workers.close)
            self._networks.close()
            self._card_networks.close()
            try:
                async with asyncio.timeout(within_s + CLOSE_WITHIN_S):
                    await asyncio.gather(self.identity.close(within_s), self.tasks.close(within_s))
                    await cancelled(self._beside)
            except TimeoutError:
                _log.warning("not closed in time")  # the next start takes up what is left
            least_s, most_s = FLUSH_S
            await self.tracer.close(min(max(deadline - time.monotonic(), least_s), most_s))

    async def authorise(self, key: str | None) -> Account:
        """The account that an API key belongs to.

        Raises:
            InvalidKey: the key is missing, unknown or revoked.
        """
        return await on_database_thread(self._find_account, key)

    async def throttle(self, account: Account) -> None:
        """Count one request.

        Raises:
            TooManyRequests: the key does not allow so many a second.
        """
        if self._alone:
            self._limiter.check(account.id, account.qps)
        else:
            await on_database_thread(self._count_request, account)

    async def submit(
        self,
        account: Account,
        submission: Submission,
        idempotency_key: str | None = None,
        also: Alongside | None = None,
    ) -> str:
        """Accept work, as ``Tasks.submit``.

        Raises:
            NetworksUnavailable: it needs networks that cannot be loaded.
        """
        self._networks.check()
        return await self.tasks.submit(account, submission, idempotency_key, also)

    async def check_card(
        self, account: Account, check: Check, idempotency_key: str | None = None
    ) -> Checked:
        """Check a card, as ``Identity.check``.

        Raises:
            NetworksUnavailable: it needs networks that cannot be loaded.
        """
        self._networks.check()
        self._card_networks.check()
        return await self.identity.check(account, check, idempotency_key)

    async def look_live(self, account: Account, data: bytes) -> LiveView:
        """The faces in a picture's file, as ``LiveViews.look``.

        Raises:
            NetworksUnavailable: it needs networks that cannot be loaded.
        """
        self._networks.check()
        return await self._live.look(account, data)

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

    async def observe(self) -> None:
        """Bring the metrics of waiting and running tasks up to date, at most every two seconds. A
        database that is away leaves them as they were."""
        if time.monotonic() - self._observed_at < _OBSERVE_S:
            return
        self._observed_at = time.monotonic()
        with suppress(DatabaseUnavailable):
            await self.tasks.observe()

    async def ready(self) -> dict[str, str]:
        """The state of each part: ``ok``, or what is wrong with it."""
        stuck = self._workers.stuck
        networks = (self._networks.state, self._card_networks.state)
        return {
            "accepting": "stopping" if self._closing else "ok",
            "alone": self._tenancy.state,
            "database": await _state(on_database_thread(self._ask_database)),
            "queue": self._queue.state,
            "storage": await _state(self._blobs.check()),
            "networks": next((state for state in networks if state != "ok"), "ok"),
            "workers": "ok" if stuck < MAX_STUCK else f"{stuck} threads are stuck",
        }

    async def _release_holds(self) -> None:
        """Release what other nodes held for checks when they died."""
        while True:
            await asyncio.sleep(_RELEASE_S)
            with suppress(DatabaseUnavailable):
                await self.identity.release_left()

    async def _load_networks(self) -> None:
        await self._networks.run()
        await self._card_networks.run()

    def _count_request(self, account: Account) -> None:
        with self._database.transaction() as tx:
            count_request(tx, account.id, account.qps)

    def _find_account(self, key: str | None) -> Account:
        with self._database.reading() as tx:
            return find_account(tx, key)

    def _ask_database(self) -> None:
        with self._database.reading() as tx:
            store.backlog(tx)


def _tighten(settings: ServerSettings, database: Database) -> None:
    """Make private what an earlier version, or its operator, left open to others."""
    folder = settings.data_dir
    changed, refused = make_private([folder, *sorted(folder.iterdir()), *database.files])
    if changed:
        _log.warning("made private: others had rights to it", paths=list(map(str, changed)))
    if refused:
        _log.warning("others have rights to it", paths=list(map(str, refused)))


async def _state(check: Awaitable[object]) -> str:
    try:
        await check
    except IdPhotoError as error:
        return error.message
    return "ok"
