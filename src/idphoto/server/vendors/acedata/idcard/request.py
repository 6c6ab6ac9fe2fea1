"""The body of ``/identity/idcard/check-1e``, and what it asks for."""

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
from idphoto.server.wire.ignored import tellable
from idphoto.server.wire.pictures import decoded, fault_of_picture_url, is_url
from idphoto.server.wire.values import refused
from idphoto.services.identity.model import Check, Wanted
from idphoto.tasks.model import FromUrl, Upload

# Names that are not known are kept, to be told.
_WITHIN: Final = ConfigDict(extra="allow", frozen=True, strict=True)
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAX_BLOB: Final = 2000  # base64 of what an RSA key of 8192 bits encrypts, and some


def _fields_of(value: object) -> object:
    """An object, or one as JSON text, with its names as the page has them: ``CopyWarn``, as the
    origin spells it, is ``copy_warn``. Null and an empty text are no value."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):  # their messages repeat what was sent
            raise refused("must be an object, or one as JSON text") from None
    if not isinstance(value, dict):
        raise refused("must be an object, or one as JSON text")
    named = {_HUMP.sub("_", name).lower(): each for name, each in value.items()}
    return {name: each for name, each in named.items() if each not in (None, "")}


def _threshold(value: object) -> object:
    if isinstance(value, bool) or (isinstance(value, int | float) and 0 <= value <= 100):
        return value
    raise refused("must be true, false or a number of 0 to 100")


def _blob(text: str) -> str:
    if not decoded(text):
        raise refused("must be base64")
    return text


class Config(BaseModel):
    """What to look for in the picture."""

    model_config = _WITHIN

    copy_warn: bool = Field(False, description="Warn of a copy.")
    border_check_warn: bool = Field(
        False, description="Warn of a card that is not whole, or covered in part."
    )
    reshoot_warn: bool = Field(False, description="Warn of a picture of a screen.")
    detect_ps_warn: bool = Field(False, description="Warn of an edited picture.")
    temp_id_warn: bool = Field(False, description="Warn of a temporary card.")
    quality: Annotated[bool | float, BeforeValidator(_threshold)] = Field(
        False,
        description="Warn of a blurred picture: true for the server's own threshold, 50 unless it "
        "is set otherwise, or the threshold, 0 to 100.",
    )


class Encryption(BaseModel):
    """How the answer's name and number are to be encrypted."""

    model_config = _WITHIN

    algorithm: Literal["AES-256-CBC", "SM4-GCM"] = Field(description="With which algorithm.")
    ciphertext_blob: Annotated[str, Field(max_length=_MAX_BLOB), AfterValidator(_blob)] = Field(
        description="The key, 32 bytes for AES and 16 for SM4, encrypted with this server's public "
        "key (RSA PKCS #1 v1.5, or SM2 with C1 C3 C2) and in base64."
    )
    iv: str | None = Field(None, description="Of no effect: nothing in a request is encrypted.")
    encrypt_list: list[str] | None = Field(None, description="Of no effect, either.")
    tag_list: list[str] | None = Field(None, description="Of no effect, either.")


class CheckBody(BaseModel):
    """What may be asked for: the page's fields, then what the origin takes besides."""

    model_config = BODY

    image_url: str | None = Field(
        None,
        description="The card's portrait side: an http or https URL of a PNG or JPEG file of at "
        "most 3 MiB, or the file as base64, with or without data:…;base64, before it.",
    )
    config: Annotated[Config | None, BeforeValidator(_fields_of)] = Field(
        None, description="What to look for in the picture: an object, or one as JSON text."
    )
    image_base64: str | None = Field(
        None, description="The file as base64, at most 7 MiB of it; image_url goes before it."
    )
    encryption: Annotated[Encryption | None, BeforeValidator(_fields_of)] = Field(
        None, description="Encrypts id_num and name in the answer: an object, or one as JSON text."
    )


_NOTHING: Final = Config.model_validate({})


@dataclass(frozen=True, slots=True)
class AskedCheck:
    """A request that was understood.

    ``wrapped``: the key to encrypt the answer with, and ``blob`` as it was sent; None leaves it
    plain. ``ignored``: names that are no fields, as a header may hold them.
    """

    check: Check
    wrapped: Wrapped | None
    blob: str = field(repr=False)
    ignored: tuple[str, ...]


def read_check(data: bytes, *, cost: int, query: Sequence[str] = ()) -> AskedCheck:
    """Understand a body. Slow where it holds a picture: not for the event loop.

    ``cost``: credits. ``query``: names in the URL, where no field is looked for.

    Raises:
        BadRequest, NotOffered: as ``read_body``; or no picture is named.
        ImageTooLarge: the picture that was sent is larger than 7 MiB in base64.
    """
    body, unknown = read_body(CheckBody, data)
    config, encryption = body.config or _NOTHING, body.encryption
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
    within = [*_unknown("config", config), *_unknown("encryption", encryption)]
    return AskedCheck(
        check,
        _wrapped(encryption) if encryption else None,
        encryption.ciphertext_blob if encryption else "",
        tellable([*unknown, *within, *query]),
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
    assert blob is not None  # noqa: S101 - the field's validator has seen to it
    return Wrapped(Algorithm(encryption.algorithm), blob)


def _unknown(field_name: str, within: BaseModel | None) -> list[str]:
    extra: dict[str, Any] = (within.model_extra if within else None) or {}
    return [f"{field_name}.{name}" for name in extra]
