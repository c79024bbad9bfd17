"""What a patient is given of all that is kept of them: complete, for machines and people, sealed, for a while."""
