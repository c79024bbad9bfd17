"""Sealed values, the data keys they are sealed under, and the key that wraps those."""
