"""Connect to addresses that strangers name."""
