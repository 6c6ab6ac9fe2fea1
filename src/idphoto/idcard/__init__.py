"""ID cards: finding, reading, judging and comparing them."""
