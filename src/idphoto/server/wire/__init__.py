"""Shared by the facades: reading bodies and values, writing headers and OpenAPI descriptions."""
