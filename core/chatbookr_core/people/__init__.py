"""Staff: their passwords, their log-ins, and who they are once logged in."""
