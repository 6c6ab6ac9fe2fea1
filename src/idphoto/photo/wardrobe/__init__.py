"""Garments of our own: described as data, rendered by code, lit as the photo is."""
