"""Every error that can reach an API has a row in the API's table."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from idphoto.errors import ALL, IdPhotoError
from idphoto.server.vendors.acedata import errors as headshots
from idphoto.server.vendors.acedata.idcard import errors as idcard
from idphoto.server.vendors.acedata.idcard.results import DESCRIPTIONS
from idphoto.server.vendors.picwish import errors as picwish
from idphoto.server.vendors.picwish.forms.external import ExternalForm
from idphoto.server.vendors.picwish.forms.v1 import V1Form

CODES = {each.code for each in ALL} - {IdPhotoError.code}

CLIENT = {"server_unreachable", "task_overdue", "unexpected_answer"}
# Raised only by the library, the command line, the client, at the server's start or in another
# API.
NOT_BY_REQUEST = CLIENT | {"database_lost", "database_outdated", "file_forbidden",
                  "file_unreadable",
                  "implausible_density",
                  "io_error",
                  "no_such_face", "no_such_file", "no_such_folder", "not_a_file",
                  "outdated_embeddings", "person_exists", "registry_damaged", "too_few_pairs",
                  "unknown_key", "unknown_person", "wrong_secret"}  # fmt: skip
# Of the native API's batches, and of tasks that are deleted with them.
BATCHES = {"batch_full", "item_exists", "nothing_to_print", "task_removed", "unknown_batch",
           "unknown_item"}  # fmt: skip
# Of the native API's own resources, and of the studio's sessions, which vendors' addresses ignore.
NATIVE = {"cross_site_request", "key_required", "not_signed_in", "sign_in_refused",
          "source_in_use", "studio_closed", "task_unfinished", "too_many_sign_ins",
          "unknown_file", "unknown_link", "unknown_source"} | BATCHES  # fmt: skip
CARDS = {"card_blurred", "card_on_screen", "card_too_small", "card_unreadable", "no_card",
         "several_cards"}  # fmt: skip
HEADSHOTS = {"cannot_style_hair", "unknown_template", "wrong_people"}
# Only ID photos have rules; a headshot may show sunglasses.
CATALOGUE = {"bad_catalogue", "face_covered", "specification_violated", "unknown_spec"}
# Facades ask for edits in words, so no photo is refused for being edited, or for keeping its wall.
EDITING = {"background_unfit", "editing_forbidden"}
KEEPING = {"background_cut_off"}  # where photos keep their background; headshots do not
SHEETS = {"sheet_full", "sheet_too_small"}
WARDROBE = {"bad_garment", "cannot_dress", "unknown_garment"}
# The card check turns errors of faces into verdicts and makes no pictures or tasks.
MAKING = {"body_cut_off", "cannot_fit", "face_cut_off", "face_too_small", "framing_conflict",
          "hair_cut_off", "head_not_frontal", "missing_glyph", "no_face", "person_touched",
          "several_faces"}  # fmt: skip
TASKS = {"given_up", "source_expired", "too_many_tasks", "unknown_task"}


@pytest.mark.parametrize(
    ("table", "unreachable"),
    [
        (
            picwish.ERRORS,
            NOT_BY_REQUEST
            | NATIVE
            | CARDS
            | HEADSHOTS
            | EDITING
            | {"idempotency_key_in_use", "not_offered", "overloaded"},
        ),
        (
            headshots.ERRORS,
            NOT_BY_REQUEST | NATIVE | CARDS | CATALOGUE | EDITING | KEEPING | SHEETS,
        ),
        (
            idcard.ERRORS,
            NOT_BY_REQUEST
            | NATIVE
            | HEADSHOTS
            | CATALOGUE
            | EDITING
            | KEEPING
            | SHEETS
            | WARDROBE
            | MAKING
            | TASKS,
        ),
    ],
    ids=["picwish", "acedata", "acedata.idcard"],
)
def test_every_code_that_can_reach_an_api_has_a_row(
    table: Mapping[str, object], unreachable: set[str]
) -> None:
    assert table.keys() == CODES - unreachable


def test_the_card_checks_results_are_known_to_the_vendor() -> None:
    results = {row for row in idcard.ERRORS.values() if isinstance(row, str)}
    assert results <= DESCRIPTIONS.keys()


def test_no_library_name_is_also_a_field_with_another_meaning() -> None:
    fields = ExternalForm.model_fields.keys() | V1Form.model_fields.keys()
    assert not picwish.NAMES.keys() & fields
    renamed = set(picwish.NAMES.values())
    assert renamed <= fields | {"layout_size"}


def test_an_unknown_code_is_an_internal_error() -> None:
    assert picwish.row_of("from_the_future") == picwish.PicWishRow(500, -1, shown=False)
    assert headshots.row_of("from_the_future") == headshots.HIDDEN
