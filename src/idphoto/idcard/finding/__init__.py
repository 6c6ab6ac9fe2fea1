"""Find the card in a picture: by its labels, its borders or its portrait."""
