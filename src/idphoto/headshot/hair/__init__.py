"""Hair in another cut: the person's own as far as it goes, continued by drawn strands."""
