"""Canned replies: what a clinic says often, written once."""
