"""Outfits: taking the old clothes off, and fitting rendered ones on."""
