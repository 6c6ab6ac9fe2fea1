"""Durable work: what was accepted, how far it is, who waits for it."""
