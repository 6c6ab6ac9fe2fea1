"""The vocabulary: parts of garments as outlines. One file a kind of part."""
