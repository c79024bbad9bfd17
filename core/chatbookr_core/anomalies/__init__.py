"""What is out of the ordinary in the audit log, and who is told of it."""
