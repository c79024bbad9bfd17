"""Domain rules, use cases and tables."""
