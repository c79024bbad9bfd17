"""How long data is kept, what must be kept meanwhile, and the nights in which the rest is deleted."""
