"""The vendors' APIs. Each only translates between its wire format and the services."""
