"""Google's OAuth 2.0 and Calendar v3 as the sandbox speaks them, under /google/."""
