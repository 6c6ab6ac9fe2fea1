"""Read and write pictures: decoding, colours, geometry, encoding. Knows nothing of faces."""
