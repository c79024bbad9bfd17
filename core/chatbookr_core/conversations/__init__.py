"""Conversations between patients, the assistant and staff."""
