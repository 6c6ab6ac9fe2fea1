"""The studio: its page, and the sessions of the people who use it."""
