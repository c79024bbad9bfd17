"""What goes out to patients: what is said, by which way and how fast it leaves, and what the provider reports of it."""
