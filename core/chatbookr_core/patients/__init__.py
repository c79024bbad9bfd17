"""Patients: who wrote, and what they agreed to."""
