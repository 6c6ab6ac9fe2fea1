"""The body of a check: how it is parsed, and which fields are refused."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.server.vendors.acedata.test_openapi import schema

from idphoto.accounts.prices import Prices
from idphoto.errors import BadRequest, ImageTooLarge, NotOffered
from idphoto.server.vendors.acedata.idcard import request
from idphoto.server.vendors.acedata.idcard.api import MAX_BASE64_BYTES
from idphoto.server.vendors.acedata.idcard.keys import Algorithm
from idphoto.server.vendors.acedata.idcard.openapi import CHECK
from idphoto.server.vendors.acedata.idcard.request import AskedCheck, CheckBody, Config, read_check
from idphoto.server.vendors.acedata.idcard.sealing import Wrapped
from idphoto.services.identity.model import Wanted
from idphoto.tasks.model import FromUrl, Upload

URL = "https://people.example/card.jpg"
PICTURE = b"\x89PNG\r\n\x1a\n"
CODE = base64.b64encode(PICTURE).decode()
BLOB = base64.b64encode(b"wrapped").decode()
ENCRYPTION = {"algorithm": "SM4-GCM", "ciphertext_blob": BLOB}
ALL = {
    "copy_warn": True,
    "border_check_warn": True,
    "reshoot_warn": True,
    "detect_ps_warn": True,
    "temp_id_warn": True,
    "quality": True,
}


def ask(**body: Any) -> AskedCheck:
    """Parse a body. A picture's URL is added by default; None leaves it out."""
    whole = {"image_url": URL, **body}
    return read_check(json.dumps(whole).encode(), cost=Prices().card_check)


def refusal(**body: Any) -> BadRequest:
    with pytest.raises(BadRequest) as caught:
        ask(**body)
    return caught.value


# --- pictures -----------------------------------------------------------------------------------


def test_a_picture_can_be_a_url() -> None:
    asked = ask()
    assert asked.check.source == FromUrl(URL)
    assert asked.check.wanted == Wanted()
    assert (asked.wrapped, asked.ignored) == (None, ())


@pytest.mark.parametrize("field", ["image_url", "image_base64"])
@pytest.mark.parametrize(
    "text", [CODE, f"data:image/png;base64,{CODE}", CODE.rstrip("="), f" {CODE[:4]}\n{CODE[4:]} "]
)
def test_a_picture_can_be_base64_in_any_variant(field: str, text: str) -> None:
    asked = ask(**({"image_url": None} | {field: text}))
    assert asked.check.source == Upload(PICTURE)


def test_image_url_takes_precedence_over_image_base64() -> None:
    assert ask(image_base64=CODE).check.source == FromUrl(URL)


def test_empty_base64_is_an_empty_picture() -> None:
    assert ask(image_url="data:image/png;base64,").check.source == Upload(b"")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"image_url": None}, "image_url: is required"),
        ({"image_url": " "}, "image_url: is required"),
        ({"image_url": 7}, "image_url: must be text"),
        ({"image_url": [URL]}, "image_url: must be text"),
        ({"image_url": "?"}, "image_url: must be a URL or a picture as base64"),
        (
            {"image_url": "ftp://a.example/b"},
            "image_url: must be a URL that begins with http:// or https://",
        ),
        ({"image_url": "https://"}, "image_url: must be a URL with a host"),
        (
            {"image_url": "https://a.example/" + "x" * 4096},
            "image_url: must have at most 4096 characters",
        ),
        ({"image_url": None, "image_base64": URL}, "image_base64: must be a picture as base64"),
    ],
)
def test_a_value_that_is_not_a_picture_is_refused_with_its_field(
    body: dict[str, Any], message: str
) -> None:
    error = refusal(**body)
    assert (type(error), error.message) == (BadRequest, message)


def test_a_picture_has_at_most_seven_mib_of_base64(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_BASE64_BYTES == 7 * 2**20
    monkeypatch.setattr(request, "MAX_BASE64_BYTES", len(CODE))
    assert ask(image_url=CODE).check.source == Upload(PICTURE)
    with pytest.raises(ImageTooLarge) as caught:
        ask(image_url=CODE + "====")
    assert (caught.value.found, caught.value.limit) == (len(CODE) + 4, len(CODE))


def test_a_check_has_its_price_and_limits() -> None:
    found = ask().check
    assert (found.cost, found.max_bytes, found.fetch_timeout_s) == (6, 3 * 2**20, 3.0)
    assert found.time_limit_s == 30.0


# --- config -------------------------------------------------------------------------------------


@pytest.mark.parametrize("as_text", [False, True])
def test_config_can_be_an_object_or_a_json_string(as_text: bool) -> None:
    config = json.dumps(ALL) if as_text else ALL
    assert ask(config=config).check.wanted == Wanted(
        copy=True, border=True, reshoot=True, edited=True, temporary=True, quality=True
    )


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("copy_warn", Wanted(copy=True)),
        ("border_check_warn", Wanted(border=True)),
        ("reshoot_warn", Wanted(reshoot=True)),
        ("detect_ps_warn", Wanted(edited=True)),
        ("temp_id_warn", Wanted(temporary=True)),
        ("quality", Wanted(quality=True)),
    ],
)
def test_each_warning_is_requested_in_snake_case_or_camel_case(name: str, wanted: Wanted) -> None:
    camel_case = "".join(part.capitalize() for part in name.split("_"))
    for spelt in (name, camel_case):
        asked = ask(config={spelt: True})
        assert (asked.check.wanted, asked.ignored) == (wanted, ())
        assert ask(config={spelt: False}).check.wanted == Wanted()


@pytest.mark.parametrize(
    ("quality", "wanted"),
    [
        (True, Wanted(quality=True)),
        (False, Wanted()),
        (0, Wanted(quality=True, min_quality=0.0)),
        (1, Wanted(quality=True, min_quality=1.0)),
        (62.5, Wanted(quality=True, min_quality=62.5)),
        (100, Wanted(quality=True, min_quality=100.0)),
    ],
)
def test_quality_is_a_flag_or_a_threshold(quality: object, wanted: Wanted) -> None:
    assert ask(config={"quality": quality}).check.wanted == wanted


@pytest.mark.parametrize("config", [None, "", {}, "{}", {"copy_warn": None}, '{"quality": null}'])
def test_config_and_all_its_fields_are_optional(config: object) -> None:
    assert ask(config=config).check.wanted == Wanted()


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("copy_warn", "config: must be an object, or a JSON string of one"),
        ("[" * 5000, "config: must be an object, or a JSON string of one"),
        (7, "config: must be an object, or a JSON string of one"),
        ([], "config: must be an object, or a JSON string of one"),
        ("[]", "config: must be an object, or a JSON string of one"),
        ("null", "config: must be an object, or a JSON string of one"),
        ({"copy_warn": "true"}, "config: copy_warn must be true or false"),
        ({"CopyWarn": 1}, "config: copy_warn must be true or false"),
        ('{"temp_id_warn": 0}', "config: temp_id_warn must be true or false"),
        ({"quality": "50"}, "config: quality must be true, false or a number from 0 to 100"),
        ({"quality": 101}, "config: quality must be true, false or a number from 0 to 100"),
        ({"quality": -0.1}, "config: quality must be true, false or a number from 0 to 100"),
        ('{"quality": NaN}', "config: quality must be true, false or a number from 0 to 100"),
    ],
)
def test_a_wrong_config_is_refused_with_the_field_inside_it(config: object, message: str) -> None:
    error = refusal(config=config)
    assert (type(error), error.message) == (BadRequest, message)


def test_unknown_fields_are_ignored_and_reported_also_inside_others() -> None:
    asked = ask(
        name="x", id_num="y", config={"glare_warn": True}, encryption=ENCRYPTION | {"mode": 1}
    )
    assert asked.ignored == ("name", "id_num", "config.glare_warn", "encryption.mode")
    data = json.dumps({"image_url": URL}).encode()
    assert read_check(data, cost=6, query=("debug",)).ignored == ("debug",)


# --- encryption ---------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_wrapped_key_requests_an_encrypted_answer(algorithm: Algorithm) -> None:
    asked = ask(encryption={"algorithm": algorithm.value, "ciphertext_blob": BLOB})
    assert asked.wrapped == Wrapped(algorithm, b"wrapped")
    assert asked.blob == BLOB


def test_tencent_clouds_own_clients_work() -> None:
    sent = {
        "Algorithm": "SM4-GCM",
        "EncryptList": ["EncryptionBody"],
        "CiphertextBlob": BLOB,
        "Iv": "AAAA",
        "TagList": None,
    }
    for encryption in (sent, json.dumps(sent)):
        asked = ask(encryption=encryption)
        assert asked.wrapped == Wrapped(Algorithm.SM4, b"wrapped")
        assert asked.ignored == ()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"ciphertext_blob": None}, "encryption: ciphertext_blob is required"),
        ({"ciphertext_blob": "?"}, "encryption: ciphertext_blob must be base64"),
        ({"ciphertext_blob": 7}, "encryption: ciphertext_blob must be text"),
        (
            {"ciphertext_blob": "A" * 2001},
            "encryption: ciphertext_blob must have at most 2000 characters",
        ),
        ({"algorithm": None}, "encryption: algorithm is required"),
        ({"iv": 7}, "encryption: iv must be text"),
        ({"encrypt_list": "name"}, "encryption: encrypt_list must be a list"),
        ({"tag_list": [7]}, "encryption: tag_list, entry 1 must be text"),
    ],
)
def test_a_wrong_encryption_is_refused_with_the_field_inside_it(
    changed: dict[str, Any], message: str
) -> None:
    error = refusal(encryption=ENCRYPTION | changed)
    assert (type(error), error.message) == (BadRequest, message)


def test_an_unknown_algorithm_is_refused_with_the_known_ones() -> None:
    error = refusal(encryption=ENCRYPTION | {"algorithm": "RC4"})
    assert type(error) is NotOffered
    assert error.message == "encryption: algorithm must be 'AES-256-CBC' or 'SM4-GCM'"


# --- the whole body -----------------------------------------------------------------------------

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
inner_names = st.sampled_from([*Config.model_fields, "algorithm", "ciphertext_blob", "iv", "x"])
values = anything | st.dictionaries(inner_names, anything)


@given(st.dictionaries(st.sampled_from([*CheckBody.model_fields, "other"]), values))
def test_any_body_is_accepted_or_refused_with_a_fields_name(sent: dict[str, Any]) -> None:
    try:
        read_check(json.dumps(sent).encode(), cost=Prices().card_check)
    except BadRequest as error:
        assert error.field in CheckBody.model_fields


def test_a_request_does_not_show_its_picture_or_key() -> None:
    shown = repr(ask(image_url=CODE, encryption=ENCRYPTION))
    assert BLOB not in shown
    assert "PNG" not in shown


def test_the_documentation_has_every_field_also_inside_others() -> None:
    listed = schema(CHECK)["properties"]
    assert list(listed) == list(CheckBody.model_fields)
    assert listed["config"]["type"] == listed["encryption"]["type"] == "object"
    assert list(listed["config"]["properties"]) == list(Config.model_fields)
    assert listed["config"]["properties"]["copy_warn"]["type"] == "boolean"
    assert listed["encryption"]["properties"]["algorithm"]["enum"] == ["AES-256-CBC", "SM4-GCM"]
    for field in (*listed.values(), *listed["config"]["properties"].values()):
        assert len(field["description"]) > 8
        assert not {"anyOf", "title", "$ref"} & field.keys()
