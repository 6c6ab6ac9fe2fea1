"""The vendors' own programs and examples, held against our server as a black box."""
