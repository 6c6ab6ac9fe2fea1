"""Hair in another cut: the person's own as far as it goes, drawn strand by strand from there."""
