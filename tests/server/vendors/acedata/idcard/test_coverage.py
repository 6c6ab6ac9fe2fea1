"""The coverage table is complete and cites only tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.server.vendors.coverage import Table

from idphoto.accounts.prices import Prices
from idphoto.errors import EmptySource
from idphoto.server.vendors.acedata.errors import AceDataRow
from idphoto.server.vendors.acedata.idcard import results
from idphoto.server.vendors.acedata.idcard.answer import unusable
from idphoto.server.vendors.acedata.idcard.api import CHECK_PATH, KEYS_PATH
from idphoto.server.vendors.acedata.idcard.errors import ERRORS, result_of
from idphoto.server.vendors.acedata.idcard.request import CheckBody, Config, Encryption
from idphoto.server.vendors.acedata.idcard.results import DESCRIPTIONS, OF_WARNINGS
from idphoto.services.identity.model import CHARGED

HERE = Path(__file__).resolve().parent
TABLE = Table("acedata-idcard.md", HERE)
SECTIONS = (
    "Parameters",
    "config: parameters",
    "Answers",
    "Results",
    "Warnings",
    "Encryption",
    "Errors",
)


rows, names = TABLE.rows, TABLE.names


def _results() -> set[str]:
    return {row for row in ERRORS.values() if isinstance(row, str)}


def test_every_field_has_a_row_and_every_row_a_field() -> None:
    assert names("Parameters") == sorted(CheckBody.model_fields)
    assert names("config: parameters") == sorted(Config.model_fields)
    fields = [f"encryption.{name}" for name in Encryption.model_fields]
    # the request's and the answer's tables: the same five
    assert names("Encryption") == sorted(2 * fields)


def test_every_key_of_an_answer_has_its_row() -> None:
    assert names("Answers") == sorted(unusable("Success"))


def test_every_result_has_a_row_and_its_charge() -> None:
    assert names("Results") == sorted(DESCRIPTIONS)
    possible = {*results.OF_VERDICTS.values(), *_results(), result_of(EmptySource(""))}
    charged = {results.OF_VERDICTS[verdict] for verdict in CHARGED}
    for row, rest in rows("Results"):
        (result,) = row
        cost = rest.split("|")[1].strip()
        assert (result not in possible) == ("does not occur" in rest)
        price = str(Prices().card_check) if result in charged else "0"
        assert cost == (price if result in possible else "–")


def test_every_warning_has_its_row() -> None:
    assert names("Warnings") == sorted(OF_WARNINGS.values())


def test_every_code_has_its_row_and_its_status() -> None:
    used = {(row.code, str(row.status)) for row in ERRORS.values() if isinstance(row, AceDataRow)}
    listed = {(name, rest.split("|")[0].strip()) for row, rest in rows("Errors") for name in row}
    assert listed == used


def test_both_paths_are_listed() -> None:
    text = TABLE.text
    assert f"`POST {CHECK_PATH}`" in text
    assert f"`GET {KEYS_PATH}`" in text


@pytest.mark.parametrize("section", SECTIONS)
def test_every_row_cites_a_test_or_says_that_it_does_not_occur(section: str) -> None:
    TABLE.check_citations(section)


def test_every_cited_test_exists() -> None:
    TABLE.check_cited_tests(at_least=50)


# --- compared with the vendor's page and notes, if available --------------------------------------


@pytest.fixture(scope="session")
def page(shared: Path) -> str:
    return (shared / "vendor" / "acedata-idcard-check.txt").read_text("utf-8")


@pytest.fixture(scope="session")
def notes(shared: Path) -> str:
    text = (shared / "vendor" / "notes.md").read_text("utf-8")
    return text.partition("## AceData identity/idcard")[2].partition("\n## ")[0]


def test_we_have_every_field_of_config_on_the_page(page: str) -> None:
    listed = re.search(r"• config: [^\n]*supporting ([^\n(]*)", page)
    assert listed is not None
    assert set(re.findall(r"\w+", listed[1])) == set(Config.model_fields)


def test_we_have_every_key_of_an_answer_on_the_page(page: str) -> None:
    listed = page.partition("described as follows:")[2].partition("It can be seen")[0]
    assert re.findall(r"^  • (\w+):", listed, re.MULTILINE) == list(unusable("Success"))


def test_results_and_descriptions_match_the_notes(notes: str) -> None:
    listed = notes.partition("Business failures")[2].partition("\n- ")[0]
    flat = re.sub(r"\s+", " ", listed.partition("description`:")[2])
    found = dict(re.findall(r"(\w+) ((?:Ocr)?[^\x00-\x7f][^;]*?)[;.]", flat))
    own = {
        result.removeprefix("FailedOperation."): words
        for result, words in DESCRIPTIONS.items()
        if result not in ("Success", "FailedOperation.OcrWarningOccurred")
    }
    assert {name: words.replace(" ", "") for name, words in found.items()} == own
    assert f"`{DESCRIPTIONS['FailedOperation.OcrWarningOccurred']}`" in notes
    assert f"`{DESCRIPTIONS['Success']}`" in notes


def test_warnings_match_the_notes(notes: str) -> None:
    listed = notes.partition("- `warnings`")[2].partition("\n- ")[0]
    assert set(re.findall(r"-\d{4}", listed)) == set(OF_WARNINGS.values())
