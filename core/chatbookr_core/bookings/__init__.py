"""Bookings: kept for a few minutes, booked, moved, cancelled; never two at once."""
