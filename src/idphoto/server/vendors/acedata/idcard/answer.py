"""Renders a check as the answer's JSON."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from idphoto.orders.values import CardWarning
from idphoto.server.vendors.acedata.errors import TIMEOUT, failed
from idphoto.server.vendors.acedata.idcard.results import DESCRIPTIONS, OF_VERDICTS, OF_WARNINGS
from idphoto.server.vendors.acedata.idcard.sealing import Sealer, seal
from idphoto.services.identity.model import Checked

# The fields that are encrypted on request.
SEALED = ("id_num", "name")


def answer(checked: Checked, sealer: Sealer | None = None, blob: str = "") -> dict[str, Any]:
    """The answer to a check.

    ``sealer``: encrypts the name and the number. ``blob``: its wrapped key as it was sent.
    """
    reading, fields = checked.reading, checked.reading.fields
    body = _body(OF_VERDICTS[checked.verdict]) | {
        "sim": checked.similarity,
        "name": fields.name.text,
        "sex": fields.sex.text,
        "nation": fields.nation.text,
        "birth": fields.birth.text,
        "address": fields.address.text,
        "id_num": fields.number.text,
        "portrait": base64.b64encode(reading.portrait).decode("ascii"),
        "warnings": warnings(reading.warnings),
        "quality": 0 if reading.quality is None else round(reading.quality, 2),
    }
    return _sealed(body, sealer, blob) if sealer else body


def unusable(result: str) -> dict[str, Any]:
    """The answer when no card was read. ``result``: the reason."""
    return _body(result)


def given_up(trace_id: str) -> tuple[int, dict[str, Any]]:
    """The answer to a check that timed out, or that was interrupted by the server's shutdown."""
    why = "the check was not finished in time and was abandoned; send it again"
    return TIMEOUT.status, failed(TIMEOUT, why, trace_id)


def warnings(held: Sequence[CardWarning]) -> str:
    """The codes of the warnings, joined in the order of the table."""
    return "|".join(code for warning, code in OF_WARNINGS.items() if warning in held)


def _body(result: str) -> dict[str, Any]:
    """The body of a result without any data: every key, in the page's order."""
    return {
        "sim": 0.0,
        "result": result,
        "description": DESCRIPTIONS[result],
        "name": "",
        "sex": "",
        "nation": "",
        "birth": "",
        "address": "",
        "id_num": "",
        "portrait": "",
        "warnings": "",
        "quality": 0,
        "encryption": None,
    }


def _sealed(body: dict[str, Any], sealer: Sealer, blob: str) -> dict[str, Any]:
    """The answer with its personal fields encrypted; empty ones stay empty."""
    names = [name for name in SEALED if body[name]]
    if not names:
        return body
    sealed = seal(sealer, [body[name] for name in names])
    encryption = {
        "encrypt_list": names,
        "ciphertext_blob": blob,
        "iv": _base64(sealed.iv),
        "algorithm": sealer.algorithm.value,
        "tag_list": [_base64(tag) for tag in sealed.tags],
    }
    texts = dict(zip(names, map(_base64, sealed.texts), strict=True))
    return body | texts | {"encryption": encryption}


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
