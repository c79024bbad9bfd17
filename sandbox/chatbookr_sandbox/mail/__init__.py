"""A mailbox for everybody: a mail server that takes all mail and shows it, and sends none."""
