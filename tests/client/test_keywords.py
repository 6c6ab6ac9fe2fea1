"""The client's keywords are the requests' fields."""

from __future__ import annotations

import inspect
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from pydantic import BaseModel

from idphoto.client import AsyncClient, Client
from idphoto.client.keywords import (
    BatchKeywords,
    BatchSheetKeywords,
    CheckKeywords,
    CutoutKeywords,
    PhotoKeywords,
    SheetKeywords,
    TaskKeywords,
)
from idphoto.messages.batches import BatchSheetsRequest
from idphoto.messages.orders import (
    CheckRequest,
    CutoutRequest,
    HeadshotsRequest,
    PhotoOptions,
    PhotoRequest,
    SheetRequest,
)

ABOUT_THE_CALL = {"wait_s", "idempotency_key"}
# what verbs take by position
POSITIONAL = {"source", "spec", "photos", "sources", "template"}
TABLES = [
    (BatchKeywords, PhotoOptions),
    (PhotoKeywords, PhotoRequest),
    (CheckKeywords, CheckRequest),
    (CutoutKeywords, CutoutRequest),
    (BatchSheetKeywords, BatchSheetsRequest),
    (SheetKeywords, SheetRequest),
    (TaskKeywords, HeadshotsRequest),
]


def plain(hint: Any) -> Any:
    """A type without what describes it, and its members in no order."""
    while hasattr(hint, "__metadata__"):
        hint = hint.__origin__
    if get_args(hint) and get_origin(hint) is not None:
        kind = get_origin(hint)
        members = [plain(each) if not isinstance(each, str) else each for each in get_args(hint)]
        return ("union", *flat(members)) if "nion" in str(kind) else (kind, *members)
    return hint


def flat(members: list[Any]) -> list[str]:
    inner = (
        each[1:] if isinstance(each, tuple) and each[0] == "union" else [each] for each in members
    )
    return sorted(str(each) for some in inner for each in some)


@pytest.mark.parametrize(("keywords", "request_model"), TABLES)
def test_the_keywords_are_the_requests_fields_with_their_types(
    keywords: type, request_model: type[BaseModel]
) -> None:
    given = {
        name: plain(hint)
        for name, hint in get_type_hints(keywords).items()
        if name not in ABOUT_THE_CALL
    }
    hints = get_type_hints(request_model)
    left_out = POSITIONAL | ({"format"} if request_model is BatchSheetsRequest else set())
    asked = {
        name: plain(hints[name]) for name in request_model.model_fields if name not in left_out
    }
    assert given == asked


def verbs(client: type) -> dict[str, inspect.Signature]:
    return {
        name: inspect.signature(verb)
        for name, verb in vars(client).items()
        if inspect.isfunction(verb) and not name.startswith("_")
    }


def test_both_clients_have_the_same_verbs_with_the_same_parameters() -> None:
    blocking, awaiting = verbs(Client), verbs(AsyncClient)
    assert blocking.pop("close")
    assert awaiting.pop("aclose")
    assert {name: verb.parameters for name, verb in blocking.items()} == {
        name: verb.parameters for name, verb in awaiting.items()
    }
    assert len(blocking) > 25


def test_both_clients_describe_their_verbs_alike() -> None:
    for name in verbs(Client):
        if name != "close":
            assert vars(Client)[name].__doc__ == vars(AsyncClient)[name].__doc__
