from __future__ import annotations

import pytest

from idphoto.messages.specs import SpecDetail, SpecSummary
from idphoto.server.native.documents import category_id, detail_of, summary_of
from idphoto.specs import all_specs
from idphoto.specs.languages import LANGUAGES, CatalogueLanguage


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_document_is_a_message_in_every_language(language: CatalogueLanguage) -> None:
    for spec in all_specs():
        shown = detail_of(spec, language)
        assert SpecDetail.model_validate_json(shown.model_dump_json()) == shown
        summary = summary_of(spec, language)
        assert SpecSummary.model_validate(shown.model_dump()) == summary
        assert shown.id == spec.slug
        assert all(each.text for each in shown.requirements)


def test_a_limit_that_is_open_stays_open() -> None:
    open_ended = [spec for spec in all_specs() if spec.file_bytes and spec.file_bytes.low is None]
    for spec in open_ended:
        limits = detail_of(spec, "en").file_bytes
        assert limits is not None and limits.low is None and limits.high is not None
    assert open_ended


def test_categories_have_ids_of_their_own() -> None:
    names = {spec.category for spec in all_specs()}
    assert len({category_id(name) for name in names}) == len(names)
    assert category_id("Identity card") == "identity-card"
