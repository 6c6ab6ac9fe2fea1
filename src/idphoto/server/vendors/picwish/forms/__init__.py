"""The forms of the two APIs: their fields, and what they ask for."""
