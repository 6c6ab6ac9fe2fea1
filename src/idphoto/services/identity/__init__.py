"""ID card checks: read the card, ask an authority about its holder, compare the two faces."""
