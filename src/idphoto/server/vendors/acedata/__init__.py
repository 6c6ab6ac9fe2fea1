"""AceData's APIs: headshots, and the ID card check."""
