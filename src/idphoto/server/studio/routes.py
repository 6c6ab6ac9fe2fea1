"""The addresses of the studio: ``/``, the page, and the session of the person who uses it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Final, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import ValidationError

import idphoto
from idphoto.errors import BadRequest, NotSignedIn, StudioClosed, UploadTooLarge
from idphoto.messages.studio import Session, SignIn
from idphoto.server.deps import SettingsDep
from idphoto.server.errors import plain_answer
from idphoto.server.native.errors import ProblemRoute
from idphoto.server.studio.here import is_here
from idphoto.server.studio.origin import check_origin
from idphoto.server.studio.page import INDEX, PageFile
from idphoto.server.studio.policy import HEADERS
from idphoto.server.studio.send import send_file, short_page
from idphoto.server.studio.sessions import StudioSessions
from idphoto.services.studio.session import StudioSession
from idphoto.services.studio.studio import Studio
from idphoto.settings import ServerSettings

_MAX_BODY: Final = 16_384  # bytes
_NOT_BUILT: Final = (
    "This server was installed without the studio's page. In a checkout, `make studio` builds it; "
    "then start the server again."
)
_HERE_ONLY: Final = (
    "The studio is open to people at the server's own machine, as http://localhost. The operator "
    "opens it to others with `IDPHOTO_STUDIO=on`."
)

home_router = APIRouter(include_in_schema=False)
router = APIRouter(include_in_schema=False, route_class=ProblemRoute)


@home_router.get("/")
async def home(request: Request, settings: SettingsDep) -> Response:
    """To the studio, or what this server is."""
    if settings.studio == "on" or (settings.studio == "auto" and is_here(request, settings)):
        return RedirectResponse(f"{request.scope.get('root_path', '')}/studio", 307)
    about = f"idphoto {idphoto.__version__} makes ID photos."
    if "docs" in settings.open_pages:
        about += " Its API is described at /docs."
    if "text/html" in request.headers.get("accept", ""):
        return short_page("idphoto", about)
    return plain_answer(200, about)


@router.get("/studio/session")
async def find_session(request: Request, settings: SettingsDep) -> Response:
    """Who uses the page. Somebody at this machine gets a session without asking for one."""
    sessions, studio = _sessions(request), _studio(request)
    check_origin(request, settings, changes=False)
    try:
        session = sessions.find(request)
        return _answer(settings, studio, session, await studio.name(session))
    except (NotSignedIn, StudioClosed):
        if settings.studio != "auto":
            return _answer(settings, studio)
    if not is_here(request, settings):
        raise StudioClosed("it is open to people at this machine only")
    session = await studio.enter_here()
    answer = _answer(settings, studio, session)
    sessions.keep(request, answer, session)
    return answer


@router.post("/studio/session")
async def sign_in(request: Request, settings: SettingsDep) -> Response:
    """Sign in by the studio's password, or by the token of a link."""
    sessions, studio = _sessions(request), _studio(request)
    check_origin(request, settings, changes=True)
    given = await _given(request)
    address = request.client.host if request.client else ""
    session = await studio.sign_in(address, password=given.password or "", token=given.token or "")
    answer = _answer(settings, studio, session, await studio.name(session))
    sessions.keep(request, answer, session)
    return answer


@router.delete("/studio/session")
async def sign_out(request: Request, settings: SettingsDep) -> Response:
    """Let the browser forget the session."""
    sessions, studio = _sessions(request), _studio(request)
    check_origin(request, settings, changes=True)
    with suppress(NotSignedIn, StudioClosed):  # what is not valid may be forgotten as well
        sessions.check_token(request, sessions.find(request))
    answer = _answer(settings, studio)
    sessions.forget(request, answer)
    return answer


@router.get("/studio")
@router.get("/studio/{path:path}")
async def page(request: Request, settings: SettingsDep, path: str = "") -> Response:
    """A file of the page; the page itself for each of its own addresses."""
    if settings.studio == "auto" and not is_here(request, settings):
        return short_page("The studio is closed", _HERE_ONLY, 403)
    files: Mapping[str, PageFile] = request.app.state.page
    if not files:
        return short_page("The studio is not built", _NOT_BUILT, 503)
    if path in files:
        return send_file(request, files[path])
    if "." in path.rpartition("/")[2]:  # the page's own addresses have no dots
        return plain_answer(404, "Not Found", HEADERS)
    return send_file(request, files[INDEX])


def _sessions(request: Request) -> StudioSessions:
    sessions: StudioSessions = request.app.state.sessions
    return sessions


def _studio(request: Request) -> Studio:
    studio: Studio = request.app.state.service.studio
    return studio


async def _given(request: Request) -> SignIn:
    """What somebody signs in with. Errors do not repeat it.

    Raises:
        BadRequest: it is not JSON with a password or a token.
        UploadTooLarge: it is far too long.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise BadRequest("Content-Type", "must be application/json")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MAX_BODY:
            raise UploadTooLarge("the body", _MAX_BODY)
    try:
        given = SignIn.model_validate_json(body)
    except ValidationError:
        given = SignIn(password=None, token=None)
    if (given.password is None) == (given.token is None):
        raise BadRequest("password", "send either a password or a link's token, as JSON")
    return given


def _answer(
    settings: ServerSettings, studio: Studio, session: StudioSession | None = None, name: str = ""
) -> Response:
    answer = Session(
        signed_in=session is not None,
        how=session.how if session else None,
        name=name or None,
        csrf_token=studio.seal.csrf_token(session) if session else "",
        ends_at=session.ends_at if session else None,
        ways=_ways(settings, studio),
        keep_s=settings.keep_s,
        version=idphoto.__version__,
    )
    headers = {**HEADERS, "Cache-Control": "no-store"}
    return JSONResponse(answer.model_dump(mode="json"), headers=headers)


def _ways(settings: ServerSettings, studio: Studio) -> tuple[Literal["password", "link"], ...]:
    if settings.studio != "on":
        return ()
    return ("password", "link") if studio.has_password else ("link",)
