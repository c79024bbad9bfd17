"""What an asker may have done for them in a time: a leaky bucket each, shared by all processes, leased in chunks."""
