"""Reaching out to addresses that strangers name."""
