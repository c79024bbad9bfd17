"""Message templates: what a provider approved, what the clinic uses each for, and how they are filled in."""
