"""Beauty corrections, one file each: pure functions on pixels and landmarks."""
