"""How often the compliance checks are right, measured on public pictures with known truth."""
