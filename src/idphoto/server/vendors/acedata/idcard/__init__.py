"""AceData's ID card check."""
