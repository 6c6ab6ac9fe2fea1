"""What may be wrong with a picture of a card: one detector a file, ``judge`` asks them."""
