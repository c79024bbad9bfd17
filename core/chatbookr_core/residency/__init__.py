"""Where personal data is handled, by whom, and on what ground it goes abroad."""
