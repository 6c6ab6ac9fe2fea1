"""Accounts: who may use the server, how much, and how often."""
