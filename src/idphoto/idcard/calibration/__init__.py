"""The curve from distances between faces to similarities, and the files that hold it."""
