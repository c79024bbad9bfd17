"""E-mail to people with accounts: what it says, what is owed, and how it is handed over."""
