"""What there is to choose from, asked of a real server."""

from __future__ import annotations

import io
from itertools import islice

import httpx
import pytest
from PIL import Image
from tests.client.conftest import LiveServer

from idphoto.client import Client, ProblemError
from idphoto.specs import all_specs

pytestmark = pytest.mark.xdist_group("client")  # one server is enough


def test_documents_are_found_by_words_and_sizes_and_country(client: Client) -> None:
    assert next(client.search_specs("us passport")).id == "us-passport"
    assert next(client.search_specs("visa", near="JP")).id == "jp-visa"
    countries = {each.country for each in client.search_specs(country="FR")}
    assert countries == {"FR"}
    sizes = {each.size_mm for each in islice(client.search_specs("35x45"), 10)}
    assert sizes == {(35, 45)}


def test_the_whole_catalogue_is_listed_over_its_pages(client: Client) -> None:
    listed = [each.id for each in client.search_specs()]
    assert len(listed) == len(set(listed)) == len(all_specs())


def test_a_document_is_shown_in_the_clients_language(live: LiveServer, client: Client) -> None:
    assert client.show_spec("jp-visa").title == "Japan visa"
    with httpx.Client(trust_env=False) as http:
        chinese = Client(live.url, live.key, language="zh", http=http)
        assert chinese.show_spec("jp-visa").title == "日本签证"


def test_an_unknown_document_is_a_problem(client: Client) -> None:
    with pytest.raises(ProblemError, match="no specification named 'jp-vsa'") as unknown:
        client.show_spec("jp-vsa")
    assert (unknown.value.code, unknown.value.problem.status) == ("unknown_spec", 404)


def test_papers_garments_and_templates_are_listed_and_shown(client: Client) -> None:
    assert "6inch" in {paper.name for paper in client.papers()}
    garment, template = client.garments()[0], client.templates()[0]
    for data in (client.garment_thumbnail(garment.id), client.template_thumbnail(template.id)):
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.size == (240, 300)
