"""One network per file, with its pre- and post-processing. No policy."""
