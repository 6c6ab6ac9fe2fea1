"""Metrics of HTTP requests. Collectors belong to the process, as is usual with Prometheus."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

REQUESTS: Final = Counter(
    "idphoto_http_requests",
    "HTTP requests answered, by route; status 499 means that the caller hung up.",
    ["method", "route", "status"],
)
SECONDS: Final = Histogram(
    "idphoto_http_request_seconds",
    "Seconds from a request's headers to the end of its answer; synchronous ones include the task.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180),
)
UPLOAD_BYTES: Final = Gauge(
    "idphoto_upload_bytes", "Bytes of request bodies in hand, received but not yet accepted."
)
DROPPED: Final = Counter(
    "idphoto_connections_dropped",
    "Connections closed because the client did not send a request's headers (head) or the rest of "
    "its body (rest) or read an answer (unread) in time, or to make room for another (room).",
    ["reason"],
)

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def known_method(method: str) -> str:
    """The method, or ``other``: callers must not be able to create series."""
    return method if method in _METHODS else "other"


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request. ``route``: the route's template, never the request's path."""
    method = known_method(method)
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(method, route).observe(seconds)
