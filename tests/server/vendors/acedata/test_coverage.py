"""The coverage table is complete and cites only tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel
from tests.server.vendors.acedata.test_answer import DONE, FAILED
from tests.server.vendors.coverage import Table

from idphoto.server.vendors.acedata.answer import batch, item, render
from idphoto.server.vendors.acedata.errors import ERRORS
from idphoto.server.vendors.acedata.query import TasksBody
from idphoto.server.vendors.acedata.request import GenerateBody

HERE = Path(__file__).resolve().parent
TABLE = Table("acedata-headshots.md", HERE)
SECTIONS = (
    "generate: parameters",
    "tasks: parameters",
    "generate: answers",
    "tasks: answers",
    "Errors",
)


rows, names = TABLE.rows, TABLE.names


@pytest.mark.parametrize(
    ("body", "section"),
    [(GenerateBody, "generate: parameters"), (TasksBody, "tasks: parameters")],
)
def test_every_field_has_a_row_and_every_row_a_field(body: type[BaseModel], section: str) -> None:
    assert names(section) == sorted(body.model_fields)


def test_every_key_of_an_answer_has_its_row() -> None:
    done, failed = render(DONE, {}), render(FAILED, {})
    photo = {f"data[].{key}" for key in done["data"][0]}
    assert names("generate: answers") == sorted({*done, *failed, *photo})
    keys = {*item("x", DONE, "key"), *batch([], 0)}
    assert names("tasks: answers") == sorted(keys)


def test_every_code_has_its_row_and_its_status() -> None:
    used = {(row.code, str(row.status)) for row in ERRORS.values()}
    listed = {(name, rest.split("|")[0].strip()) for row, rest in rows("Errors") for name in row}
    assert listed == used


@pytest.mark.parametrize("section", SECTIONS)
def test_every_row_cites_a_test(section: str) -> None:
    TABLE.check_citations(section)


def test_every_cited_test_exists() -> None:
    TABLE.check_cited_tests(at_least=50)


# --- compared with the vendor's pages, if available -----------------------------------------------


@pytest.mark.parametrize(
    ("page", "body", "unlisted"),
    [
        ("generate", GenerateBody, set()),
        ("tasks", TasksBody, {"application_id", "user_id", "limit", "offset"}),
    ],
)
def test_we_have_every_field_on_the_page(
    shared: Path, page: str, body: type[BaseModel], unlisted: set[str]
) -> None:
    text = (shared / "vendor" / f"acedata-headshots-{page}.txt").read_text("utf-8")
    listed = re.findall(r"Request Body,? inclu[^\n]*\n((?:  • [^\n]*\n)+)", text)
    found = set(re.findall(r"• (\w+):", "".join(listed)))
    assert found == body.model_fields.keys() - unlisted
