"""Official ID photos from an ordinary portrait."""

__version__ = "0.1.0"
