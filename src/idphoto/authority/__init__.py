"""Check whether a number, a name and a face belong together: ask our registry or an outsider."""
