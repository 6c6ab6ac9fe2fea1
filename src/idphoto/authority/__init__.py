"""Who knows whether a number, a name and a face belong together: the registry, or an outsider."""
