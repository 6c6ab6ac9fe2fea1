"""Who may use the studio: signing in, sessions, and the accounts they act as."""
