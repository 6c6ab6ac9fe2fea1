"""Looking at a camera's live view: answered at once, nothing is stored and nothing charged."""

from __future__ import annotations

from collections import Counter
from typing import Final

from idphoto.accounts.account import Account
from idphoto.errors import Overloaded
from idphoto.orders.live import LiveView, LookLive
from idphoto.tasks.workers import Workers

# A view asks again as soon as it is answered, so that one camera has one picture in hand.
MAX_IN_HAND_PER_KEY: Final = 8
_RETRY_AFTER_S: Final = 1.0
_TIME_LIMIT_S: Final = 10.0


class LiveViews:
    """Finds faces on the workers, each key's in its turn. Use from the event loop only."""

    def __init__(self, workers: Workers, look: LookLive) -> None:
        self._workers = workers
        self._look = look
        self._in_hand: Counter[str] = Counter()

    async def look(self, account: Account, data: bytes) -> LiveView:
        """The faces in a picture's file.

        Raises:
            Overloaded: the key has too many pictures in hand.
            BadImage, UnsupportedFormat, ImageTooLarge: it cannot be read.
            DeadlineExceeded: a worker hangs.
        """
        if self._in_hand[account.id] >= MAX_IN_HAND_PER_KEY:
            raise Overloaded(self._in_hand[account.id], _RETRY_AFTER_S)
        self._in_hand[account.id] += 1
        try:
            await self._workers.acquire(self._workers.turn_of(account.id))
            try:
                return await self._workers.run(lambda _: self._look(data), _TIME_LIMIT_S)
            finally:
                self._workers.release()
        finally:
            self._in_hand[account.id] -= 1
            self._in_hand += Counter()  # forgets those without any
