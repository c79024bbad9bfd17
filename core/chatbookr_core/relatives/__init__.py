"""Appointments for somebody else: who writes and is written to, and who comes."""
