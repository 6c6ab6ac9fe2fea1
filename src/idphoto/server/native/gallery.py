"""What there is to choose from besides documents: papers, garments and headshot templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, cast

from fastapi import APIRouter, Request, Response

from idphoto.messages.catalogue import (
    Garment,
    GarmentList,
    Paper,
    PaperList,
    Template,
    TemplateList,
)
from idphoto.messages.specs import Language
from idphoto.orders.choices import GarmentChoice, TemplateChoice, garments, papers, templates
from idphoto.orders.thumbnails import MEDIA_TYPE, garment_thumbnail, template_thumbnail
from idphoto.server.deps import BaseUrl
from idphoto.server.native.caching import FOR_A_DAY, NOT_MODIFIED, message_response, tagged
from idphoto.server.native.deps import NativeCaller
from idphoto.server.native.errors import ProblemRoute
from idphoto.server.native.language import LanguageDep
from idphoto.server.native.openapi import ALWAYS, answers, binary, problems
from idphoto.tasks.threads import on_drawing_thread

router = APIRouter(tags=["Choices"], route_class=ProblemRoute)

_GARMENTS: Final = "/v1/garments"
_TEMPLATES: Final = "/v1/templates"
_MAX_NAME: Final = 60
_HOST: Final = "https://photos.example"

_PAPERS: Final = PaperList(
    items=tuple(
        Paper(name=paper.name, size_mm=paper.size_mm(landscape=False), aliases=paper.aliases)
        for paper in papers()
    )
)


@router.get(
    "/v1/papers",
    summary="List papers",
    operation_id="papers.list",
    responses={
        **answers(PaperList, {"papers": PaperList(items=_PAPERS.items[:2])}),
        **NOT_MODIFIED,
        **problems(*ALWAYS),
    },
)
async def list_papers(request: Request, caller: NativeCaller) -> Response:
    """Lists the papers that print sheets know by name. They also take sizes such as 100x150."""
    return message_response(request, _PAPERS)


def _garment(choice: GarmentChoice, language: Language, base_url: str) -> Garment:
    return Garment(
        id=choice.id,
        title=choice.title_zh if language == "zh" else choice.title,
        group=choice.group,
        thumbnail_url=f"{base_url}{_GARMENTS}/{choice.id}/thumbnail?v={choice.version}",
    )


@router.get(
    _GARMENTS,
    summary="List garments",
    operation_id="garments.list",
    responses={
        **answers(
            GarmentList,
            {"garments": GarmentList(items=(_garment(garments()[0], "en", _HOST),))},
        ),
        **NOT_MODIFIED,
        **problems(*ALWAYS),
    },
)
async def list_garments(
    request: Request, caller: NativeCaller, language: LanguageDep, base_url: BaseUrl
) -> Response:
    """Lists the wardrobe, with a thumbnail of each garment."""
    items = tuple(_garment(choice, language, base_url) for choice in garments())
    return message_response(request, GarmentList(items=items))


def _template(choice: TemplateChoice, language: Language, base_url: str) -> Template:
    return Template(
        id=choice.id,
        title=choice.title_zh if language == "zh" else choice.title,
        people=cast(Literal[1, 2], choice.people),
        thumbnail_url=f"{base_url}{_TEMPLATES}/{choice.id}/thumbnail?v={choice.version}",
    )


@router.get(
    _TEMPLATES,
    summary="List headshot templates",
    operation_id="templates.list",
    responses={
        **answers(
            TemplateList,
            {"templates": TemplateList(items=(_template(templates()[0], "en", _HOST),))},
        ),
        **NOT_MODIFIED,
        **problems(*ALWAYS),
    },
)
async def list_templates(
    request: Request, caller: NativeCaller, language: LanguageDep, base_url: BaseUrl
) -> Response:
    """Lists the templates of headshots, with a thumbnail of each."""
    items = tuple(_template(choice, language, base_url) for choice in templates())
    return message_response(request, TemplateList(items=items))


@router.get(
    f"{_GARMENTS}/{{garment_id}}/thumbnail",
    summary="Show a garment",
    operation_id="garments.thumbnail",
    response_class=Response,
    responses={
        **binary(MEDIA_TYPE, description="A picture of 240 × 300 px."),
        **NOT_MODIFIED,
        **problems(*ALWAYS, "unknown_garment", in_path=True),
    },
)
async def show_garment(request: Request, garment_id: str, caller: NativeCaller) -> Response:
    """A picture of the garment, worn by nobody."""
    return await _picture(request, garment_thumbnail, garment_id)


@router.get(
    f"{_TEMPLATES}/{{template_id}}/thumbnail",
    summary="Show a headshot template",
    operation_id="templates.thumbnail",
    response_class=Response,
    responses={
        **binary(MEDIA_TYPE, description="A picture of 240 × 300 px."),
        **NOT_MODIFIED,
        **problems(*ALWAYS, "unknown_template", in_path=True),
    },
)
async def show_template(request: Request, template_id: str, caller: NativeCaller) -> Response:
    """A picture of the template's studio and clothes, with nobody in it."""
    return await _picture(request, template_thumbnail, template_id)


async def _picture(request: Request, draw: Callable[[str], bytes], name: str) -> Response:
    """Lists name thumbnails by their version, so browsers may keep them for a day."""
    data = await on_drawing_thread(draw, name[:_MAX_NAME])
    headers = {"X-Content-Type-Options": "nosniff"}
    return tagged(request, data, MEDIA_TYPE, cache_control=FOR_A_DAY, headers=headers)
