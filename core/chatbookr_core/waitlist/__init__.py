"""Who waits for a time to fall free, whose turn it is, and the times that are kept for them meanwhile."""
