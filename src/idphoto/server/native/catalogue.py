"""Documents: the catalogue, searched and shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from idphoto.errors import BadRequest
from idphoto.messages.specs import Language, SpecDetail, SpecList
from idphoto.server.native.caching import NOT_MODIFIED, message_response
from idphoto.server.native.cursors import Cursor, PageLimit, read_cursor, write_cursor
from idphoto.server.native.deps import NativeCaller
from idphoto.server.native.documents import category_id, detail_of, summary_of
from idphoto.server.native.errors import ProblemRoute
from idphoto.server.native.language import LanguageDep
from idphoto.server.native.openapi import ALWAYS, answers, problems
from idphoto.specs import Spec, all_specs, load_spec, search_specs
from idphoto.specs.countries import country_code
from idphoto.specs.find import says_nothing, spec_of_id
from idphoto.specs.order import leafed_through
from idphoto.tasks.threads import on_checking_thread

router = APIRouter(tags=["Documents"], route_class=ProblemRoute)

_SPECS: Final = "/v1/specs"
_MAX_WORDS: Final = 100  # characters; looking for misspelt words takes time for each
_MAX_NAME: Final = 60
_ALPHA2: Final = re.compile(r"[A-Za-z]{2}")
_EXAMPLES: Final = ("us-passport", "picwish-1102")


def _spec_page(found: list[Spec], language: Language, cursor: str | None, limit: int) -> SpecList:
    begin = 0
    if cursor is not None:
        (last,) = read_cursor(cursor, str)
        slugs = [spec.slug for spec in found]
        if last not in slugs:
            raise BadRequest("cursor", "is not a cursor of this list")
        begin = slugs.index(str(last)) + 1
    shown = found[begin : begin + limit]
    return SpecList(
        items=tuple(summary_of(spec, language) for spec in shown),
        total=len(found),
        countries=_countries(),
        next_cursor=write_cursor(shown[-1].slug) if begin + limit < len(found) else None,
    )


@cache
def _countries() -> tuple[str, ...]:
    return tuple(sorted({spec.country for spec in all_specs() if spec.country}))


def _found(words: str, near: str | None, country: str | None, category: str | None) -> list[Spec]:
    specs: Iterable[Spec] = (
        leafed_through(all_specs(), near or country)
        if says_nothing(words)
        else search_specs(words, near)
    )
    if country is not None:
        code = country_code(country)
        # a country without documents in the catalogue is no mistake
        if code is None and not _ALPHA2.fullmatch(country):
            raise BadRequest("country", "must be a country's ISO code or name")
        specs = [spec for spec in specs if code is not None and spec.country == code]
    if category is not None:
        known = sorted({category_id(spec.category) for spec in all_specs()})
        if category not in known:
            raise BadRequest("category", f"must be one of {', '.join(known)}")
        specs = [spec for spec in specs if category_id(spec.category) == category]
    return list(specs)


@router.get(
    _SPECS,
    summary="Find documents",
    operation_id="specs.list",
    responses={
        **answers(
            SpecList,
            {"page": _spec_page([load_spec(name) for name in _EXAMPLES], "en", None, 2)},
        ),
        **NOT_MODIFIED,
        **problems(*ALWAYS),
    },
)
async def list_specs(
    request: Request,
    caller: NativeCaller,
    language: LanguageDep,
    search: Annotated[
        str,
        Query(
            max_length=_MAX_WORDS,
            description="Words or sizes, in English or Chinese; all of them must match, the best "
            "match comes first. Without them, the whole catalogue.",
            examples=["us visa", "美国签证", "35x45", "2x2 inch"],
        ),
    ] = "",
    near: Annotated[
        str | None,
        Query(
            max_length=_MAX_NAME,
            description="A country whose documents come first, such as the asker's; nothing is "
            "left out.",
            examples=["US"],
        ),
    ] = None,
    country: Annotated[
        str | None,
        Query(max_length=_MAX_NAME, description="Only this country's, by ISO code or name."),
    ] = None,
    category: Annotated[
        str | None, Query(max_length=_MAX_NAME, description="Only of this category.")
    ] = None,
    cursor: Cursor = None,
    limit: PageLimit = 50,
) -> Response:
    """Lists the documents of the catalogue. Titles are in English or Chinese; searches are in
    either, whatever the language of the answer, and tolerate misspelt words."""

    def answer() -> SpecList:
        found = _found(search, near, country, category)
        return _spec_page(found, language, cursor, limit)

    return message_response(request, await on_checking_thread(answer))


@router.get(
    f"{_SPECS}/{{spec_id}}",
    summary="Show a document",
    operation_id="specs.show",
    responses={
        **answers(SpecDetail, {"document": detail_of(load_spec(_EXAMPLES[0]), "en")}),
        **NOT_MODIFIED,
        **problems(*ALWAYS, "unknown_spec", in_path=True),
    },
)
async def show_spec(
    request: Request, spec_id: str, caller: NativeCaller, language: LanguageDep
) -> Response:
    """Shows what an authority asks of a photo: sizes, head, background, file and person."""
    spec = await on_checking_thread(spec_of_id, spec_id[:_MAX_NAME])
    return message_response(request, detail_of(spec, language))
