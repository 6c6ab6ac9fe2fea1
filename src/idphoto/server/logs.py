"""The server's log: JSON lines on the standard error, of our own and of all libraries."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any, Final

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from idphoto.errors import IdPhotoError


def configure_logging() -> None:
    """Send every log record of this process, from INFO on, to the standard error as JSON."""
    structlog.configure(
        processors=[*_COMMON, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_COMMON,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.ERROR)


def tell_exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Where an exception arose and of which kind, without its text, which may repeat a request."""
    raised = event.pop("exc_info", None)
    if isinstance(raised, tuple):
        raised = raised[1]
    elif raised and not isinstance(raised, BaseException):
        raised = sys.exc_info()[1]
    if raised:
        event["exception"] = _chain(raised)
    return event


def _chain(error: BaseException | None) -> list[dict[str, Any]]:
    """The exception, then what caused it."""
    chain = []
    while error is not None:
        chain.append(_described(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain


def _described(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    told: dict[str, Any] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if isinstance(error, IdPhotoError):
        told["code"] = error.code
    elif isinstance(error, OSError):
        told["reason"] = error.strerror
    return told


_COMMON: Final[tuple[Processor, ...]] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    tell_exception,
)
# What these say of every odd request is noise, or repeats some of it.
_CHATTY: Final = ("python_multipart", "uvicorn.error")
