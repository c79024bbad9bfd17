"""The clinic, its places, people and services."""
