"""The plugin host: registry, lent contexts, lifecycle and durable intake."""
