"""``idphoto make``: make official photos from portraits."""
