"""The OpenAPI description: the body, answers and errors."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from idphoto.errors import (
    BadRequest,
    DeadlineExceeded,
    NotEnoughCredits,
    NotOffered,
    Overloaded,
    UploadTooLarge,
)
from idphoto.server.vendors.acedata.errors import AceDataRow
from idphoto.server.vendors.acedata.idcard.answer import unusable
from idphoto.server.vendors.acedata.idcard.api import MAX_BODY_BYTES
from idphoto.server.vendors.acedata.idcard.errors import ERRORS
from idphoto.server.vendors.acedata.idcard.keys import Algorithm
from idphoto.server.vendors.acedata.idcard.request import CheckBody
from idphoto.server.vendors.acedata.idcard.results import DESCRIPTIONS, SUCCESS
from idphoto.server.vendors.acedata.openapi import errors
from idphoto.server.vendors.acedata.respond import LINES
from idphoto.server.wire.openapi import json_body
from idphoto.server.wire.responses import CHARGED, IGNORED, success

_PEM: Final = "-----BEGIN PUBLIC KEY-----\n…\n-----END PUBLIC KEY-----\n"


class CardEncryption(TypedDict):
    """How fields of the answer are encrypted."""

    encrypt_list: Annotated[list[str], Field(description="The names of the encrypted fields.")]
    ciphertext_blob: Annotated[str, Field(description="The wrapped key, as it was sent.")]
    iv: Annotated[str, Field(description="base64")]
    algorithm: Literal["AES-256-CBC", "SM4-GCM"]
    tag_list: Annotated[list[str], Field(description="base64, in order; with SM4-GCM only.")]


class CardAnswer(TypedDict):
    """A check's result. Texts are empty if they were not read, and encrypted on request."""

    sim: Annotated[float, Field(ge=0, le=100, description="How alike the two faces are.")]
    result: Annotated[str, Field(json_schema_extra={"enum": list(DESCRIPTIONS)})]
    description: Annotated[str, Field(description="The result in words.")]
    name: str
    sex: str
    nation: str
    birth: str
    address: str
    id_num: str
    portrait: Annotated[str, Field(description="The photo on the card, a JPEG as base64.")]
    warnings: Annotated[str, Field(description="Codes of the warnings that hold, joined with |.")]
    quality: Annotated[float, Field(ge=0, le=100, description="0 unless it was asked for.")]
    encryption: Annotated[CardEncryption | None, Field(description="null unless asked for.")]


CardKeys = TypedDict("CardKeys", {"AES-256-CBC": str, "SM4-GCM": str})
"""The public key that goes with each algorithm, as PEM."""

# The other errors in the table are results, with HTTP status 200.
_REFUSED: Final = {code: row for code, row in ERRORS.items() if isinstance(row, AceDataRow)}

# Encrypted, because FastAPI leaves out what is null in an example.
_SAME_PERSON: Final = unusable(SUCCESS) | {
    "sim": 99.76,
    "name": "mJ8yP0qVb1m0o2J6fL4y5A==",
    "sex": "女",
    "nation": "汉",
    "birth": "1995/5/13",
    "address": "广东省深圳市南山区示范路1号",
    "id_num": "Qk1v0J3n8m4l9qvT0m2y7Zt1c5x6u3w8e9r0t1y2u3i=",
    "portrait": "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQ==",
    "encryption": {
        "encrypt_list": ["id_num", "name"],
        "ciphertext_blob": "kZ3v…",
        "iv": "AAECAwQFBgcICQoLDA0ODw==",
        "algorithm": "AES-256-CBC",
        "tag_list": [],
    },
}

CHECK: Final = json_body(CheckBody)
CHECK_RESPONSES: Final = {
    **success(
        CardAnswer,
        {"same_person": _SAME_PERSON},
        always=[CHARGED],
        sometimes=[IGNORED],
        media_types=[LINES],
    ),
    **errors(
        _REFUSED,
        BadRequest("config", "copy_warn must be true or false"),
        NotOffered("encryption", "algorithm must be 'AES-256-CBC' or 'SM4-GCM'"),
        UploadTooLarge("the request's body", MAX_BODY_BYTES),
        NotEnoughCredits(balance=3, need=6),
        Overloaded(in_hand=64, retry_after_s=5),
        DeadlineExceeded("", 1.0),
        sometimes=[CHARGED, IGNORED],
    ),
}
KEYS_RESPONSES: Final = {
    **success(CardKeys, {"keys": {each.value: _PEM for each in Algorithm}}, media_types=[LINES]),
    **errors({code: _REFUSED[code] for code in ("invalid_key", "internal_error")}),
}
