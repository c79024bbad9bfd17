"""Operators, who run the deployment: their accounts, and what a clinic opens to them, for how long and why."""
