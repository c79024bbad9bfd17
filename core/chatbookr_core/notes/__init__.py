"""What staff write down about a conversation for each other."""
