"""``idphoto check``: what a clerk would refuse on a photo."""
