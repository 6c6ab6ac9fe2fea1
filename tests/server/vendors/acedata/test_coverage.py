"""The coverage table leaves nothing out and cites only tests that exist."""

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
def test_every_field_has_its_row_and_no_row_another_field(
    body: type[BaseModel], section: str
) -> None:
    assert names(section) == sorted(body.model_fields)


def test_every_key_of_an_answer_has_its_row() -> None:
    done, failed = render(DONE, {}), render(FAILED, {})
    photo = {f"data[].{key}" for key in done["data"][0]}
    assert names("generate: answers") == sorted({*done, *failed, *photo})
    told = {*item("x", DONE, "key"), *batch([], 0)}
    assert names("tasks: answers") == sorted(told)


def test_every_code_has_its_row_and_its_status() -> None:
    used = {row.code: str(row.status) for row in ERRORS.values()}
    told = {name: rest.split("|")[0].strip() for row, rest in rows("Errors") for name in row}
    assert told == used


@pytest.mark.parametrize("section", SECTIONS)
def test_every_row_cites_a_test(section: str) -> None:
    TABLE.check_citations(section)


def test_every_cited_test_exists() -> None:
    TABLE.check_cited_tests(at_least=50)


# --- held against the vendor's own pages, where they are at hand ----------------------------------


@pytest.mark.parametrize(
    ("page", "body", "not_there"),
    [
        ("generate", GenerateBody, set()),
        ("tasks", TasksBody, {"application_id", "user_id", "limit", "offset"}),
    ],
)
def test_the_page_lists_no_field_that_is_not_here(
    shared: Path, page: str, body: type[BaseModel], not_there: set[str]
) -> None:
    text = (shared / "vendor" / f"acedata-headshots-{page}.txt").read_text("utf-8")
    listed = re.findall(r"Request Body,? inclu[^\n]*\n((?:  • [^\n]*\n)+)", text)
    found = set(re.findall(r"• (\w+):", "".join(listed)))
    assert found == body.model_fields.keys() - not_there
