"""The log is JSON lines and contains no data of a request."""

from __future__ import annotations

import subprocess
import sys
from json import loads
from typing import Any

from idphoto.errors import NoFace
from idphoto.server.logs import describe_exception

PRIVATE = "4403051995"


def logged(error: BaseException) -> list[dict[str, Any]]:
    event = describe_exception(None, "error", {"event": "x", "exc_info": error})
    assert "exc_info" not in event
    chain: list[dict[str, Any]] = event["exception"]
    return chain


def raised(work: Any) -> BaseException:
    try:
        work()
    except BaseException as error:
        return error
    raise AssertionError


def test_an_exception_is_logged_with_type_and_place_but_without_its_text() -> None:
    def fail() -> None:
        raise ValueError(PRIVATE)

    [only] = logged(raised(fail))
    assert only["type"] == "builtins.ValueError"
    assert only["at"][-1].endswith(" fail")
    assert PRIVATE not in str(only)


def test_causes_are_logged_too() -> None:
    def fail() -> None:
        try:
            int(PRIVATE + "x")
        except ValueError:
            raise NoFace() from None

    def fail_again() -> None:
        try:
            fail()
        except NoFace as error:
            raise KeyError(PRIVATE) from error

    chain = logged(raised(fail_again))
    assert [one["type"] for one in chain] == ["builtins.KeyError", "idphoto.errors.NoFace"]
    assert chain[1]["code"] == "no_face"


def test_a_system_error_keeps_its_reason_and_loses_its_path() -> None:
    [only] = logged(raised(lambda: open(f"/nowhere/{PRIVATE}")))  # noqa: PTH123, SIM115
    assert only["reason"] == "No such file or directory"
    assert PRIVATE not in str(only)


def test_an_event_without_an_exception_is_unchanged() -> None:
    for nothing in ({}, {"exc_info": None}, {"exc_info": False}):
        assert describe_exception(None, "info", {"event": "x", **nothing}) == {"event": "x"}


def test_every_log_record_is_json_on_standard_error() -> None:
    program = f"""
import logging, warnings, structlog
from idphoto.server.logs import configure_logging
configure_logging()
structlog.contextvars.bind_contextvars(trace_id="t")
structlog.get_logger("a").info("ours", number=1)
structlog.get_logger("a").debug("too fine")
logging.getLogger("python_multipart.multipart").warning("{PRIVATE}")
logging.getLogger("uvicorn.error").info("hello")
warnings.warn("careful")
try:
    raise RuntimeError("{PRIVATE}")
except RuntimeError:
    logging.getLogger("theirs").exception("failed %s", "so")
    structlog.get_logger("a").exception("failed too")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    lines = [loads(line) for line in done.stderr.splitlines()]
    assert [line["level"] for line in lines] == ["info", "warning", "error", "error"]
    assert {line["trace_id"] for line in lines} == {"t"}
    assert all(line["timestamp"].endswith("Z") for line in lines)
    assert lines[0]["number"] == 1
    assert lines[2]["event"] == "failed so"
    assert [line["exception"][0]["type"] for line in lines[2:]] == ["builtins.RuntimeError"] * 2
    assert PRIVATE not in done.stderr
