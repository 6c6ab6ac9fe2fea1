"""Measurements and what is made from them: run as ``python -m benchmarks.NAME``."""
