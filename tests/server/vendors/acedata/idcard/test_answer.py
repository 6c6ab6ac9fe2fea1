"""How a check is rendered: every key and every code of the answer."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from tests.services.identity.cards import NAME, NUMBER, PORTRAIT, READING, reading

from idphoto.errors import (
    AddressRefused,
    BadImage,
    BadRequest,
    CardBlurred,
    CardOnScreen,
    CardTooSmall,
    CardUnreadable,
    DeadlineExceeded,
    DownloadFailed,
    DownloadTooLarge,
    EmptySource,
    HostUnreachable,
    IdPhotoError,
    ImageTooLarge,
    InternalError,
    InvalidKey,
    LibraryMissing,
    NoCard,
    NotEnoughCredits,
    NotOffered,
    OutOfResources,
    Overloaded,
    SeveralCards,
    StorageUnavailable,
    TooManyRequests,
    UnsupportedFormat,
    UploadTooLarge,
    WeightsUnavailable,
)
from idphoto.idcard.warnings.judge import CardWarning
from idphoto.server.vendors.acedata.idcard.answer import (
    answer,
    given_up,
    unusable,
    warnings,
)
from idphoto.server.vendors.acedata.idcard.errors import failure, result_of
from idphoto.server.vendors.acedata.idcard.keys import Algorithm
from idphoto.server.vendors.acedata.idcard.results import DESCRIPTIONS
from idphoto.server.vendors.acedata.idcard.sealing import Sealer
from idphoto.services.identity.model import Checked, IdentityVerdict

TRACE_ID = "2cf86e8622a446e1ac2f032c0f2a4e89"
TRACE_UUID = "2cf86e86-22a4-46e1-ac2f-032c0f2a4e89"
DONE = Checked(IdentityVerdict.SAME_PERSON, 99.76, READING, 6)


def test_a_success_has_exactly_the_keys_of_the_pages_example() -> None:
    assert answer(DONE) == {
        "sim": 99.76,
        "result": "Success",
        "description": "成功",
        "name": NAME,
        "sex": "女",
        "nation": "汉",
        "birth": "1995/5/13",
        "address": "广东省深圳市南山区示范路1号",
        "id_num": NUMBER,
        "portrait": base64.b64encode(PORTRAIT).decode(),
        "warnings": "",
        "quality": 0,
        "encryption": None,
    }


def test_the_keys_are_in_the_pages_order() -> None:
    expected = (
        "sim result description name sex nation birth address id_num portrait warnings quality "
        "encryption"
    )
    assert list(answer(DONE)) == list(unusable("Success")) == expected.split()


def test_a_portrait_that_could_not_be_cut_out_is_empty() -> None:
    assert answer(replace(DONE, reading=reading(portrait=b"")))["portrait"] == ""


def test_the_quality_is_returned_if_requested() -> None:
    assert answer(DONE)["quality"] == 0
    assert answer(replace(DONE, reading=reading(quality=87.3456)))["quality"] == 87.35


@pytest.mark.parametrize(
    ("verdict", "result"),
    [
        (IdentityVerdict.SAME_PERSON, "Success"),
        (IdentityVerdict.OTHER_PERSON, "FailedOperation.CompareLowSimilarity"),
        (IdentityVerdict.DOUBTED, "FailedOperation.OcrWarningOccurred"),
        (IdentityVerdict.UNREADABLE, "FailedOperation.OcrFailed"),
        (IdentityVerdict.BAD_NUMBER, "FailedOperation.IdFormatError"),
        (IdentityVerdict.NO_FACE, "FailedOperation.LifePhotoDetectNoFaces"),
        (IdentityVerdict.SEVERAL_FACES, "FailedOperation.LifePhotoDetectFaces"),
        (IdentityVerdict.FACE_TOO_SMALL, "FailedOperation.LifePhotoPoorQuality"),
        (IdentityVerdict.NAME_MISMATCH, "FailedOperation.IdNameMisMatch"),
        (IdentityVerdict.NO_RECORD, "FailedOperation.IdNoExistSystem"),
        (IdentityVerdict.NO_PHOTO, "FailedOperation.IdPhotoNoExist"),
        (IdentityVerdict.NO_ANSWER, "FailedOperation.IdPhotoSystemNoanswer"),
        (IdentityVerdict.BAD_PHOTO, "FailedOperation.CompareFail"),
        (IdentityVerdict.FAILED, "FailedOperation.CompareSystemError"),
    ],
)
def test_every_verdict_has_its_result_and_the_cards_fields(
    verdict: IdentityVerdict, result: str
) -> None:
    body = answer(replace(DONE, verdict=verdict, similarity=0.0))
    assert (body["result"], body["description"]) == (result, DESCRIPTIONS[result])
    assert (body["sim"], body["name"], body["id_num"]) == (0.0, NAME, NUMBER)


def test_only_the_same_person_is_a_success() -> None:
    results = {
        verdict: answer(replace(DONE, verdict=verdict))["result"] for verdict in IdentityVerdict
    }
    assert [verdict for verdict, result in results.items() if result == "Success"] == [
        IdentityVerdict.SAME_PERSON
    ]


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (DownloadFailed("it did not finish within 3 s"), "FailedOperation.DownLoadError"),
        (EmptySource("the file is empty"), "FailedOperation.EmptyImageError"),
        (DownloadTooLarge(3), "FailedOperation.ImageSizeTooLarge"),
        (ImageTooLarge("longer side in pixels", 9000, 4096), "FailedOperation.ImageSizeTooLarge"),
        (BadImage("damaged"), "FailedOperation.ImageDecodeFailed"),
        (UnsupportedFormat("a GIF"), "FailedOperation.ImageDecodeFailed"),
        (NoCard("a cat"), "FailedOperation.ImageNoIdCard"),
        (SeveralCards(2), "FailedOperation.LifePhotoDetectFaces"),
        (CardTooSmall(100, 400), "FailedOperation.IdPhotoPoorQuality"),
        (CardUnreadable("number", "covered"), "FailedOperation.OcrFailed"),
        (CardBlurred(12.0, 50.0), "FailedOperation.ImageBlur"),
        (CardOnScreen(0.9), "FailedOperation.OcrFailed"),
    ],
)
def test_an_unusable_picture_is_a_result_without_data(error: IdPhotoError, result: str) -> None:
    assert result_of(error) == result
    body = unusable(result)
    assert (body["result"], body["description"]) == (result, DESCRIPTIONS[result])
    assert {key: value for key, value in body.items() if value} == {
        "result": result,
        "description": DESCRIPTIONS[result],
    }
    assert body["encryption"] is None


@pytest.mark.parametrize(
    ("error", "status", "code", "message"),
    [
        (BadRequest("config", "must be"), 400, "token_mismatched", "config: must be"),
        (NotOffered("encryption", "x"), 400, "api_not_implemented", "encryption: x"),
        (
            AddressRefused("10.0.0.1"),
            400,
            "bad_request",
            "image_url: 10.0.0.1 is not an address that this server may access",
        ),
        (
            UploadTooLarge("the request's body", 8),
            400,
            "bad_request",
            "the request's body is larger than 8 bytes",
        ),
        (InvalidKey("missing"), 401, "invalid_token", "Invalid API key: missing"),
        (
            NotEnoughCredits(1, 6),
            403,
            "forbidden",
            "this request costs 6 credits; the API key has 1 left",
        ),
        (
            TooManyRequests(2, 1.5),
            429,
            "too_many_requests",
            "more than 2 requests per second: try again in 1.5 s",
        ),
        (
            Overloaded(64, 5),
            429,
            "too_many_requests",
            "64 requests of this kind are in hand: try again in 5 s",
        ),
        (HostUnreachable("a.example cannot be reached"), 500, "api_error", "fetch failed"),
        (
            OutOfResources("memory"),
            500,
            "api_error",
            "the server has run out of memory",
        ),
        (
            LibraryMissing("gmalg", "x", "y", "encrypt its answers"),
            500,
            "api_error",
            "this server cannot encrypt its answers",
        ),
        (
            WeightsUnavailable("a", "/srv", "b"),
            500,
            "api_error",
            "this server lacks a network that this needs",
        ),
        (
            StorageUnavailable("/srv"),
            500,
            "api_error",
            "internal error (storage_unavailable)",
        ),
        (
            InternalError("t"),
            500,
            "api_error",
            "internal error: the server's log has more under t",
        ),
        (
            DeadlineExceeded("find", 0.5),
            504,
            "timeout",
            "timed out: 0.5 s over the limit, before the step 'find'",
        ),
    ],
)
def test_other_errors_have_the_same_status_as_at_the_other_endpoints(
    error: IdPhotoError, status: int, code: str, message: str
) -> None:
    assert result_of(error) is None
    assert failure(error, TRACE_ID) == (
        status,
        {
            "success": False,
            "error": {"code": code, "message": message},
            "trace_id": TRACE_UUID,
        },
    )


def test_an_abandoned_check_is_a_timeout() -> None:
    status, body = given_up(TRACE_ID)
    assert (status, body["error"]["code"]) == (504, "timeout")
    assert body["error"]["message"] == (
        "the check was not finished in time and was abandoned; send it again"
    )


@pytest.mark.parametrize(
    ("found", "codes"),
    [
        ((), ""),
        ((CardWarning.BORDER,), "-9101"),
        ((CardWarning.COPY,), "-9102"),
        ((CardWarning.RESHOOT,), "-9103"),
        ((CardWarning.TEMPORARY,), "-9104"),
        ((CardWarning.COVERED,), "-9105"),
        ((CardWarning.EDITED,), "-9106"),
        ((CardWarning.BLURRED,), "-8001"),
        ((CardWarning.BLURRED, CardWarning.EDITED, CardWarning.BORDER), "-9101|-9106|-8001"),
        (tuple(CardWarning), "-9101|-9102|-9103|-9104|-9105|-9106|-8001"),
    ],
)
def test_warnings_are_codes_joined_by_bars(found: tuple[CardWarning, ...], codes: str) -> None:
    assert warnings(found) == codes
    checked = replace(DONE, verdict=IdentityVerdict.DOUBTED, reading=reading(warnings=found))
    assert answer(checked)["warnings"] == codes


# --- encryption ---------------------------------------------------------------------------------

AES = Sealer(Algorithm.AES, b"k" * 32)
SM4 = Sealer(Algorithm.SM4, b"k" * 16)


def opened(sealer: Sealer, body: dict[str, Any], name: str) -> str:
    """Decrypt a field as a client does."""
    encryption = body["encryption"]
    iv, text = base64.b64decode(encryption["iv"]), base64.b64decode(body[name])
    if sealer.algorithm is Algorithm.AES:
        reader = Cipher(algorithms.AES(sealer.key), modes.CBC(iv)).decryptor()
        remover = padding.PKCS7(128).unpadder()
        padded = reader.update(text) + reader.finalize()
        return (remover.update(padded) + remover.finalize()).decode()
    place = encryption["encrypt_list"].index(name)
    tag = base64.b64decode(encryption["tag_list"][place])
    other = Cipher(algorithms.SM4(sealer.key), modes.GCM(iv, tag)).decryptor()
    return (other.update(text) + other.finalize()).decode()


@pytest.mark.parametrize("sealer", [AES, SM4], ids=["aes", "sm4"])
def test_name_and_number_are_encrypted_on_request(sealer: Sealer) -> None:
    body, plain = answer(DONE, sealer, "the blob"), answer(DONE)
    assert opened(sealer, body, "name") == NAME
    assert opened(sealer, body, "id_num") == NUMBER
    same = plain.keys() - {"name", "id_num", "encryption"}
    assert {key: body[key] for key in same} == {key: plain[key] for key in same}
    encryption = body["encryption"]
    assert list(encryption) == ["encrypt_list", "ciphertext_blob", "iv", "algorithm", "tag_list"]
    assert encryption["encrypt_list"] == ["id_num", "name"]
    assert encryption["ciphertext_blob"] == "the blob"
    assert encryption["algorithm"] == sealer.algorithm.value
    assert len(encryption["tag_list"]) == (2 if sealer is SM4 else 0)


def test_empty_fields_are_not_encrypted() -> None:
    body = answer(replace(DONE, reading=reading(name="")), SM4, "the blob")
    assert (body["name"], body["encryption"]["encrypt_list"]) == ("", ["id_num"])
    assert len(body["encryption"]["tag_list"]) == 1
    nobody = answer(replace(DONE, reading=reading(name="", number="")), SM4, "the blob")
    assert (nobody["name"], nobody["id_num"], nobody["encryption"]) == ("", "", None)
