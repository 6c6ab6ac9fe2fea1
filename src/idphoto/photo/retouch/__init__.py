"""Beauty corrections, each in a file of its own: pure functions on pixels and landmarks."""
