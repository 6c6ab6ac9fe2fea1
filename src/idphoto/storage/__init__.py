"""Store pictures for a limited time."""
