"""ID cards: find, read, judge and compare them."""
