"""Downloads from addresses that callers name."""

from __future__ import annotations

from idphoto.net.fetch import fetch
from idphoto.net.guard import Guard
from idphoto.settings import ServerSettings
from idphoto.storage.oss import OssReader


class Downloads:
    """Reads ``http`` and ``https`` addresses behind the guard, ``oss`` ones with the server's own
    credentials."""

    def __init__(self, settings: ServerSettings, guard: Guard) -> None:
        self._timeout_s = settings.fetch_timeout_s
        self._guard = guard
        self._oss = OssReader(
            settings.oss_endpoint,
            settings.oss_region,
            settings.oss_access_key_id,
            settings.oss_access_key_secret.get_secret_value(),
        )

    async def __call__(
        self, url: str, key_id: str, max_bytes: int, timeout_s: float | None = None
    ) -> bytes:
        """The bytes at ``url``, for this key. ``timeout_s``: by default as the settings say.

        Raises:
            AddressRefused, DownloadFailed, DownloadTooLarge: they cannot be had.
        """
        timeout_s = timeout_s or self._timeout_s
        if url.startswith("oss://"):
            return await self._oss.read(url, max_bytes, timeout_s)
        return await fetch(
            url, guard=self._guard, key_id=key_id, max_bytes=max_bytes, timeout_s=timeout_s
        )
