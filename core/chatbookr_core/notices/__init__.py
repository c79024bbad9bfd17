"""What patients are told without having asked in the moment, how that is answered, and that it arrives."""
