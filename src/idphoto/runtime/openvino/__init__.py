"""Inference by OpenVINO: the only place that imports it."""
