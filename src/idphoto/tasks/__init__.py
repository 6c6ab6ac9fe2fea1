"""A task's whole life: accepted, queued, run, ended, reported by callback, purged."""
