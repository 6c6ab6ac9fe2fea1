"""Read the card, set straight: from its lines to the value of each field."""
