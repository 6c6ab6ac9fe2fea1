"""Spans of requests and tasks, behind a port. Only ``otel.py`` imports OpenTelemetry."""
