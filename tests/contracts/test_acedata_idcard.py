"""AceData's page on the ID card check: its programs, its examples, and each kind of picture."""

from __future__ import annotations

import base64
import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import gmalg
import httpx
import pytest
from PIL import Image
from tests.contracts.acedata import CHECK, Blanks, codes, examples, programs
from tests.contracts.expect import assert_like
from tests.contracts.languages import LANGUAGES, not_installed
from tests.contracts.server import Server, running_server
from tests.contracts.site import Site
from tests.kept.cards import draw_sample
from tests.server.vendors.acedata.idcard.test_answer import SM4, opened
from tools.cards.portraits import available, registry_photo
from tools.cards.sample import Sample
from tools.cards.sets import SetName

from idphoto.runtime.engine import Engine
from idphoto.server.vendors.acedata.errors import AceDataRow
from idphoto.server.vendors.acedata.idcard.errors import ERRORS

pytestmark = pytest.mark.xdist_group("card-contracts")

# Far longer than any check takes; it only stops a hung test.
WAIT_S: Final = 300
# Cards of the clean set; the authority's record of each differs in another way.
CONFIRMED, STRANGERS_FACE, OTHER_NAME, NO_PHOTO, UNKNOWN = range(5)
FAILED: Final = "FailedOperation."


@pytest.fixture(scope="session")
def page(shared: Path) -> str:
    return (shared / "vendor" / "acedata-idcard-check.txt").read_text("utf-8")


@pytest.fixture(scope="session")
def cards(engine: Engine) -> list[Sample]:
    """Photographs of clean cards; drawing them needs ``engine``."""
    return [draw_sample("clean", number) for number in range(5)]


@pytest.fixture(scope="session")
def card_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of ``card_server``, including its log."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def card_server(
    cards: list[Sample], card_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server whose registry holds the people of the first four cards."""
    if len(available()) < 3:
        pytest.skip("the shared test photos are not next to this checkout")
    folder = tmp_path_factory.mktemp("people")
    lines = ["name,number,photo"]
    for place, card in enumerate(cards[:UNKNOWN]):
        assert card.person is not None
        assert card.source is not None
        own = card.source.identity
        source = card.source
        if place == STRANGERS_FACE:
            source = next(each for each in available() if each.identity != own)
        (folder / f"{place}.jpg").write_bytes(registry_photo(source))
        name = "李四" if place == OTHER_NAME else card.person.name
        photo = "" if place == NO_PHOTO else f"{place}.jpg"
        lines.append(f"{name},{card.person.number},{photo}")
    people = folder / "people.csv"
    people.write_text("\n".join(lines), "utf-8")
    with running_server(
        card_folder,
        {"IDPHOTO_AUTHORITY": "registry"},
        [("authority", "import", people, "--photos", folder)],
    ) as running:
        yield running


@pytest.fixture(scope="session")
def card_site(cards: list[Sample]) -> Iterator[Site]:
    """The site that serves the pictures."""
    pictures = {f"/{place}.jpg": card.jpeg for place, card in enumerate(cards)}
    pictures |= {"/empty.jpg": b"", "/huge.jpg": b"\xff\xd8\xff" + bytes(3 * 2**20)}
    with Site(pictures) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield served
        served.gate.set()
        served.shutdown()


@pytest.fixture
def caller(card_server: Server) -> Iterator[httpx.Client]:
    """A plain HTTP client."""
    headers = {"Authorization": f"Bearer {card_server.key}"}
    with httpx.Client(
        base_url=card_server.url, headers=headers, timeout=WAIT_S, trust_env=False
    ) as client:
        yield client


def sent(picture: bytes) -> str:
    return base64.b64encode(picture).decode()


def answered(caller: httpx.Client, picture: bytes, **body: Any) -> dict[str, Any]:
    """The result for a picture sent as base64."""
    response = caller.post(CHECK, json={"image_base64": sent(picture), **body})
    assert response.status_code == 200, response.text
    result: dict[str, Any] = response.json()
    return result


def assert_reads(answer: dict[str, Any], card: Sample) -> None:
    person = card.person
    assert person is not None
    assert (answer["name"], answer["sex"]) == (person.name, person.sex)
    assert answer["nation"] == person.nation
    assert answer["birth"] == f"{person.birth.year}/{person.birth.month}/{person.birth.day}"
    assert answer["id_num"] == person.number


# --- the page -----------------------------------------------------------------------------------


def test_the_pages_programs_and_examples_are_found(page: str) -> None:
    assert [len(programs(page, language)) for language in ("curl", "python")] == [1, 1]
    assert len(examples(page)) == 2
    assert len(codes(page)) == 5
    assert codes(page) <= {
        (row.status, row.code) for row in ERRORS.values() if isinstance(row, AceDataRow)
    }


def test_a_filled_in_program_contacts_only_our_host(page: str) -> None:
    blanks = Blanks("http://ours", "k", "http://ours/a.jpg")
    for language in ("curl", "python"):
        (text,) = map(blanks.fill, programs(page, language))
        assert "https://" not in text
        assert "{token}" not in text
        assert '"image_url": "http://ours/a.jpg"' in text


@pytest.mark.parametrize("language", ["curl", "python"])
def test_a_printed_program_gets_its_card_confirmed(
    page: str,
    card_server: Server,
    card_site: Site,
    cards: list[Sample],
    language: str,
    tmp_path: Path,
) -> None:
    if reason := not_installed(language):
        pytest.skip(reason)
    example, _ = examples(page)
    (text,) = programs(page, language)
    blanks = Blanks(card_server.url, card_server.key, f"{card_site.url}/{CONFIRMED}.jpg")
    ran = LANGUAGES[language].run(blanks.fill(text), tmp_path)
    assert ran.exit_code == 0, ran
    answer = json.loads(ran.out)
    assert list(answer) == list(example)
    assert_like(answer, example)
    for key in ("result", "description", "warnings", "quality", "encryption"):
        assert answer[key] == example[key]
    assert 70 <= answer["sim"] <= 100
    assert_reads(answer, cards[CONFIRMED])
    assert answer["portrait"].startswith(example["portrait"][:16])
    with Image.open(io.BytesIO(base64.b64decode(answer["portrait"]))) as portrait:
        assert portrait.format == "JPEG"


def test_an_unreachable_host_matches_the_pages_example(page: str, caller: httpx.Client) -> None:
    _, example = examples(page)
    response = caller.post(CHECK, json={"image_url": "http://127.0.0.1:9/none.jpg"})
    answer = response.json()
    assert_like(answer, example)
    assert answer.keys() == example.keys()
    assert (response.status_code, answer["error"]) == (500, example["error"])
    assert len(answer["trace_id"]) == len(example["trace_id"])


@pytest.mark.parametrize(
    ("key", "body", "status", "code"),
    [
        ("-", {}, 401, "invalid_token"),
        ("wrong", {}, 401, "invalid_token"),
        (None, {}, 400, "token_mismatched"),
        (None, {"image_url": "x", "config": "copy_warn"}, 400, "token_mismatched"),
        (None, {"image_url": "x", "config": {"copy_warn": "yes"}}, 400, "token_mismatched"),
        (None, {"image_url": "x", "config": {"quality": 101}}, 400, "token_mismatched"),
        (None, {"image_url": "http://10.0.0.1/a.jpg"}, 400, "bad_request"),
        (
            None,
            {"image_url": "x", "encryption": {"algorithm": "DES", "ciphertext_blob": "eA=="}},
            400,
            "api_not_implemented",
        ),
    ],
)
def test_an_error_matches_the_pages_example(
    page: str, caller: httpx.Client, key: str | None, body: dict[str, Any], status: int, code: str
) -> None:
    _, example = examples(page)
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    response = caller.post(CHECK, json=body, headers=headers)
    assert_like(response.json(), example)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


def test_a_caller_over_the_rate_limit_learns_when_to_retry(card_server: Server) -> None:
    headers = {"Authorization": f"Bearer {card_server.slow_key}"}
    with httpx.Client(base_url=card_server.url, headers=headers, trust_env=False) as caller:
        answers = [caller.post(CHECK, json={}) for _ in range(2)]
    assert answers[1].status_code == 429
    assert answers[1].json()["error"]["code"] == "too_many_requests"
    assert 1 <= int(answers[1].headers["Retry-After"]) <= 10


# --- results ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "result", "charged"),
    [
        (CONFIRMED, "Success", "6"),
        (STRANGERS_FACE, FAILED + "CompareLowSimilarity", "6"),
        (OTHER_NAME, FAILED + "IdNameMisMatch", "6"),
        (NO_PHOTO, FAILED + "IdPhotoNoExist", "6"),
        (UNKNOWN, FAILED + "IdNoExistSystem", "6"),
    ],
)
def test_the_authoritys_record_decides_the_result(
    caller: httpx.Client, cards: list[Sample], place: int, result: str, charged: str
) -> None:
    response = caller.post(CHECK, json={"image_base64": sent(cards[place].jpeg)})
    answer = response.json()
    assert (response.status_code, answer["result"]) == (200, result)
    assert response.headers["X-Credits-Charged"] == charged
    assert_reads(answer, cards[place])
    if place not in (CONFIRMED, STRANGERS_FACE):
        assert answer["sim"] == 0
    elif place == STRANGERS_FACE:
        assert answer["sim"] < 50


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("nothing", "ImageNoIdCard"),
        ("back", "ImageNoIdCard"),
        ("passport", "ImageNoIdCard"),
        ("other_card", "ImageNoIdCard"),
        ("two_cards", "LifePhotoDetectFaces"),
    ],
)
def test_only_one_portrait_side_of_a_card_is_accepted(
    caller: httpx.Client, name: SetName, result: str
) -> None:
    response = caller.post(CHECK, json={"image_base64": sent(draw_sample(name, 0).jpeg)})
    answer = response.json()
    assert (response.status_code, answer["result"]) == (200, FAILED + result)
    assert response.headers["X-Credits-Charged"] == "0"
    assert (answer["name"], answer["portrait"], answer["encryption"]) == ("", "", None)


def test_a_file_that_cannot_be_read_is_answered_with_the_reason(
    caller: httpx.Client, cards: list[Sample]
) -> None:
    card = cards[CONFIRMED].jpeg
    gif = io.BytesIO()
    with Image.open(io.BytesIO(card)) as picture:
        picture.resize((600, 400)).save(gif, "GIF")
        wide = io.BytesIO()
        picture.resize((9000, 200)).save(wide, "PNG")
    for picture_file, result in (
        (b"no picture", "ImageDecodeFailed"),
        (card[: len(card) // 2], "ImageDecodeFailed"),
        (gif.getvalue(), "ImageDecodeFailed"),
        (wide.getvalue(), "ImageSizeTooLarge"),
    ):
        assert answered(caller, picture_file)["result"] == FAILED + result
    empty = caller.post(CHECK, json={"image_base64": "data:image/jpeg;base64,"})
    assert empty.json()["result"] == FAILED + "EmptyImageError"


@pytest.mark.parametrize(
    ("path", "result"),
    [
        ("/none.jpg", "DownLoadError"),
        ("/held/0.jpg", "DownLoadError"),
        ("/empty.jpg", "EmptyImageError"),
        ("/huge.jpg", "ImageSizeTooLarge"),
    ],
)
def test_a_url_without_a_picture_is_answered_with_the_reason(
    caller: httpx.Client, card_site: Site, path: str, result: str
) -> None:
    card_site.gate.clear()
    answer = caller.post(CHECK, json={"image_url": card_site.url + path})
    card_site.gate.set()
    assert (answer.status_code, answer.json()["result"]) == (200, FAILED + result)


def test_a_warning_stops_the_check_but_the_answer_has_the_cards_fields(
    caller: httpx.Client, cards: list[Sample]
) -> None:
    answer = answered(caller, cards[CONFIRMED].jpeg, config={"quality": 100})
    assert answer["result"] == FAILED + "OcrWarningOccurred"
    assert answer["description"] == "出现OCR告警"
    assert (answer["warnings"], answer["sim"]) == ("-8001", 0)
    assert 50 <= answer["quality"] < 100
    assert_reads(answer, cards[CONFIRMED])
    assert answer["portrait"]
    answer = answered(caller, cards[CONFIRMED].jpeg, config='{"quality": 0, "copy_warn": true}')
    assert (answer["result"], answer["warnings"]) == ("Success", "")
    assert 50 <= answer["quality"] < 100


def test_a_copy_is_a_warning_only_on_request(caller: httpx.Client) -> None:
    copied = draw_sample("copy", 0).jpeg
    answer = answered(caller, copied, config=json.dumps({"CopyWarn": True}))
    assert (answer["result"], answer["warnings"]) == (FAILED + "OcrWarningOccurred", "-9102")
    assert "-9102" not in answered(caller, copied, config={"temp_id_warn": False})["warnings"]


def test_a_blurred_card_is_a_warning_on_request_and_otherwise_a_failure(
    caller: httpx.Client,
) -> None:
    blurred = draw_sample("blur", 1).jpeg
    answer = answered(caller, blurred, config={"quality": True})
    assert (answer["result"], answer["warnings"]) == (FAILED + "OcrWarningOccurred", "-8001")
    assert 0 <= answer["quality"] < 50
    assert (answer["name"], answer["id_num"], answer["portrait"]) == ("", "", "")
    answer = answered(caller, blurred, config={"copy_warn": True})
    assert (answer["result"], answer["description"]) == (FAILED + "ImageBlur", "图片模糊")


def test_name_and_number_are_encrypted_for_the_caller_alone(
    caller: httpx.Client, cards: list[Sample]
) -> None:
    pem = caller.get("/identity/idcard/public-keys").json()["SM4-GCM"]
    point = base64.b64decode("".join(pem.splitlines()[1:-1]))[-65:]
    blob = sent(gmalg.SM2(pk=point).encrypt(SM4.key))
    answer = answered(
        caller,
        cards[CONFIRMED].jpeg,
        encryption={"algorithm": "SM4-GCM", "ciphertext_blob": blob},
    )
    assert answer["result"] == "Success"
    person = cards[CONFIRMED].person
    assert person is not None
    assert opened(SM4, answer, "name") == person.name
    assert opened(SM4, answer, "id_num") == person.number
    assert person.number not in json.dumps(answer)


def test_without_an_authority_nothing_is_confirmed(server: Server, cards: list[Sample]) -> None:
    headers = {"Authorization": f"Bearer {server.key}"}
    body = {"image_base64": sent(cards[CONFIRMED].jpeg)}
    answer = httpx.post(
        server.url + CHECK, json=body, headers=headers, timeout=WAIT_S, trust_env=False
    )
    assert answer.json()["result"] == FAILED + "IdPhotoSystemNoanswer"
    assert answer.headers["X-Credits-Charged"] == "0"
    assert_reads(answer.json(), cards[CONFIRMED])


def test_no_card_data_reaches_the_servers_files_or_log(
    caller: httpx.Client, cards: list[Sample], card_folder: Path
) -> None:
    for card in cards:
        answered(caller, card.jpeg, config={"detect_ps_warn": True})
    files = [file for file in card_folder.rglob("*") if file.is_file()]
    assert {"idphoto.db", "server.log"} <= {file.name for file in files}
    assert "card checked" in (card_folder / "server.log").read_text("utf-8")
    content = b"".join(file.read_bytes() for file in files)
    for card in cards:
        person, middle = card.person, len(card.jpeg) // 2
        assert person is not None
        for text in (person.name, person.number, person.address):
            assert text.encode() not in content
            assert json.dumps(text).strip('"').encode() not in content
        assert card.jpeg[middle : middle + 32] not in content
