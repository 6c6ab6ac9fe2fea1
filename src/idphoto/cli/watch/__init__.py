"""``idphoto watch``: make a photo of each file that arrives in a folder."""
