"""The vendors' APIs; each only translates."""
