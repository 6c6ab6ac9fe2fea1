"""Weights and inference: the only place that imports the inference library."""
