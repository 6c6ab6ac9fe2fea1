"""Pictures kept for a while."""
