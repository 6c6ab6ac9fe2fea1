"""What is done to cards and their pictures; each a function, its strength drawn from a seed."""
