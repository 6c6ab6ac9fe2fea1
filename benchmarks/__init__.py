"""Measurements, and files made from them: run ``python -m benchmarks`` or a module of it."""
