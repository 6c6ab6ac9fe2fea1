"""What the operator watches of HTTP. Collectors are the process's own, as Prometheus has it."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Histogram

REQUESTS: Final = Counter(
    "idphoto_http_requests",
    "Requests answered, by route; status 499: the caller hung up.",
    ["method", "route", "status"],
)
SECONDS: Final = Histogram(
    "idphoto_http_request_seconds",
    "From a request's headers to the end of its answer; synchronous tasks wait for their photo.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180),
)

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request. ``route``: its template, never its path."""
    method = method if method in _METHODS else "other"  # callers may not make up series
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(method, route).observe(seconds)
