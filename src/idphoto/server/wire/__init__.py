"""What facades share: bodies and their values, read; headers and OpenAPI, written."""
