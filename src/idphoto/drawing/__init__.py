"""Draw text and vectors. Knows nothing of photos. The only room that imports drawing libraries."""
