"""Use cases: authorise, charge, submit, run, store, notify."""
