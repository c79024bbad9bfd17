"""Stores of secrets, and the settings that refer to them."""
