"""A practitioner's day as a web page: what stands in a sandbox calendar, and a hand to change it."""
