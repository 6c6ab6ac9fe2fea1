"""One function for each request of the API: it returns the request as a value."""
