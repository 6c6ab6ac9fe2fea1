"""ID cards: found, read, judged, compared."""
