"""Checks of ID cards: read the card, ask an authority about it, compare the two faces."""
