"""One function per set: a seed in, a sample out."""
