"""Search over sealed text, by keyed hashes of its words."""
