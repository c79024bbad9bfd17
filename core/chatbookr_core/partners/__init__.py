"""Partners: the keys their programs come with, and what those may do."""
