"""From a check to the answer's JSON."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from idphoto.orders.values import CardWarning
from idphoto.server.vendors.acedata.errors import TIMEOUT, failed
from idphoto.server.vendors.acedata.idcard.results import DESCRIPTIONS, OF_VERDICTS, OF_WARNINGS
from idphoto.server.vendors.acedata.idcard.sealing import Sealer, seal
from idphoto.services.identity.model import Checked

# What is encrypted where that is asked for.
SEALED = ("id_num", "name")


def answer(checked: Checked, sealer: Sealer | None = None, blob: str = "") -> dict[str, Any]:
    """The answer to a check. ``sealer``: encrypts the name and the number; ``blob``: the key that
    it was made from, as it was sent."""
    reading, fields = checked.reading, checked.reading.fields
    told = _told(OF_VERDICTS[checked.verdict]) | {
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
    return _sealed(told, sealer, blob) if sealer else told


def unusable(result: str) -> dict[str, Any]:
    """The answer where no card was read. ``result``: why."""
    return _told(result)


def given_up(trace_id: str) -> tuple[int, dict[str, Any]]:
    """The answer to a check that took too long, or that the server's stop has cut off."""
    return TIMEOUT.status, failed(
        TIMEOUT, "not done in time, and given up: send it again", trace_id
    )


def warnings(held: Sequence[CardWarning]) -> str:
    """The codes, joined, in the order of the table."""
    return "|".join(code for warning, code in OF_WARNINGS.items() if warning in held)


def _told(result: str) -> dict[str, Any]:
    """Every key, in the page's order, of a result that tells nothing else."""
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


def _sealed(told: dict[str, Any], sealer: Sealer, blob: str) -> dict[str, Any]:
    """The answer with what is personal encrypted; what is empty stays so."""
    names = [name for name in SEALED if told[name]]
    if not names:
        return told
    sealed = seal(sealer, [told[name] for name in names])
    encryption = {
        "encrypt_list": names,
        "ciphertext_blob": blob,
        "iv": _base64(sealed.iv),
        "algorithm": sealer.algorithm.value,
        "tag_list": [_base64(tag) for tag in sealed.tags],
    }
    texts = dict(zip(names, map(_base64, sealed.texts), strict=True))
    return told | texts | {"encryption": encryption}


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
