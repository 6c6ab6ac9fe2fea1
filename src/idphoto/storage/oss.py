"""Read sources at oss:// addresses from one S3-compatible service, which the operator sets."""

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

# The bucket's name may become part of a host name, so nothing else is accepted.
_ADDRESS: Final = re.compile(r"oss://(?P<bucket>[a-z0-9][a-z0-9-]{1,61}[a-z0-9])/(?P<key>.+)")


class OssReader:
    """Reads objects with one key pair or, without one, those that are public.

    ``endpoint``: the service's address. If buckets are hosts, as at Alibaba Cloud, ``{bucket}``
    stands for the bucket's name: ``https://{bucket}.oss-cn-shenzhen.aliyuncs.com``. If empty, all
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
        """The object at ``url``, ``oss://bucket/key``: 1 to ``max_bytes`` bytes. The key is used as
        it is, without unquoting.

        Raises:
            DownloadTooLarge: the object is larger; found before it is read.
            DownloadFailed: it cannot be read. EmptySource: it has no bytes.
        """
        if not self._endpoint:
            raise DownloadFailed("oss:// addresses are not set up on this server")
        match = _ADDRESS.fullmatch(url)
        if match is None:
            raise DownloadFailed("it is not an address such as oss://bucket/key")
        try:
            data = await remote.run(
                partial(self._get, match["bucket"], match["key"], max_bytes), timeout_s
            )
        except FileNotFoundError:
            raise DownloadFailed("there is no such object") from None
        except remote.STORE_ERRORS as error:
            raise DownloadFailed(f"the OSS storage failed: {remote.explain(error)}") from None
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
            # Not plain settings, since obstore would add a session token from the environment.
            credential_provider=lambda: self._credential,
            skip_signature=not self._credential["access_key_id"],
            client_options=remote.CLIENT,
            retry_config=remote.RETRIES,
        )
