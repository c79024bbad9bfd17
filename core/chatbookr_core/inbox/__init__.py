"""What comes in from patients and from the clinic's phone, and what staff do with conversations."""
