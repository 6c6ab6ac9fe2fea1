"""Measure a face: where its parts are, and which way it looks."""
