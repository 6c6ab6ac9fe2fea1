"""One network a file: pre- and post-processing, no policy."""
