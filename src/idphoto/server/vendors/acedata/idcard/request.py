"""Parses the body of ``/identity/idcard/check-1e`` into a check."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from idphoto.errors import BadRequest, ImageTooLarge
from idphoto.server.vendors.acedata.idcard.api import (
    FETCH_TIMEOUT_S,
    MAX_BASE64_BYTES,
    MAX_DOWNLOAD_BYTES,
    TIME_LIMIT_S,
)
from idphoto.server.vendors.acedata.idcard.keys import Algorithm
from idphoto.server.vendors.acedata.idcard.sealing import Wrapped
from idphoto.server.wire.body import BODY, read_body
from idphoto.server.wire.ignored import header_names
from idphoto.server.wire.pictures import decoded, fault_of_picture_url, is_url
from idphoto.server.wire.values import refused
from idphoto.services.identity.model import Check, Wanted
from idphoto.tasks.model import FromUrl, Upload

# Unknown names are kept so that a header can report them.
_NESTED: Final = ConfigDict(extra="allow", frozen=True, strict=True)
_CAMEL_CASE_BREAK: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAX_BLOB: Final = 2000  # more than the base64 of a block encrypted with an 8192-bit RSA key


def _fields_of(value: object) -> object:
    """The fields of an object, which may be sent as a JSON string.

    Names are converted to the page's: ``CopyWarn``, as in Tencent Cloud's API, becomes
    ``copy_warn``. Null and empty text mean that a field is absent.
    """
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):  # their messages quote the input
            raise refused("must be an object, or a JSON string of one") from None
    if not isinstance(value, dict):
        raise refused("must be an object, or a JSON string of one")
    named = {_CAMEL_CASE_BREAK.sub("_", name).lower(): each for name, each in value.items()}
    return {name: each for name, each in named.items() if each not in (None, "")}


def _threshold(value: object) -> object:
    if isinstance(value, bool) or (isinstance(value, int | float) and 0 <= value <= 100):
        return value
    raise refused("must be true, false or a number from 0 to 100")


def _blob(text: str) -> str:
    if not decoded(text):
        raise refused("must be base64")
    return text


class Config(BaseModel):
    """The warnings to look for in the picture."""

    model_config = _NESTED

    copy_warn: bool = Field(False, description="Warn if the card is a copy.")
    border_check_warn: bool = Field(
        False, description="Warn if the card is incomplete or partly covered."
    )
    reshoot_warn: bool = Field(False, description="Warn if the picture shows a screen.")
    detect_ps_warn: bool = Field(False, description="Warn if the picture was edited.")
    temp_id_warn: bool = Field(False, description="Warn if the card is temporary.")
    quality: Annotated[bool | float, BeforeValidator(_threshold)] = Field(
        False,
        description="Warn if the picture is blurred: true uses the server's threshold (50 by "
        "default), a number from 0 to 100 is the threshold.",
    )


class Encryption(BaseModel):
    """How to encrypt the name and the number in the answer."""

    model_config = _NESTED

    algorithm: Literal["AES-256-CBC", "SM4-GCM"] = Field(description="The algorithm.")
    ciphertext_blob: Annotated[str, Field(max_length=_MAX_BLOB), AfterValidator(_blob)] = Field(
        description="The key (32 bytes for AES, 16 for SM4), encrypted with this server's public "
        "key (RSA PKCS #1 v1.5, or SM2 in C1 C3 C2 order), as base64."
    )
    iv: str | None = Field(None, description="Ignored: requests contain no encrypted fields.")
    encrypt_list: list[str] | None = Field(None, description="Ignored.")
    tag_list: list[str] | None = Field(None, description="Ignored.")


class CheckBody(BaseModel):
    """The accepted fields: those on the page, then others that Tencent Cloud's API accepts."""

    model_config = BODY

    image_url: str | None = Field(
        None,
        description="The card's portrait side: an http or https URL of a PNG or JPEG file of at "
        "most 3 MiB, or the file as base64, with or without a data:…;base64, prefix.",
    )
    config: Annotated[Config | None, BeforeValidator(_fields_of)] = Field(
        None,
        description="The warnings to look for in the picture: an object, or a JSON string of one.",
    )
    image_base64: str | None = Field(
        None,
        description="The file as base64, at most 7 MiB in base64. Ignored if image_url is given.",
    )
    encryption: Annotated[Encryption | None, BeforeValidator(_fields_of)] = Field(
        None,
        description="Encrypts id_num and name in the answer: an object, or a JSON string of one.",
    )


_DEFAULT_CONFIG: Final = Config.model_validate({})


@dataclass(frozen=True, slots=True)
class AskedCheck:
    """A parsed request.

    ``wrapped``: the key to encrypt the answer with, None to leave it in plain text; ``blob``: that
    key as it was sent. ``ignored``: the names of ignored fields, safe for a header.
    """

    check: Check
    wrapped: Wrapped | None
    blob: str = field(repr=False)
    ignored: tuple[str, ...]


def read_check(data: bytes, *, cost: int, query: Sequence[str] = ()) -> AskedCheck:
    """Parse a body. Slow if it contains a picture: do not call it on the event loop.

    ``cost``: credits. ``query``: the names of URL parameters, which are ignored.

    Raises:
        BadRequest, NotOffered: as for ``read_body``; also if the picture is missing.
        ImageTooLarge: the picture is larger than 7 MiB in base64.
    """
    body, unknown = read_body(CheckBody, data)
    config, encryption = body.config or _DEFAULT_CONFIG, body.encryption
    check = Check(
        source=_source(body),
        wanted=Wanted(
            copy=config.copy_warn,
            border=config.border_check_warn,
            reshoot=config.reshoot_warn,
            edited=config.detect_ps_warn,
            temporary=config.temp_id_warn,
            quality=config.quality is not False,
            min_quality=None if isinstance(config.quality, bool) else config.quality,
        ),
        cost=cost,
        max_bytes=MAX_DOWNLOAD_BYTES,
        fetch_timeout_s=FETCH_TIMEOUT_S,
        time_limit_s=TIME_LIMIT_S,
    )
    nested = [*_unknown("config", config), *_unknown("encryption", encryption)]
    return AskedCheck(
        check,
        _wrapped(encryption) if encryption else None,
        encryption.ciphertext_blob if encryption else "",
        header_names([*unknown, *nested, *query]),
    )


def _source(body: CheckBody) -> Upload | FromUrl:
    text, name = (
        (body.image_url, "image_url") if body.image_url else (body.image_base64, "image_base64")
    )
    if text is None:
        raise BadRequest("image_url", "is required")
    if name == "image_url" and is_url(text):
        if reason := fault_of_picture_url(text):
            raise BadRequest(name, reason)
        return FromUrl(text)
    if len(text) > MAX_BASE64_BYTES:
        raise ImageTooLarge("size in base64, in bytes", len(text), MAX_BASE64_BYTES)
    picture = decoded(text)
    if picture is None:
        kinds = "a URL or a picture as base64" if name == "image_url" else "a picture as base64"
        raise BadRequest(name, f"must be {kinds}")
    return Upload(picture)


def _wrapped(encryption: Encryption) -> Wrapped:
    blob = decoded(encryption.ciphertext_blob)
    assert blob is not None  # noqa: S101 - checked by the field's validator
    return Wrapped(Algorithm(encryption.algorithm), blob)


def _unknown(field_name: str, nested: BaseModel | None) -> list[str]:
    extra: dict[str, Any] = (nested.model_extra if nested else None) or {}
    return [f"{field_name}.{name}" for name in extra]
