"""Fit the similarity curve: compare photos, fit the tail of the distances, write the curve."""
