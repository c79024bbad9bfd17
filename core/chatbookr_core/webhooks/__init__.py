"""Webhooks: what changed is posted to partners, as the subscription they left with us reads it through their key."""
