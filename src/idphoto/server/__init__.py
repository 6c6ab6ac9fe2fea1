"""HTTP. Nothing below imports it."""
