"""Checking an ID card: read it, ask an authority about it, compare the two faces."""
