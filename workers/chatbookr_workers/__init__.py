"""Work that happens later: actors take ids, re-read, and may run twice."""
