"""The forms of the two APIs: their fields, and the orders they become."""
