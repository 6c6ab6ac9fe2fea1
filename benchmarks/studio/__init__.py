"""The studio's page in Chromium, on a real server with real networks on the loopback."""
