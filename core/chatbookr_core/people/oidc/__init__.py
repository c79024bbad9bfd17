"""Log-in by a clinic's own identity provider (OpenID Connect): registered, linked to accounts, and believed little."""
