"""AceData's headshot API."""
