"""What the product needs, and whether it is there. Knows nothing of requests."""
