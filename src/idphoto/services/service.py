"""The service, assembled: what the server calls, and what runs beside it."""

from __future__ import annotations

import asyncio
import mimetypes
import time
from collections.abc import Awaitable, Mapping, Sequence
from functools import partial
from typing import Final, Self

import structlog
from filelock import FileLock, Timeout

from idphoto.accounts.account import Account, find_account
from idphoto.accounts.limits import RateLimiter
from idphoto.authority.choose import open_authority
from idphoto.authority.port import Authority
from idphoto.db.database import Database
from idphoto.db.tables import Task
from idphoto.errors import (
    AddressRefused,
    BadRequest,
    BadSetting,
    DownloadFailed,
    IdPhotoError,
    UnknownTask,
)
from idphoto.imaging.decode import DecodeLimits
from idphoto.net.fetch import fetch
from idphoto.net.guard import Guard
from idphoto.orders.make import maker
from idphoto.runtime.cores import usable_cores
from idphoto.runtime.engine import Engine, default_engine
from idphoto.services.identity.check import Identity, Policy
from idphoto.services.identity.checker import EngineChecker
from idphoto.services.identity.model import Checker
from idphoto.services.warm import warm
from idphoto.settings import ServerSettings
from idphoto.storage import links
from idphoto.storage.blobs import Blobs
from idphoto.storage.folder import make_data_dir
from idphoto.storage.oss import OssReader
from idphoto.storage.secret import derive, load_secret
from idphoto.tasks import metrics, store
from idphoto.tasks.accept import accept, store_uploads
from idphoto.tasks.callbacks import Callbacks, Renderer
from idphoto.tasks.endings import Endings
from idphoto.tasks.live import Live, Stage
from idphoto.tasks.local import LocalQueue, cancelled
from idphoto.tasks.model import FromUrl, Submission, TaskView
from idphoto.tasks.purge import Purge
from idphoto.tasks.run import Runner
from idphoto.tasks.states import Priority
from idphoto.tasks.threads import on_database_thread
from idphoto.tasks.views import view_of, with_urls
from idphoto.tasks.workers import MAX_STUCK, Workers

# At a time. Each may hold a picture of 30 MiB.
DOWNLOADS: Final = {Priority.FAST: 16, Priority.RELAX: 4}
_WARM_AGAIN_S: Final = 30.0

_log = structlog.get_logger("idphoto.service")


class Service:
    """Use ``open`` and ``close``; every other method from the event loop between the two."""

    def __init__(
        self,
        settings: ServerSettings,
        engine: Engine,
        renderers: Mapping[str, Renderer],
        checker: Checker,
    ) -> None:
        self._settings = settings
        self._engine = engine
        self._lock = FileLock(settings.data_dir / "serve.lock")
        self._secret = load_secret(settings.secret.get_secret_value(), settings.data_dir)
        self._database = Database(settings.resolved_database_url)
        self._blobs = Blobs.open(settings.storage_url, settings.blobs_dir)
        self._guard = Guard(settings.allow_hosts)
        self._oss = OssReader(
            settings.oss_endpoint,
            settings.oss_region,
            settings.oss_access_key_id,
            settings.oss_access_key_secret.get_secret_value(),
        )
        self._limiter = RateLimiter()
        self._live = Live()
        limits = DecodeLimits(max_side_px=settings.max_source_side_px)
        self._workers = Workers(settings.workers or usable_cores())
        self._callbacks = Callbacks(
            settings, self._database, self._blobs, self._guard, self._secret, renderers
        )
        self._runner = Runner(
            settings,
            self._database,
            self._blobs,
            self._workers,
            maker(engine, limits),
            self._download,
            self._live,
            Endings(self._database, self._live, settings.keep_s, self._callbacks.wake),
        )
        self.identity = Identity(
            Policy(
                settings.idcard_min_sim,
                settings.idcard_keep_s,
                settings.idcard_keys_dir or settings.data_dir,
            ),
            self._database,
            self._blobs,
            self._workers,
            self._download,
            checker,
        )
        # a queue for each: what is relaxed keeps nothing fast from its download or its lane
        self._downloads = {
            priority: LocalQueue(partial(self._fetch, priority=priority), lanes)
            for priority, lanes in DOWNLOADS.items()
        }
        self._queues = {
            priority: LocalQueue(partial(self._runner.run, priority=priority))
            for priority in Priority
        }
        self._purge = Purge(
            self._database, self._blobs, settings.keep_s, derive(self._secret, "storage").hex()
        )
        self._beside: list[asyncio.Task[None]] = []
        self._networks = "loading"
        self._closing = False

    @classmethod
    async def open(
        cls,
        settings: ServerSettings,
        *,
        renderers: Mapping[str, Renderer],
        engine: Engine | None = None,
        checker: Checker | None = None,
        authority: Authority | None = None,
    ) -> Self:
        """Migrate the database, take up what an earlier process left, begin to load networks.

        ``renderers``: how each API tells a task, by the API's name. ``checker`` reads and compares
        cards, ``authority`` is asked about them: the engine's own, and the one that the settings
        name, where none is given.

        Raises:
            BadRequest: the data folder cannot be made or written to.
            BadSetting: it is another server's, or the authority cannot be asked as it says.
            WrongSecret, LibraryMissing: as ``open_authority``.
            DatabaseUnavailable: it cannot be opened.
        """
        make_data_dir(settings.data_dir)
        engine = engine or default_engine()
        self = cls(
            settings,
            engine,
            renderers,
            checker or EngineChecker(engine, DecodeLimits(max_side_px=settings.max_source_side_px)),
        )
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            reason = f"another server already works on {settings.data_dir}"
            raise BadSetting("IDPHOTO_DATA_DIR", reason) from None
        await asyncio.to_thread(self._database.migrate)
        if authority is None:
            authority = await on_database_thread(
                open_authority, settings, self._database, self._secret
            )
        await self.identity.open(authority)
        for task in await on_database_thread(self._unfinished):
            self._take(task.id, task.priority, task.stored)
        for queue in (*self._downloads.values(), *self._queues.values()):
            queue.start()
        self._beside = [
            asyncio.create_task(self._callbacks.run()),
            asyncio.create_task(self._purge.run()),
            asyncio.create_task(self._warm()),
        ]
        return self

    async def close(self) -> None:
        """Begin nothing more, let what is on the workers end, leave the rest for the next start."""
        self._closing = True
        try:
            for queue in (*self._downloads.values(), *self._queues.values()):
                await queue.stop()
            await self.identity.close()
            await self._runner.drain(self._settings.drain_s)
            await cancelled(self._beside)
        finally:
            self._workers.close()
            self._database.close()
            self._lock.release()

    async def authorise(self, key: str | None) -> Account:
        """Whose key this is.

        Raises:
            InvalidKey: it is missing, unknown or revoked.
        """
        return await on_database_thread(self._find_account, key)

    def throttle(self, account: Account) -> None:
        """Count one request.

        Raises:
            TooManyRequests: more a second than the key allows.
        """
        self._limiter.check(account.id, account.qps)

    async def submit(self, account: Account, submission: Submission) -> str:
        """Accept work; returns the task's id. By then it is on disk and its credits are held.

        Raises:
            NotEnoughCredits: the balance does not cover it.
            BadRequest: the stored source that is named is not there, or the callback's address
                is one that the server may not reach.
            StorageUnavailable, DatabaseUnavailable, OutOfResources: nothing was accepted.
        """
        if submission.callback_url is not None:
            self._check_callback(submission.callback_url)
        image_ids = await store_uploads(self._blobs, account, submission)
        # a caller that hangs up now must not leave a task that is in the database only
        return await asyncio.shield(self._accept(account, submission, image_ids))

    async def wait(self, task_id: str, timeout_s: float) -> None:
        """Until the task has ended or the time is out."""
        await self._live.wait(task_id, timeout_s)

    async def look(self, account: Account, api: str, task_id: str) -> TaskView:
        """A task as its owner may see it.

        Raises:
            UnknownTask: no such task, or of another key or API, or expired.
        """
        stage = self._live.stage(task_id)  # before the row: it may end in between, not begin again
        row = await on_database_thread(self._find_task, account, api, task_id)
        return await self._view(row, stage)

    async def latest(
        self, account: Account, api: str, offset: int, limit: int
    ) -> tuple[list[TaskView], int]:
        """The account's own tasks of an API, the newest first, from ``offset`` on; and how many
        there are in all. Expired ones are not among them."""
        rows, count = await on_database_thread(self._find_latest, account, api, offset, limit)
        return [await self._view(row, self._live.stage(row.id)) for row in rows], count

    async def result(self, view: TaskView, name: str) -> bytes:
        """A finished file.

        Raises:
            UnknownTask: the task has none of that name, or it is no longer kept.
        """
        key = view.result_blobs.get(name)
        data = await self._blobs.get(key) if key else None
        if data is None:
            raise UnknownTask(view.id)
        return data

    async def open_file(
        self, key: str, expires_at: int, signature: str
    ) -> tuple[bytes, str] | None:
        """A stored picture and its media type, for a link of our own that still holds."""
        if not links.verify(key, expires_at, signature, self._secret, time.time()):
            return None
        data = await self._blobs.get(key)
        if data is None:
            return None
        return data, mimetypes.guess_type(key, strict=False)[0] or "application/octet-stream"

    async def ready(self) -> dict[str, str]:
        """Each part's state: ``ok``, or what is wrong with it."""
        stuck = self._workers.stuck
        return {
            "accepting": "stopping" if self._closing else "ok",
            "database": await _state(on_database_thread(self._ask_database)),
            "storage": await _state(self._blobs.check()),
            "networks": self._networks,
            "workers": "ok" if stuck < MAX_STUCK else f"{stuck} threads hang",
        }

    def _check_callback(self, url: str) -> None:
        try:
            self._guard.check_url(url)
        except AddressRefused as error:
            raise BadRequest("callback_url", error.message) from None
        except DownloadFailed as error:
            raise BadRequest("callback_url", error.reason) from None

    async def _accept(
        self, account: Account, submission: Submission, image_ids: Sequence[str | None]
    ) -> str:
        keep_s = self._settings.keep_s
        task_id = await on_database_thread(
            accept, self._database, account, submission, image_ids, keep_s
        )
        stored = not any(isinstance(source, FromUrl) for source in submission.sources)
        self._take(task_id, submission.priority, stored)
        return task_id

    def _take(self, task_id: str, priority: Priority, stored: bool) -> None:
        self._live.accept(task_id)
        metrics.IN_HAND.set(len(self._live))
        (self._queues if stored else self._downloads)[priority].put(task_id)

    async def _fetch(self, task_id: str, priority: Priority) -> None:
        if await self._runner.fetch(task_id):
            self._queues[priority].put(task_id)

    async def _download(self, url: str, max_bytes: int, timeout_s: float | None = None) -> bytes:
        timeout_s = timeout_s or self._settings.fetch_timeout_s
        if url.startswith("oss://"):
            return await self._oss.read(url, max_bytes, timeout_s)
        return await fetch(url, guard=self._guard, max_bytes=max_bytes, timeout_s=timeout_s)

    async def _warm(self) -> None:
        while self._networks != "ok":
            try:
                cards = self._settings.authority != ""
                await asyncio.to_thread(warm, self._engine, self._settings.quality, cards=cards)
                self._networks = "ok"
            except Exception as error:
                known = error if isinstance(error, IdPhotoError) else None
                self._networks = known.message if known else "they cannot be loaded"
                _log.error("networks cannot be loaded", exc_info=None if known else error)
                await asyncio.sleep(_WARM_AGAIN_S)

    async def _view(self, row: Task, stage: Stage | None) -> TaskView:
        view = view_of(row, stage)
        return await with_urls(view, self._blobs, row.base_url, row.expires_at, self._secret)

    def _find_account(self, key: str | None) -> Account:
        with self._database.reading() as tx:
            return find_account(tx, key)

    def _find_task(self, account: Account, api: str, task_id: str) -> Task:
        with self._database.reading() as tx:
            row = store.find(tx, task_id, account.id, api)
        if row.expires_at is not None and row.expires_at < time.time():
            raise UnknownTask(task_id)
        return row

    def _find_latest(
        self, account: Account, api: str, offset: int, limit: int
    ) -> tuple[list[Task], int]:
        with self._database.reading() as tx:
            now = time.time()
            return store.latest(tx, account.id, api, now, offset=offset, limit=limit)

    def _unfinished(self) -> list[store.Unfinished]:
        with self._database.reading() as tx:
            return store.unfinished(tx)

    def _ask_database(self) -> None:
        with self._database.reading() as tx:
            store.counts(tx)


async def _state(check: Awaitable[object]) -> str:
    try:
        await check
    except IdPhotoError as error:
        return error.message
    return "ok"
