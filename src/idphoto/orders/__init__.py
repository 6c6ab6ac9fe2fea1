"""What the server can make: each order as JSON, and the function that makes it."""
