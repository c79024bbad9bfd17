"""The audit log: who did what, in an order nobody can change unseen, provable to whoever holds a checkpoint."""
