"""Sources at oss:// addresses, from one S3-compatible service that the operator has set."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

import obstore
from obstore.store import S3Store

from idphoto.errors import DownloadFailed, DownloadTooLarge, EmptySource
from idphoto.storage import remote

if TYPE_CHECKING:
    from obstore.store import S3Credential

# A bucket's name may become part of a host's: nothing else gets through.
_ADDRESS: Final = re.compile(r"oss://(?P<bucket>[a-z0-9][a-z0-9-]{1,61}[a-z0-9])/(?P<key>.+)")


class OssReader:
    """Reads with one key pair, or, without one, what everybody may read.

    ``endpoint``: the service's address. Where buckets are hosts, as with Alibaba Cloud,
    ``{bucket}`` stands for theirs: ``https://{bucket}.oss-cn-shenzhen.aliyuncs.com``. Empty: all
    addresses are refused.
    """

    def __init__(self, endpoint: str, region: str, key_id: str, key_secret: str) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._region = region
        self._credential: S3Credential = {
            "access_key_id": key_id,
            "secret_access_key": key_secret,
            "expires_at": None,
        }

    async def read(self, url: str, max_bytes: int, timeout_s: float) -> bytes:
        """The object at ``url``, ``oss://bucket/key``: 1 to ``max_bytes`` bytes. What follows the
        bucket is the key as it is, nothing in it is quoted.

        Raises:
            DownloadTooLarge: the object is larger; found out before it is read.
            DownloadFailed: it cannot be had; EmptySource: there is nothing in it.
        """
        if not self._endpoint:
            raise DownloadFailed("oss:// is not set up on this server")
        match = _ADDRESS.fullmatch(url)
        if match is None:
            raise DownloadFailed("it is not an address like oss://bucket/key")
        try:
            data = await remote.run(
                partial(self._get, match["bucket"], match["key"], max_bytes), timeout_s
            )
        except FileNotFoundError:
            raise DownloadFailed("there is no such object") from None
        except remote.STORE_ERRORS as error:
            raise DownloadFailed(f"the oss storage: {remote.explain(error)}") from None
        if not data:
            raise EmptySource("the file is empty")
        return data

    def _get(self, bucket: str, key: str, max_bytes: int) -> bytes:
        found = obstore.get(self._bucket(bucket), key)
        if found.meta["size"] > max_bytes:
            raise DownloadTooLarge(max_bytes)
        return bytes(found.bytes())

    def _bucket(self, bucket: str) -> S3Store:
        return S3Store(
            bucket,
            endpoint=self._endpoint.replace("{bucket}", bucket),
            virtual_hosted_style_request="{bucket}" in self._endpoint,
            region=self._region,
            # Not as plain settings, which a session token from the environment would join.
            credential_provider=lambda: self._credential,
            skip_signature=not self._credential["access_key_id"],
            client_options=remote.CLIENT,
            retry_config=remote.RETRIES,
        )
