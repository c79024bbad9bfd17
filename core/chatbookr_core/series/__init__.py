"""Series of appointments: a recurrence laid out in a place's local time, each occurrence an ordinary booking."""
