"""The coverage table is complete and cites only tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.server.vendors.coverage import Table

from idphoto.server.vendors.picwish.answer import STATES
from idphoto.server.vendors.picwish.api import EXTERNAL, V1, Api
from idphoto.server.vendors.picwish.errors import ERRORS

HERE = Path(__file__).resolve().parent
TABLE = Table("picwish.md", HERE)
SECTIONS = (
    "v1: parameters",
    "external: parameters",
    "Answers",
    "HTTP status codes",
    "Task states",
)
# Fields on none of the pages or in another edition of one: see the table.
NOT_ON_EXTERNALS_PAGE = {"callback_url", "size", "format", "return_type"} | {
    f"{end}head_height" for end in ("", "min_", "max_")
}


rows, names = TABLE.rows, TABLE.names


@pytest.mark.parametrize(
    ("api", "section"), [(V1, "v1: parameters"), (EXTERNAL, "external: parameters")]
)
def test_every_field_has_a_row_and_every_row_a_field(api: Api, section: str) -> None:
    assert names(section) == sorted(api.form.model_fields)


def test_every_http_status_and_every_state_has_a_row() -> None:
    assert set(names("HTTP status codes")) == {"200", *(str(row.status) for row in ERRORS.values())}
    used = {*STATES.values(), *(row.state for row in ERRORS.values())}
    unused = {name for row, rest in rows("Task states") for name in row if "does not occur" in rest}
    assert set(names("Task states")) - unused == set(map(str, used))


@pytest.mark.parametrize("section", SECTIONS)
def test_every_row_cites_a_test_or_says_that_it_does_not_occur(section: str) -> None:
    TABLE.check_citations(section)


def test_every_cited_test_exists() -> None:
    TABLE.check_cited_tests(at_least=50)


# --- compared with the vendor's pages, if available -----------------------------------------------


@pytest.fixture(scope="session")
def pages() -> Path:
    folder = HERE.parents[4] / "shared" / "vendor"
    if not folder.is_dir():
        pytest.skip("the vendors' pages are not next to this checkout")
    return folder


def test_we_have_every_field_and_code_on_v1s_page(pages: Path) -> None:
    page = (pages / "picwish-idphoto.txt").read_text("utf-8")
    body = page.partition("### Body parameters")[2].partition("### Return")[0]
    listed = set(re.findall(r"^\| (\w+) \|", body, re.MULTILINE)) - {"Name"}
    assert listed == V1.form.model_fields.keys() - {"callback_url"}
    codes = page.partition("### Task status codes")[2]
    assert set(re.findall(r"^\| (-?\d+) \|", codes, re.MULTILINE)) == set(names("Task states"))
    statuses = page.partition("### HTTP response status codes")[2].partition("###")[0]
    printed = set(re.findall(r"^\| (\d+) \|", statuses, re.MULTILINE))
    assert printed == set(names("HTTP status codes")) - {"503"}  # the page has no code for it


def test_we_have_every_field_on_externals_page(pages: Path) -> None:
    page = (pages / "picwish-external-idphoto.txt").read_text("utf-8")
    body = page.partition("\nRequest Parameters\n")[2].partition("\nResponse Examples\n")[0]
    listed = set(re.findall(r"^(\w+) \| \w+ \| No \|", body, re.MULTILINE))
    assert len(listed) == 51
    assert listed == EXTERNAL.form.model_fields.keys() - NOT_ON_EXTERNALS_PAGE
