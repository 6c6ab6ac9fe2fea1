"""Batches: portraits of many people, photos of one document, looked at together."""
