"""Breaches of personal data: whom they concern, out of the audit log; the clocks; what clinics are told; the record."""
