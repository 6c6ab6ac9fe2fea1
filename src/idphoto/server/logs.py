"""The server's log: JSON lines on standard error, from the server and all libraries."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any, Final

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from idphoto.errors import IdPhotoError


def configure_logging() -> None:
    """Send every log record of this process, from INFO up, to standard error as JSON."""
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
    for name in _NOISY_LOGGERS:
        logging.getLogger(name).setLevel(logging.ERROR)


def describe_exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Log an exception's type and traceback without its text, which may repeat a request."""
    raised = event.pop("exc_info", None)
    if isinstance(raised, tuple):
        raised = raised[1]
    elif raised and not isinstance(raised, BaseException):
        raised = sys.exc_info()[1]
    if raised:
        event["exception"] = _chain(raised)
    return event


def _chain(error: BaseException | None) -> list[dict[str, Any]]:
    """The exception, followed by its causes."""
    chain = []
    while error is not None:
        chain.append(_described(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain


def _described(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    facts: dict[str, Any] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if isinstance(error, IdPhotoError):
        facts["code"] = error.code
    elif isinstance(error, OSError):
        facts["reason"] = error.strerror
    return facts


_COMMON: Final[tuple[Processor, ...]] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    describe_exception,
)
# Their messages about odd requests are noise, or repeat parts of the request.
_NOISY_LOGGERS: Final = ("python_multipart", "uvicorn.error")
