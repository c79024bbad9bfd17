"""What whoever takes a conversation over reads first: why it came, what was wanted, what is held, what is open."""
