"""Who of the staff looks at a conversation, and who writes: for a moment, in memory, and never in a table."""
