"""The ID photo: from a decoded portrait to the finished file."""
