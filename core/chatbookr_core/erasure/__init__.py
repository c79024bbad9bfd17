"""Erasing a patient on the clinic's instruction, and proving that it was done."""
