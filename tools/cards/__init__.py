"""Specimen identity cards of invented people, and photographs of them."""
