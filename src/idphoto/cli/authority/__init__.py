"""``idphoto authority``: the registry of people, one file per command."""
