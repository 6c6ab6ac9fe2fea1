"""ID card checks and their credits.

A check is not a task: the caller waits for the result and cannot query it later. Pictures and
results stay in memory and are dropped once the request is answered. Only the credits are on disk:
they are held before the check begins and settled before it is answered. Holds left by a process
that died are released at the next start.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

import structlog
from prometheus_client import Counter

from idphoto.accounts import ledger
from idphoto.accounts.account import Account
from idphoto.authority.port import (
    Answer,
    Authority,
    Unavailable,
)
from idphoto.db.database import Database
from idphoto.errors import (
    DeadlineExceeded,
    EmptySource,
    IdPhotoError,
    InternalError,
    OutOfResources,
    Overloaded,
    PhotoAtFault,
)
from idphoto.services.identity.holds import hold_ids, release_left, take
from idphoto.services.identity.model import (
    CHARGED,
    Check,
    Checked,
    Checker,
    Found,
    IdentityVerdict,
)
from idphoto.services.identity.verify import verify
from idphoto.storage.blobs import Blobs
from idphoto.tasks import images, metrics
from idphoto.tasks.blob_keys import source_key
from idphoto.tasks.model import FromUrl
from idphoto.tasks.patience import patiently, until_written
from idphoto.tasks.threads import on_checking_thread, on_database_thread
from idphoto.tasks.workers import Workers

# Pictures in memory at once, each up to 7 MB, waiting for two or three workers; and those of one
# key, so that it does not keep the others out.
MAX_IN_HAND: Final = 64
MAX_IN_HAND_PER_KEY: Final = 32
RETRY_AFTER_S: Final = 5.0
# No check takes longer, its time in queues included.
LONGEST_S: Final = 3600.0

TimedDownload = Callable[[str, str, int, float], Awaitable[bytes]]
"""``download(url, key_id, max_bytes, timeout_s)``."""

_log = structlog.get_logger("idphoto.idcard")
_T = TypeVar("_T")

CARDS_CHECKED: Final = Counter(
    "idphoto_cards_checked", "Checks of ID cards, by result.", ["result"]
)


@dataclass(frozen=True, slots=True)
class Policy:
    """The operator's settings.

    ``min_similarity``: 0–100; at or above it, two faces belong to the same person. ``keep_s``: how
    long pictures are stored; at 0 they are not stored.
    """

    min_similarity: float
    keep_s: float


@dataclass(slots=True)
class _Audit:
    """Records what a check did, for the log and the charge. Passes lookups on to ``authority``.

    ``asked``: not_asked, no_answer or answered. ``image_id``: the stored picture's id, if any.
    """

    authority: Authority
    asked: str = "not_asked"
    image_id: str | None = None

    async def lookup(self, name: str, id_num: str) -> Answer:
        """As ``Authority.lookup``."""
        started = time.monotonic()
        self.asked = "no_answer"
        answer = await self.authority.lookup(name, id_num)
        metrics.STEP_SECONDS.labels("authority").observe(time.monotonic() - started)
        if isinstance(answer, Unavailable):
            _log.warning("the authority does not answer", reason=answer.reason)
        else:
            self.asked = "answered"
        return answer


class Identity:
    """Checks ID cards. Use from the event loop only; call ``open`` first and ``close`` last."""

    def __init__(
        self,
        policy: Policy,
        database: Database,
        blobs: Blobs,
        workers: Workers,
        download: TimedDownload,
        checker: Checker,
        secret: bytes,
    ) -> None:
        self._policy = policy
        self._database = database
        self._blobs = blobs
        self._workers = workers
        self._download = download
        self._checker = checker
        self._secret = secret
        self._authority: Authority | None = None
        self._in_hand: dict[asyncio.Task[Checked], tuple[str, asyncio.Event]] = {}

    async def open(self, authority: Authority, *, alone: bool = True) -> None:
        """Start accepting checks, and release the credits held by a process that died.

        ``alone``: whether no other process checks cards. Otherwise, only holds that are older than
        any check are released.

        Raises:
            DatabaseUnavailable: the credits cannot be released.
        """
        self._authority = authority
        await self.release_left(0.0 if alone else LONGEST_S)

    async def release_left(self, older_than_s: float = LONGEST_S) -> None:
        """Release the credits that dead processes have held for so long.

        Raises:
            DatabaseUnavailable: they cannot be released.
        """
        left = await on_database_thread(self._release_left, older_than_s)
        if left:
            _log.info("credits held by a dead process released", count=left)

    async def close(self, within_s: float) -> None:
        """Abandon the checks in hand; their callers see a cancellation. Holds that cannot be
        settled within ``within_s`` are released at the next start."""
        for _, leave in self._in_hand.values():
            leave.set()
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=within_s)

    async def check(
        self, account: Account, check: Check, idempotency_key: str | None = None
    ) -> Checked:
        """Check a card. Cancelling this abandons the check and settles its credits.

        ``idempotency_key``: the caller's name for this request; a repetition with the same one is
        a check again, but charged once.

        Raises:
            IdempotencyKeyInUse, IdempotencyKeyReused: as ``take``.
            Overloaded: ``MAX_IN_HAND`` checks are already in hand, or ``MAX_IN_HAND_PER_KEY`` of
                this key; this one was not started.
            NotEnoughCredits: the balance does not cover the cost.
            DownloadFailed, DownloadTooLarge: the picture cannot be fetched.
            IdPhotoError: as for ``Checker.read``, or an internal error; nothing is charged.
        """
        of_key = sum(key_id == account.id for key_id, _ in self._in_hand.values())
        if of_key >= MAX_IN_HAND_PER_KEY:
            raise Overloaded(of_key, RETRY_AFTER_S)
        if len(self._in_hand) >= MAX_IN_HAND:
            raise Overloaded(len(self._in_hand), RETRY_AFTER_S)
        leave = asyncio.Event()
        paid = asyncio.create_task(self._paid(account, check, idempotency_key, leave))
        self._in_hand[paid] = (account.id, leave)
        paid.add_done_callback(self._ended)
        try:
            return await asyncio.shield(paid)
        except asyncio.CancelledError:
            leave.set()
            raise

    def _ended(self, paid: asyncio.Task[Checked]) -> None:
        del self._in_hand[paid]
        paid.cancelled() or paid.exception()  # retrieve it: the caller may have left

    async def _paid(
        self, account: Account, check: Check, idempotency_key: str | None, leave: asyncio.Event
    ) -> Checked:
        """Run a check and settle its credits. This is never cancelled: ``leave`` ends the check
        early and still settles it."""
        assert self._authority is not None  # noqa: S101 - opened
        audit, began = _Audit(self._authority), time.monotonic()
        ids = await on_checking_thread(hold_ids, self._secret, account, check, idempotency_key)
        hold = await on_database_thread(self._take, account, ids, check.cost)
        verifying = asyncio.create_task(self._verify(account, check, audit))
        leaving = asyncio.create_task(leave.wait())
        await asyncio.wait((verifying, leaving), return_when=asyncio.FIRST_COMPLETED)
        leaving.cancel()
        if not verifying.done():
            verifying.cancel()
            await asyncio.wait((verifying,))
        result, charged = self._bill(verifying, audit, check.cost)
        charged = await until_written(partial(self._settle, hold, charged > 0))
        found = None if verifying.cancelled() or verifying.exception() else verifying.result()
        self._note(account, audit, found, result, charged, time.monotonic() - began)
        found = verifying.result()
        return Checked(found.verdict, found.similarity, found.reading, charged)

    def _bill(self, verifying: asyncio.Task[Found], audit: _Audit, cost: int) -> tuple[str, int]:
        """The result of a check in one word, and the credits charged for it."""
        if verifying.cancelled():
            # a caller who leaves after the authority has answered still pays
            return "abandoned", cost if audit.asked == "answered" else 0
        error = verifying.exception()
        if error is None:
            verdict = verifying.result().verdict
            return verdict.value, cost if verdict in CHARGED else 0
        return error.code if isinstance(error, IdPhotoError) else InternalError.code, 0

    def _note(
        self,
        account: Account,
        audit: _Audit,
        found: Found | None,
        result: str,
        charged: int,
        took_s: float,
    ) -> None:
        """Write the audit line: a check was made and how it ended, without any of the card's
        data."""
        CARDS_CHECKED.labels(result).inc()
        _log.info(
            "card checked",
            account=account.id,
            result=result,
            doubts=[warning.value for warning in found.reading.warnings] if found else [],
            authority=audit.asked,
            charged=charged,
            ms=round(1000 * took_s),
            image=audit.image_id,
        )

    async def _verify(self, account: Account, check: Check, audit: _Audit) -> Found:
        try:
            found = await verify(
                self._checker,
                audit,
                await self._source(account, check, audit),
                check.wanted,
                self._policy.min_similarity,
                run=partial(self._on_worker, account.id, check.time_limit_s),
                incomparable=_verdict_of_fault,
            )
        except MemoryError:
            raise OutOfResources("memory") from None
        for step, ms in found.reading.timings_ms.items():
            metrics.STEP_SECONDS.labels(step).observe(ms / 1000.0)
        return found

    async def _source(self, account: Account, check: Check, audit: _Audit) -> bytes:
        """The picture; if the operator keeps pictures, it is stored first."""
        picture = await self._picture(account, check)
        if self._policy.keep_s > 0:
            audit.image_id = await self._keep(account, picture)
        return picture

    async def _picture(self, account: Account, check: Check) -> bytes:
        source = check.source
        if not isinstance(source, FromUrl):
            if not source.data:
                raise EmptySource("the file is empty")
            return source.data
        started = time.monotonic()
        data = await self._download(source.url, account.id, check.max_bytes, check.fetch_timeout_s)
        metrics.STEP_SECONDS.labels("fetch").observe(time.monotonic() - started)
        return data

    async def _keep(self, account: Account, picture: bytes) -> str:
        """Store the picture for ``keep_s``; returns its id."""
        image_id = str(uuid.uuid4())
        blob = source_key(image_id)
        await patiently(lambda: self._blobs.put(blob, picture))

        def note() -> None:
            now = time.time()
            until = now + self._policy.keep_s
            with self._database.transaction() as tx:
                images.add(tx, image_id, account.id, blob, len(picture), now, until)

        await until_written(note)
        return image_id

    async def _on_worker(self, key_id: str, time_limit_s: float, job: Callable[[float], _T]) -> _T:
        """Run ``job(deadline)`` on a worker, queued with the tasks. The job keeps its slot until it
        ends, even if its check is abandoned, because a thread cannot be stopped."""
        waited = time.monotonic()
        await self._workers.acquire(self._workers.turn_of(key_id))
        metrics.STEP_SECONDS.labels("queue").observe(time.monotonic() - waited)
        running = asyncio.create_task(self._workers.run(job, time_limit_s))
        running.add_done_callback(self._free_worker)
        return await asyncio.shield(running)

    def _free_worker(self, running: asyncio.Task[_T]) -> None:
        self._workers.release()
        running.cancelled() or running.exception()  # retrieve it: the check may be abandoned

    def _take(self, account: Account, ids: Sequence[str], cost: int) -> str:
        with self._database.transaction() as tx:
            return take(tx, account, ids, cost, time.time())

    def _settle(self, hold: str, charged: bool) -> int:
        """End the hold, unless an earlier check ended it; the credits charged for it in all."""
        with self._database.transaction() as tx:
            (ledger.capture if charged else ledger.release)(tx, hold, time.time())
            return ledger.charged(tx, hold)

    def _release_left(self, older_than_s: float) -> int:
        with self._database.transaction() as tx:
            return release_left(tx, now := time.time(), now - older_than_s)


def _verdict_of_fault(error: Exception) -> IdentityVerdict:
    """The verdict when the faces could not be compared. Re-raises ``DeadlineExceeded``."""
    if isinstance(error, DeadlineExceeded):
        raise error
    if isinstance(error, PhotoAtFault):
        _log.warning("the authority's photo cannot be compared", code=error.code)
        return IdentityVerdict.BAD_PHOTO
    _log.error("faces cannot be compared", exc_info=error)
    return IdentityVerdict.FAILED
