"""What the documentation's site needs beyond mkdocs.yml."""
