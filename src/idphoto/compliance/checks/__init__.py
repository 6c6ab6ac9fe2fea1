"""One check in each file: what it measures, its limits with their figures, and its sentences."""
