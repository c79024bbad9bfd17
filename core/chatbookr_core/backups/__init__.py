"""Backups: one sealed file of the whole database, restored whole or not at all, and rehearsed."""
