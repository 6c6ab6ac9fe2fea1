"""Traces of a whole server: from a request through its task to the callback."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from tests.canned import blank
from tests.services.work import submission
from tests.tracing.collector import in_memory

from idphoto.accounts import keys
from idphoto.accounts.account import Account
from idphoto.db.database import Database
from idphoto.errors import NoFace
from idphoto.server.app import create_app
from idphoto.services.service import Service
from idphoto.settings import ServerSettings
from idphoto.steps import Progress
from idphoto.tasks.made import Made
from idphoto.tasks.model import Upload
from idphoto.tracing.port import NO_TRACER, Fact, Tracer

EXTERNAL = "/api/tasks/visual/external/idphoto"
TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = "00f067aa0ba902b7"
PARENT = {"traceparent": f"00-{TRACE_ID}-{CALLER}-01"}


def in_steps(
    order: dict[str, Any], photos: Sequence[bytes], deadline: float, progress: Progress
) -> Made:
    """A blank picture in two steps; a picture of the bytes ``nobody`` has no face."""
    progress("decode", 0.0)
    progress("find_face", 0.5)
    if photos[0] == b"nobody":
        raise NoFace()
    made = blank(order, photos, deadline, lambda *_: None)
    progress("done", 1.0)
    return made


# The process has a tracer provider of its own, as under `opentelemetry-instrument`.
PROVIDED = """
import asyncio, sys
from pathlib import Path
import httpx
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from idphoto.server.app import create_app
from idphoto.settings import ServerSettings

kept, provider = InMemorySpanExporter(), TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(kept))
trace.set_tracer_provider(provider)
app = create_app(ServerSettings(data_dir=Path(sys.argv[1])))

async def main():
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as http:
        answer = await http.get("http://h/healthz?signature=private")
    print(answer.status_code, len(kept.get_finished_spans()))

asyncio.run(main())
"""


class Caller:
    """A caller with a key, and the spans that the server has ended."""

    def __init__(self, url: str, key: str, kept: InMemorySpanExporter) -> None:
        self.url = url
        self.key = key
        self._kept = kept

    def post(self, data: bytes = b"picture", **fields: str) -> httpx.Response:
        headers = {"X-API-KEY": self.key, **PARENT}
        files = None if "image_url" in fields else {"image_file": ("private.jpg", data)}
        answer = httpx.post(
            self.url + EXTERNAL,
            headers=headers,
            data={"sync": "1", **fields},
            files=files,
            timeout=120,
            trust_env=False,
        )
        assert answer.status_code == 200, answer.text
        return answer

    def spans(self, *names: str) -> list[ReadableSpan]:
        """The spans of these names, one each, once all have ended."""
        end = time.monotonic() + 60
        while not (found := self._named()).keys() >= set(names):
            assert time.monotonic() < end, (sorted(found), names)
            time.sleep(0.01)
        return [found[name] for name in names]

    def all(self) -> list[ReadableSpan]:
        return list(self._kept.get_finished_spans())

    def _named(self) -> dict[str, ReadableSpan]:
        return {span.name: span for span in self.all()}


@pytest.fixture
def caller(
    run_app: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Caller]:
    monkeypatch.setenv("IDPHOTO_DATA_DIR", str(tmp_path))
    settings = ServerSettings(
        data_dir=tmp_path, allow_hosts=("127.0.0.1",), drain_s=0.5, callback_delays_s=(0.01,)
    )
    tracer, kept = in_memory()
    opening = partial(Service.open, make=in_steps, tracer=tracer)
    url = run_app(create_app(settings, opening), settings).url
    yield Caller(url, new_key(settings), kept)


def new_key(settings: ServerSettings) -> str:
    database = Database(settings.resolved_database_url)
    with database.transaction() as tx:
        key = keys.create_key(tx, "private", credits=1000, qps=0, now=time.time())
    database.close()
    return key.key


@contextmanager
def stranger(status: int = 200) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A site with a picture that also takes callbacks: its URL, and the callbacks' headers."""
    got: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "7")
            self.end_headers()
            self.wfile.write(b"picture")

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            got.append({name.lower(): value for name, value in self.headers.items()})
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/private", got
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def parent_of(span: ReadableSpan) -> int:
    assert span.parent is not None, span.name
    return span.parent.span_id


def test_one_trace_leads_from_the_request_to_its_callback(caller: Caller) -> None:
    with stranger() as (site, _):
        answer = caller.post(image_url=f"{site}.jpg", callback_url=site)
        task_id = answer.json()["data"]["task_id"]
        request, accept, fetch, wait, attempt, decode, find_face, publish, end, callback = (
            caller.spans(
                f"POST {EXTERNAL}",
                *("accept", "fetch", "wait", "attempt", "decode", "find_face"),
                *("publish", "end", "callback"),
            )
        )
    assert len(caller.all()) == 10
    assert {f"{span.context.trace_id:032x}" for span in caller.all()} == {TRACE_ID}
    assert f"{parent_of(request):016x}" == CALLER
    assert parent_of(accept) == request.context.span_id
    for span in (fetch, wait, attempt, callback):
        assert parent_of(span) == accept.context.span_id, span.name
    for span in (decode, find_face, publish, end):
        assert parent_of(span) == attempt.context.span_id, span.name
    assert (request.kind, callback.kind) == (SpanKind.SERVER, SpanKind.CLIENT)
    assert request.attributes == {
        "http.request.method": "POST",
        "http.route": EXTERNAL,
        "http.response.status_code": 200,
    }
    task = {
        "idphoto.task": task_id,
        "idphoto.api": "picwish.external",
        "idphoto.priority": "fast",
    }
    assert accept.attributes == wait.attributes == task
    assert fetch.attributes == {**task, "idphoto.bytes": 7}
    assert attempt.attributes == {**task, "idphoto.attempt": 1}
    assert callback.attributes == {
        **task,
        "idphoto.tries": 1,
        "http.response.status_code": 200,
    }
    times = [decode.start_time, decode.end_time, find_face.end_time, publish.start_time]
    assert times == sorted(times, key=lambda at: at or 0)
    assert decode.end_time == find_face.start_time
    assert wait.start_time is not None and wait.end_time is not None
    assert wait.start_time < wait.end_time


def test_a_failed_task_names_its_error_where_it_happened(caller: Caller) -> None:
    caller.post(b"nobody")
    decode, find_face, attempt, end = caller.spans("decode", "find_face", "attempt", "end")
    for span in (find_face, attempt):
        assert span.attributes is not None
        assert span.attributes["error.type"] == "no_face"
        assert span.status.status_code is StatusCode.ERROR
    assert decode.status.status_code is end.status.status_code is StatusCode.UNSET
    assert parent_of(end) == attempt.context.span_id
    assert "publish" not in {span.name for span in caller.all()}


def test_each_try_of_a_callback_is_a_span_and_the_receiver_hears_nothing_of_the_trace(
    caller: Caller,
) -> None:
    with stranger(503) as (site, got):
        caller.post(callback_url=site)
        end = time.monotonic() + 60
        while len(tries := [each for each in caller.all() if each.name == "callback"]) < 2:
            assert time.monotonic() < end
            time.sleep(0.01)
    facts = [dict(span.attributes or {}) for span in tries]
    assert [(it["idphoto.tries"], it["error.type"]) for it in facts] == [
        (1, "not_delivered"),
        (2, "not_delivered"),
    ]
    assert {it["http.response.status_code"] for it in facts} == {503}
    assert not {"traceparent", "tracestate", "baggage"} & set().union(*got)


def test_spans_say_nothing_of_the_caller_or_the_pictures(caller: Caller) -> None:
    with stranger() as (site, _):
        answer = caller.post(
            image_url=f"{site}.jpg?private", callback_url=site, label_text="Private Person"
        )
        caller.spans("callback", f"POST {EXTERNAL}")
    httpx.get(f"{caller.url}/private?private=1", headers=PARENT, trust_env=False)
    caller.spans("GET none")
    image_id = answer.json()["data"]["image_id"]
    said = "".join(span.to_json() for span in caller.all())
    for secret in ("private", "person", caller.key, image_id, "127.0.0.1", "http://"):
        assert secret.lower() not in said.lower(), secret
    names = {name for span in caller.all() for name in span.attributes or ()}
    assert names <= {*get_args(Fact), "error.type"}


def test_the_trace_id_of_an_answer_is_the_one_in_the_collector(caller: Caller) -> None:
    unknown = f"{caller.url}{EXTERNAL}/unknown"
    answer = httpx.get(unknown, headers={"X-API-KEY": caller.key}, trust_env=False)
    (span,) = caller.spans(f"GET {EXTERNAL}/{{task_id}}")
    assert answer.headers["X-Trace-Id"] == f"{span.context.trace_id:032x}"
    assert caller.post().headers["X-Trace-Id"] == TRACE_ID


def test_a_pipelined_request_begins_a_trace_of_its_own(caller: Caller) -> None:
    host, port = caller.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall(
            b"GET /one HTTP/1.1\r\nHost: h\r\n\r\nGET /docs HTTP/1.1\r\nHost: h\r\n\r\n"
        )
        first, second = caller.spans("GET none", "GET /docs")
    assert first.parent is second.parent is None
    assert first.context.trace_id != second.context.trace_id


def test_probes_are_not_traced(caller: Caller) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        answer = httpx.get(caller.url + path, trust_env=False)
        assert len(answer.headers["X-Trace-Id"]) == 32
    caller.post()
    caller.spans(f"POST {EXTERNAL}")
    assert not [span for span in caller.all() if span.name.startswith("GET")]


def test_an_attempt_in_another_process_continues_the_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, first = in_memory()
    after, second = in_memory()
    taken_over(tmp_path, monkeypatch, before, after)
    (accept,) = (span for span in first.get_finished_spans() if span.name == "accept")
    (attempt,) = (span for span in second.get_finished_spans() if span.name == "attempt")
    assert attempt.context.trace_id == accept.context.trace_id
    assert parent_of(attempt) == accept.context.span_id


def taken_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch, before: Tracer, after: Tracer
) -> None:
    """A task is accepted by a service with one tracer and made by one with the other."""
    monkeypatch.setenv("IDPHOTO_DATA_DIR", str(folder))
    settings = ServerSettings(data_dir=folder)
    hold = folder / "hold"

    async def scenario() -> None:
        service = await Service.open(settings, renderers={}, make=blank, tracer=before)
        new_key(settings)
        with Database(settings.resolved_database_url).reading() as tx:
            account = Account(keys.get_key(tx, "private").id, "private", 0.0, None)
        hold.touch()
        task_id = await service.tasks.submit(account, submission(Upload(b"a")))
        while (await service.tasks.look(account, "test", task_id)).state != "running":
            await asyncio.sleep(0.01)
        await service.close(0.0)
        hold.unlink()
        service = await Service.open(settings, renderers={}, make=blank, tracer=after)
        await service.tasks.wait(task_id, 60)
        await service.close()

    asyncio.run(scenario())


def test_a_task_that_was_accepted_untraced_is_still_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracer, kept = in_memory()
    taken_over(tmp_path, monkeypatch, NO_TRACER, tracer)
    spans = {span.name: span for span in kept.get_finished_spans()}
    attempt = spans["attempt"]
    assert attempt.parent is None
    assert parent_of(spans["end"]) == attempt.context.span_id
    assert attempt.status.status_code is StatusCode.UNSET


def test_the_web_framework_reports_nothing_to_a_provider_of_the_process(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROVIDED, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "200 0"
