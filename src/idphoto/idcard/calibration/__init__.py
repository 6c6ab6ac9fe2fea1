"""What distances between faces mean: a curve, kept in a file."""
