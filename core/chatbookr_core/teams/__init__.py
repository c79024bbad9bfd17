"""Teams of a clinic, to whom conversations can be given."""
