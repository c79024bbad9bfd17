"""What patients agreed to, for which purpose: a ledger that is only added to, and what follows from it."""
