"""Two records of patients that are one person: what is kept, and what points at it from then on."""
