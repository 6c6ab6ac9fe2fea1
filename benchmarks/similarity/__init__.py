"""What distances between faces mean: photos compared, a tail fitted, a curve written to a file."""
