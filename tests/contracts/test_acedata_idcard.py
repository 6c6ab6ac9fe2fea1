"""AceData's page on the ID card check: its programs, its example, and every kind of picture."""

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
from tests.contracts.languages import LANGUAGES
from tests.contracts.server import Server, running_server
from tests.contracts.site import Site
from tests.kept.cards import draw_sample
from tests.server.vendors.acedata.idcard.test_answer import SM4, opened
from tools.cards.portraits import available, registry_photo
from tools.cards.sets import Sample, SetName

from idphoto.runtime.engine import Engine
from idphoto.server.vendors.acedata.errors import AceDataRow
from idphoto.server.vendors.acedata.idcard.errors import ERRORS

pytestmark = pytest.mark.xdist_group("card-contracts")

# No check takes so long; this only ends what hangs.
WAIT_S: Final = 300
# Of the clean set; the authority has each in another way.
CONFIRMED, STRANGERS_FACE, OTHER_NAME, NO_PHOTO, UNKNOWN = range(5)
FAILED: Final = "FailedOperation."


@pytest.fixture(scope="session")
def page(shared: Path) -> str:
    return (shared / "vendor" / "acedata-idcard-check.txt").read_text("utf-8")


@pytest.fixture(scope="session")
def cards(engine: Engine) -> list[Sample]:
    """Photographs of clean cards; ``engine``: they are made with it."""
    return [draw_sample("clean", number) for number in range(5)]


@pytest.fixture(scope="session")
def card_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of ``card_server``, with its log."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def card_server(
    cards: list[Sample], card_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server with its own registry, that knows the first cards' people."""
    if len(available()) < 3:
        pytest.skip("the shared test photos are not beside this checkout")
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
    """Where the pictures are."""
    pictures = {f"/{place}.jpg": card.jpeg for place, card in enumerate(cards)}
    pictures |= {"/empty.jpg": b"", "/huge.jpg": b"\xff\xd8\xff" + bytes(3 * 2**20)}
    with Site(pictures) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield served
        served.gate.set()
        served.shutdown()


@pytest.fixture
def caller(card_server: Server) -> Iterator[httpx.Client]:
    """The plainest client."""
    headers = {"Authorization": f"Bearer {card_server.key}"}
    with httpx.Client(
        base_url=card_server.url, headers=headers, timeout=WAIT_S, trust_env=False
    ) as client:
        yield client


def sent(picture: bytes) -> str:
    return base64.b64encode(picture).decode()


def answered(caller: httpx.Client, picture: bytes, **body: Any) -> dict[str, Any]:
    """A result, for a picture that is sent along."""
    answer = caller.post(CHECK, json={"image_base64": sent(picture), **body})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def assert_reads(told: dict[str, Any], card: Sample) -> None:
    person = card.person
    assert person is not None
    assert (told["name"], told["sex"], told["nation"]) == (person.name, person.sex, person.nation)
    assert told["birth"] == f"{person.birth.year}/{person.birth.month}/{person.birth.day}"
    assert told["id_num"] == person.number


# --- the page -----------------------------------------------------------------------------------


def test_the_pages_programs_and_examples_are_found(page: str) -> None:
    assert [len(programs(page, language)) for language in ("curl", "python")] == [1, 1]
    assert len(examples(page)) == 2
    assert len(codes(page)) == 5
    assert codes(page) <= {
        (row.status, row.code) for row in ERRORS.values() if isinstance(row, AceDataRow)
    }


def test_a_filled_in_program_names_no_host_but_ours(page: str) -> None:
    blanks = Blanks("http://ours", "k", "http://ours/a.jpg")
    for language in ("curl", "python"):
        (text,) = map(blanks.fill, programs(page, language))
        assert "https://" not in text
        assert "{token}" not in text
        assert '"image_url": "http://ours/a.jpg"' in text


@pytest.mark.parametrize("language", ["curl", "python"])
def test_a_printed_program_has_its_card_confirmed(
    page: str,
    card_server: Server,
    card_site: Site,
    cards: list[Sample],
    language: str,
    tmp_path: Path,
) -> None:
    example, _ = examples(page)
    (text,) = programs(page, language)
    blanks = Blanks(card_server.url, card_server.key, f"{card_site.url}/{CONFIRMED}.jpg")
    ran = LANGUAGES[language].run(blanks.fill(text), tmp_path)
    assert ran.exit_code == 0, ran
    told = json.loads(ran.out)
    assert list(told) == list(example)
    assert_like(told, example)
    for key in ("result", "description", "warnings", "quality", "encryption"):
        assert told[key] == example[key]
    assert 70 <= told["sim"] <= 100
    assert_reads(told, cards[CONFIRMED])
    assert told["portrait"].startswith(example["portrait"][:16])
    with Image.open(io.BytesIO(base64.b64decode(told["portrait"]))) as portrait:
        assert portrait.format == "JPEG"


def test_a_host_that_cannot_be_reached_is_told_as_the_page_has_it(
    page: str, caller: httpx.Client
) -> None:
    _, example = examples(page)
    answer = caller.post(CHECK, json={"image_url": "http://127.0.0.1:9/none.jpg"})
    told = answer.json()
    assert_like(told, example)
    assert told.keys() == example.keys()
    assert (answer.status_code, told["error"]) == (500, example["error"])
    assert len(told["trace_id"]) == len(example["trace_id"])


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
def test_an_error_is_told_as_the_page_has_it(
    page: str, caller: httpx.Client, key: str | None, body: dict[str, Any], status: int, code: str
) -> None:
    _, example = examples(page)
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    response = caller.post(CHECK, json=body, headers=headers)
    assert_like(response.json(), example)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


def test_whoever_asks_too_often_is_told_when_to_come_back(card_server: Server) -> None:
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
def test_what_the_authority_knows_is_the_result(
    caller: httpx.Client, cards: list[Sample], place: int, result: str, charged: str
) -> None:
    answer = caller.post(CHECK, json={"image_base64": sent(cards[place].jpeg)})
    told = answer.json()
    assert (answer.status_code, told["result"]) == (200, result)
    assert answer.headers["X-Credits-Charged"] == charged
    assert_reads(told, cards[place])
    if place not in (CONFIRMED, STRANGERS_FACE):
        assert told["sim"] == 0
    elif place == STRANGERS_FACE:
        assert told["sim"] < 50


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
def test_what_is_not_one_cards_portrait_side_is_told(
    caller: httpx.Client, name: SetName, result: str
) -> None:
    answer = caller.post(CHECK, json={"image_base64": sent(draw_sample(name, 0).jpeg)})
    told = answer.json()
    assert (answer.status_code, told["result"]) == (200, FAILED + result)
    assert answer.headers["X-Credits-Charged"] == "0"
    assert (told["name"], told["portrait"], told["encryption"]) == ("", "", None)


def test_files_that_are_no_picture_to_be_read_are_told(
    caller: httpx.Client, cards: list[Sample]
) -> None:
    card = cards[CONFIRMED].jpeg
    gif = io.BytesIO()
    with Image.open(io.BytesIO(card)) as picture:
        picture.resize((600, 400)).save(gif, "GIF")
        wide = io.BytesIO()
        picture.resize((5000, 200)).save(wide, "PNG")
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
def test_urls_that_give_no_picture_are_told(
    caller: httpx.Client, card_site: Site, path: str, result: str
) -> None:
    card_site.gate.clear()
    answer = caller.post(CHECK, json={"image_url": card_site.url + path})
    card_site.gate.set()
    assert (answer.status_code, answer.json()["result"]) == (200, FAILED + result)


def test_a_warning_stops_the_check_and_the_card_is_told_all_the_same(
    caller: httpx.Client, cards: list[Sample]
) -> None:
    told = answered(caller, cards[CONFIRMED].jpeg, config={"quality": 100})
    assert (told["result"], told["description"]) == (FAILED + "OcrWarningOccurred", "出现OCR告警")
    assert (told["warnings"], told["sim"]) == ("-8001", 0)
    assert 50 <= told["quality"] < 100
    assert_reads(told, cards[CONFIRMED])
    assert told["portrait"]
    told = answered(caller, cards[CONFIRMED].jpeg, config='{"quality": 0, "copy_warn": true}')
    assert (told["result"], told["warnings"]) == ("Success", "")
    assert 50 <= told["quality"] < 100


def test_a_copy_is_warned_of_where_that_is_asked_for(caller: httpx.Client) -> None:
    copied = draw_sample("copy", 0).jpeg
    told = answered(caller, copied, config=json.dumps({"CopyWarn": True}))
    assert (told["result"], told["warnings"]) == (FAILED + "OcrWarningOccurred", "-9102")
    assert "-9102" not in answered(caller, copied, config={"temp_id_warn": False})["warnings"]


def test_a_card_that_is_too_blurred_is_warned_of_or_told(caller: httpx.Client) -> None:
    blurred = draw_sample("blur", 1).jpeg
    told = answered(caller, blurred, config={"quality": True})
    assert (told["result"], told["warnings"]) == (FAILED + "OcrWarningOccurred", "-8001")
    assert 0 <= told["quality"] < 50
    assert (told["name"], told["id_num"], told["portrait"]) == ("", "", "")
    told = answered(caller, blurred, config={"copy_warn": True})
    assert (told["result"], told["description"]) == (FAILED + "ImageBlur", "图片模糊")


def test_name_and_number_are_encrypted_for_the_caller_alone(
    caller: httpx.Client, cards: list[Sample]
) -> None:
    pem = caller.get("/identity/idcard/public-keys").json()["SM4-GCM"]
    point = base64.b64decode("".join(pem.splitlines()[1:-1]))[-65:]
    blob = sent(gmalg.SM2(pk=point).encrypt(SM4.key))
    told = answered(
        caller,
        cards[CONFIRMED].jpeg,
        encryption={"algorithm": "SM4-GCM", "ciphertext_blob": blob},
    )
    assert told["result"] == "Success"
    person = cards[CONFIRMED].person
    assert person is not None
    assert opened(SM4, told, "name") == person.name
    assert opened(SM4, told, "id_num") == person.number
    assert person.number not in json.dumps(told)


def test_without_an_authority_nothing_is_confirmed(server: Server, cards: list[Sample]) -> None:
    headers = {"Authorization": f"Bearer {server.key}"}
    body = {"image_base64": sent(cards[CONFIRMED].jpeg)}
    answer = httpx.post(
        server.url + CHECK, json=body, headers=headers, timeout=WAIT_S, trust_env=False
    )
    assert answer.json()["result"] == FAILED + "IdPhotoSystemNoanswer"
    assert answer.headers["X-Credits-Charged"] == "0"
    assert_reads(answer.json(), cards[CONFIRMED])


def test_nothing_of_the_cards_is_in_the_servers_files_or_log(
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
