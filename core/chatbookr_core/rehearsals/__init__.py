"""Rehearsals: staff play the patient, with the clinic's real times, and nothing is sent, held or booked."""
