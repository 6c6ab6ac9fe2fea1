"""``idphoto idcard``: read and verify ID cards, one file per command."""
