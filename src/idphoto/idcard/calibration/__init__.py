"""What distances between faces mean: pairs measured, a tail fitted, a curve kept in a file."""
