"""Files that are fetched once and checked: the networks' weights, and fonts."""
