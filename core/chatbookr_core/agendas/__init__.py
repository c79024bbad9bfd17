"""Agendas of a day or a week, and figures about them, as front desks look at them."""
